/** What notebook 03 shows of reconstructions: figures, tables and verdicts. */

import { correlation, Matrix } from "ml-matrix";
import { formatInterval } from "../io/format.ts";
import { pairedDifference } from "../metrics/differences.ts";
import type { Interval } from "../metrics/score_schemas.ts";
import { type DetailKept, detailKept } from "../metrics/scale_energy.ts";
import { imagesFromBytes } from "../model/images.ts";
import { type ModelName, PRESETS } from "../runs/presets.ts";
import { lineChart } from "../view/charts/lines.ts";
import type { PlotlyFigure } from "../view/figure.ts";
import { type Markdown } from "../view/markdown.ts";
import type { Picture } from "../view/picture.ts";
import type { Photo } from "../view/pictures/photo.ts";
import type { Table } from "../view/table.ts";
import { verdict } from "../view/verdict.ts";
import { isAbove, isBelow } from "./evaluation/queries.ts";
import {
  extremes,
  interpolateImages,
  type Reconstruction,
  reconstructionSheet,
  reconstructionTable,
  type Reconstructor,
} from "./reconstructions.ts";

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

/** Whether the one with more dimensions of two reconstructions has the lower error. */
export function dimensionVerdict(
  few: Reconstruction | undefined,
  many: Reconstruction | undefined,
): Markdown {
  const expected = "More dimensions give a lower error";
  if (!few || !many) {
    return verdict({ expected, holds: undefined, because: "this run has only one of the models" });
  }
  const difference = pairedDifference(few.errors.mse, many.errors.mse);
  return verdict({
    expected,
    holds: few.errors.mse.length < 2 ? undefined : isBelow(difference),
    because: `the MSE of ${many.title} less that of ${few.title} is ` +
      `${difference.value.toFixed(4)} (95 % interval ${formatInterval(difference.interval, 4)}) ` +
      "over the same images",
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
    expected: "Large shapes are preserved, fine detail is lost",
    holds: kept.every(({ coarse, fine }) => coarse > 0.5 && fine < 0.5),
    because: `of detail of 64 pixels and of a single pixel, ${
      kept.map(({ name, coarse, fine }) => `${name} keeps ${percent(coarse)} and ${percent(fine)}`)
        .join("; ")
    }${kept.some(({ fine }) => fine < 0) ? " (below 0: worse than leaving it out)" : ""}`,
  });
}

/** Mean difference between a value and the one a pixel further right, 0 to 255. */
export function busyness(image: Uint8Array): number {
  const sum = image.subarray(3).reduce((sum, value, i) => sum + Math.abs(value - image[i]!), 0);
  return sum / image.length;
}

/** Whether busy images have the higher errors, by rank correlation (Spearman) with its interval. */
export function busyVerdict(
  { title, errors: { mse } }: Pick<Reconstruction, "title" | "errors">,
  busy: readonly number[],
): Markdown {
  const n = busy.length;
  const [a, b] = [busy, [...mse]].map((values) => Matrix.columnVector(ranks(values)));
  // NaN where all are equal; rounded it may pass 1.
  const r = Math.max(-1, Math.min(1, correlation(a!, b!).get(0, 0) || 0));
  // Fisher's transformation; a rank correlation varies a little more than a plain one.
  const margin = n > 3 ? 1.96 * 1.03 / Math.sqrt(n - 3) : Infinity;
  const interval: Interval = [
    Math.tanh(Math.atanh(r) - margin),
    Math.tanh(Math.atanh(r) + margin),
  ];
  return verdict({
    expected: "Plain images have the lowest errors, busy ones the highest",
    holds: isAbove({ interval }),
    because: `the rank correlation of how busy an image is with its MSE under ${title} is ` +
      `${r.toFixed(2)} (95 % interval ${formatInterval(interval, 2)}) over ${n} images`,
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

/** The way between two images in the latent space of `model`, and whether it is more than a blend. */
export async function interpolationResults(
  model: Pick<Reconstructor, "model" | "title">,
  from: Photo,
  to: Photo,
): Promise<[Picture, Markdown]> {
  const between = await interpolateImages(model, from, to);
  return [between.sheet, blendVerdict(between)];
}

/** Whether the image half way between two latent vectors is more than a blend of both. */
export function blendVerdict(
  { toBlend, apart }: { toBlend: number; apart: number },
): Markdown {
  const ratio = toBlend / apart;
  return verdict({
    expected: "Half way between two latent vectors the decoder does more than blend two images",
    holds: apart > 0 ? ratio > 0.1 : undefined,
    because: `the image half way differs from a linear blend by an MSE of ${toBlend.toFixed(4)}, ` +
      `${percent(apart > 0 ? ratio : 0)} of the MSE between the two ends`,
  });
}

/** MSE, PSNR, SSIM and colour of all reconstructions, and whether more dimensions have a lower error. */
export function reconstructionErrors(all: readonly Reconstruction[]): [Table, Markdown] {
  const of = (name: ModelName) => all.find(({ title }) => title === PRESETS[name].title);
  return [reconstructionTable(all), dimensionVerdict(of("plus_layer"), of("baseline"))];
}

/** Which detail comes back, from 64 pixels to one: a curve for each reconstruction of `images`. */
export function detailResults(
  all: readonly Reconstruction[],
  images: Uint8Array,
): [PlotlyFigure, Markdown] {
  const originals = imagesFromBytes(images);
  const models = all.map(({ title: name, images }) => {
    return { name, detail: detailKept(originals, imagesFromBytes(images)) };
  });
  const curves = lineChart({
    lines: models.map(({ name, detail }) => {
      const points = detail.map(({ side, kept }) => ({ x: side, value: kept }));
      return { name, kind: "model", points };
    }),
    xName: "Size of the detail (pixels)",
    metric: "Fraction that is kept",
    title: "Detail that survives, by size",
    subtitle: "100 %: all of it is there; 0 %: none",
    ...{ log: true, percent: true },
  });
  return [curves, detailVerdict(models)];
}

/** The `count` best and worst of one's reconstructions of `photos`, and whether busy ones are worst. */
export async function extremeResults(
  photos: readonly Photo[],
  looked: Reconstruction,
  count: number,
): Promise<[Picture, Markdown]> {
  const { best, worst } = extremes(looked.errors.mse, count);
  const sheet = await reconstructionSheet(photos, [looked], {
    places: [...best, ...worst],
    alt: `The ${best.length} best and the ${worst.length} worst reconstructions of ${looked.title}`,
    title: `${best.length} best, then ${worst.length} worst by MSE`,
  });
  return [sheet, busyVerdict(looked, photos.map(({ image }) => busyness(image)))];
}
