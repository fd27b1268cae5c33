/** Verdicts of notebook 03 on reconstructions. */

import type { DetailKept } from "../metrics/scale_energy.ts";
import { type Markdown } from "../view/markdown.ts";
import { verdict } from "../view/verdict.ts";
import type { Interpolation, Reconstruction } from "./reconstructions.ts";

const percent = (fraction: number) => `${Math.round(fraction * 100) + 0} %`; // + 0: never -0

/** At least this fraction of the colour counts as in colour. */
const IN_COLOUR = 0.5;

/** Which reconstructions have the colours of their originals. */
export function colourVerdict(reconstructions: readonly Reconstruction[]): Markdown {
  const grey = reconstructions.filter(({ colour }) => !(colour >= IN_COLOUR));
  return verdict({
    expected: "Reconstructions have the colours of their originals",
    holds: grey.length === 0,
    because: `colour kept: ${
      reconstructions.map(({ title, colour }) => `${title} ${percent(colour)}`).join(", ")
    }${grey.length > 0 ? " (0 is grey, below 0 are wrong colours)" : ""}`,
  });
}

/** Mean of paired differences with its 95 % interval by the normal approximation. */
export function pairedDifference(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
): { value: number; low: number; high: number } {
  const differences = Array.from(a, (value, i) => value - b[i]!);
  const n = differences.length;
  const value = differences.reduce((sum, it) => sum + it, 0) / n;
  const squares = differences.reduce((sum, it) => sum + (it - value) ** 2, 0);
  const margin = n < 2 ? Infinity : 1.96 * Math.sqrt(squares / (n - 1) / n);
  return { value, low: value - margin, high: value + margin };
}

/** Whether the one with more dimensions of two reconstructions has the lower error. */
export function dimensionVerdict(
  few: Reconstruction | undefined,
  many: Reconstruction | undefined,
): Markdown {
  const expected = "More dimensions give a lower error";
  if (!few || !many) {
    return verdict({ expected, holds: undefined, because: "this run has only one of the models" });
  }
  const { value, low, high } = pairedDifference(many.errors.mse, few.errors.mse);
  return verdict({
    expected,
    holds: high < 0 ? true : low > 0 ? false : undefined,
    because: `the MSE of ${many.title} less that of ${few.title} is ${value.toFixed(4)} ` +
      `(95 % interval ${low.toFixed(4)} to ${high.toFixed(4)}) over the same images`,
  });
}

/** Whether detail of 64 pixels comes back better than that of a single pixel. */
export function detailVerdict(
  models: readonly { readonly name: string; readonly detail: readonly DetailKept[] }[],
): Markdown {
  const kept = models.map(({ name, detail }) => {
    const at = (side: number) => detail.find((size) => size.side === side)!.kept;
    return { name, coarse: at(64), fine: at(1) };
  });
  return verdict({
    expected: "Large shapes come back, fine detail is lost",
    holds: kept.every(({ coarse, fine }) => coarse > 0.5 && fine < 0.5),
    because: `of detail of 64 pixels and of a single pixel, ${
      kept.map(({ name, coarse, fine }) => `${name} keeps ${percent(coarse)} and ${percent(fine)}`)
        .join("; ")
    }${kept.some(({ fine }) => fine < 0) ? " (below 0: worse than leaving it out)" : ""}`,
  });
}

/** Mean difference between a value and the one a pixel further right, 0 to 255, of each image. */
export function busyness(images: Uint8Array, size: number): number[] {
  return Array.from({ length: images.length / size }, (_, i) => {
    const image = images.subarray(i * size, (i + 1) * size);
    let sum = 0;
    for (let at = 3; at < size; at++) sum += Math.abs(image[at]! - image[at - 3]!);
    return sum / size;
  });
}

/** Whether busy images have the higher errors, by rank correlation (Spearman) with its interval. */
export function busyVerdict(
  { title, errors: { mse } }: Pick<Reconstruction, "title" | "errors">,
  busy: readonly number[],
): Markdown {
  const n = busy.length;
  const r = correlation(ranks(busy), ranks(Array.from(mse)));
  // Fisher's transformation; a rank correlation varies a little more than a plain one.
  const margin = n > 3 ? 1.96 * 1.03 / Math.sqrt(n - 3) : Infinity;
  const [low, high] = [Math.tanh(Math.atanh(r) - margin), Math.tanh(Math.atanh(r) + margin)];
  return verdict({
    expected: "Plain images come back best, busy ones worst",
    holds: low > 0 ? true : high < 0 ? false : undefined,
    because: `the rank correlation of how busy an image is with its MSE under ${title} is ` +
      `${r.toFixed(2)} (95 % interval ${low.toFixed(2)} to ${high.toFixed(2)}) over ${n} images`,
  });
}

/** Places in order of size, from 0; equal values share the mean of theirs. */
function ranks(values: readonly number[]): number[] {
  return values.map((value) => {
    const below = values.filter((other) => other < value).length;
    const equal = values.filter((other) => other === value).length;
    return below + (equal - 1) / 2;
  });
}

function correlation(a: readonly number[], b: readonly number[]): number {
  const mean = (values: readonly number[]) => values.reduce((x, y) => x + y, 0) / values.length;
  const [ma, mb] = [mean(a), mean(b)];
  let [ab, aa, bb] = [0, 0, 0];
  a.forEach((value, i) => {
    ab += (value - ma) * (b[i]! - mb);
    aa += (value - ma) ** 2;
    bb += (b[i]! - mb) ** 2;
  });
  return aa * bb > 0 ? ab / Math.sqrt(aa * bb) : 0;
}

/** Whether the image half way between two latent vectors is more than a blend of both. */
export function blendVerdict(
  { toBlend, apart }: Pick<Interpolation, "toBlend" | "apart">,
): Markdown {
  const ratio = toBlend / apart;
  return verdict({
    expected: "Half way between two latent vectors the decoder does more than blend two images",
    holds: apart > 0 ? ratio > 0.1 : undefined,
    because: `the image half way differs from a linear blend by an MSE of ${toBlend.toFixed(4)}, ` +
      `${percent(apart > 0 ? ratio : 0)} of the MSE between the two ends`,
  });
}
