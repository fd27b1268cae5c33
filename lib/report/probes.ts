/** Images that no network has learned, and what models make of them, for appendix A2. */

import { IMAGE_BYTES, IMAGE_SIZE } from "../dataset/store/image_size.ts";
import { concatBytes } from "../io/bytes.ts";
import { mean } from "../io/mean.ts";
import { createRandom } from "../io/random.ts";
import { imagesFromBytes } from "../model/images.ts";
import { PRESETS } from "../runs/presets.ts";
import type { Markdown } from "../view/markdown.ts";
import { imageAt } from "../view/pictures/encode.ts";
import type { Photo } from "../view/pictures/photo.ts";
import { type Table, table } from "../view/table.ts";
import { verdict } from "../view/verdict.ts";
import { encoderLayers } from "./layers.ts";
import type { Reconstruction, Reconstructor } from "./reconstructions.ts";

const ROW = IMAGE_SIZE * 3;

/** An image, the same one pixel to the right, blank white, and noise. */
export function probeImages(image: Uint8Array, { seed }: { seed: number }): Photo[] {
  const random = createRandom(seed);
  const probe = (alt: string, image: Uint8Array) => ({ image, alt, caption: alt });
  return [
    probe("an image", image),
    probe("1 pixel right", Uint8Array.from(image, (_, i) => image[i % ROW < 3 ? i : i - 3]!)),
    probe("blank", new Uint8Array(IMAGE_BYTES).fill(255)),
    probe("noise", Uint8Array.from({ length: IMAGE_BYTES }, () => Math.floor(random() * 256))),
  ];
}

/** The images one after another, uint8 `[n, 128, 128, 3]`. */
export function stackImages(photos: readonly Photo[]): Uint8Array {
  return concatBytes(photos.map(({ image }) => image));
}

/** Standard deviation of all values, 0 to 255. */
function contrast(image: Uint8Array): number {
  const centre = mean(image);
  return Math.sqrt(mean(Float64Array.from(image, (value) => (value - centre) ** 2)));
}

/** Below this fraction of its contrast noise counts as gone; a blank image below this contrast as blank. */
const GONE = { noise: 0.5, blank: 13 };

/** Contrast and error of each reconstruction of `probeImages`, and whether noise and blank are as expected. */
export function probeResults(
  probes: readonly Photo[],
  all: readonly Reconstruction[],
): [Table, Markdown] {
  const rows = probes.flatMap(({ image, alt }, i) =>
    all.map(({ title, images, errors }) => ({
      probe: alt,
      title,
      before: contrast(image),
      after: contrast(imageAt(images, i)),
      mse: errors.mse[i]!,
    }))
  );
  const shown = table(rows, [
    "probe",
    { key: "title", label: "reconstruction" },
    { key: "before", label: "contrast of the probe", digits: 1 },
    { key: "after", label: "of the reconstruction", digits: 1 },
    { key: "mse", label: "MSE", digits: 4 },
  ], { caption: "Contrast: standard deviation of all values, 0 to 255" });
  const seen = all.map(({ title, images }) => ({
    title,
    noise: contrast(imageAt(images, 3)) / contrast(probes[3]!.image),
    blank: contrast(imageAt(images, 2)),
  }));
  const gone = verdict({
    expected: "Noise is reconstructed without its contrast, and a blank image nearly blank",
    holds: seen.every(({ noise, blank }) => noise < GONE.noise && blank < GONE.blank),
    because: seen.map(({ title, noise, blank }) =>
      `${title} leaves ${Math.round(noise * 100)} % of the contrast of noise, and ` +
      `${blank.toFixed(1)} on a blank image`
    ).join("; "),
  });
  return [shown, gone];
}

/** How far a shift by one pixel moves the latent vector of an image. */
export interface ShiftDistance {
  readonly title: string;
  /** Euclidean distance between the image and itself one pixel to the right. */
  readonly shifted: number;
  /** Median distance to other images. */
  readonly others: number;
}

/** Distances in the latent space of each model: the shifted image beside `others`. */
export async function shiftDistances(
  models: readonly Reconstructor[],
  probes: readonly Photo[],
  others: Uint8Array,
): Promise<ShiftDistance[]> {
  const distances: ShiftDistance[] = [];
  for (const { title, dim, model } of models) {
    if (!model) continue;
    const [both, rest] = [
      await model.encode(imagesFromBytes(stackImages(probes.slice(0, 2)))),
      await model.encode(imagesFromBytes(others)),
    ];
    const distance = (other: Float32Array) =>
      Math.sqrt(other.reduce((sum, value, i) => sum + (value - both[i]!) ** 2, 0));
    const far = Array.from(
      { length: rest.length / dim },
      (_, i) => distance(rest.subarray(i * dim, (i + 1) * dim)),
    ).sort((a, b) => a - b);
    distances.push({
      title,
      shifted: distance(both.subarray(dim)),
      others: far[Math.floor(far.length / 2)]!,
    });
  }
  return distances;
}

/**
 * Distances as a table, and whether a shift by one pixel moves every latent vector less than a tenth of
 * the way to others.
 */
export function shiftResults(distances: readonly ShiftDistance[]): [Table, Markdown] {
  const rows = distances.map((row) => ({ ...row, ratio: row.shifted / row.others }));
  const shown = table(rows, [
    { key: "title", label: "model" },
    { key: "shifted", label: "to the shifted image", digits: 3 },
    { key: "others", label: "median to other images", digits: 3 },
    { key: "ratio", digits: 3 },
  ]);
  const little = verdict({
    expected:
      "One pixel moves the latent vector little: less than a tenth of the way to other images",
    holds: rows.every(({ ratio }) => ratio < 0.1),
    because: rows.map(({ title, ratio }) => `${title} ${Math.round(100 * ratio)} % of it`)
      .join(", "),
  });
  return [shown, little];
}

/** Cosine similarity of a layer's channel means for an image and its mirror image. */
export interface FlipInvariance {
  readonly title: string;
  readonly layers: readonly { readonly name: string; readonly cosine: number }[];
}

/** How much each layer of the models notices that an image is mirrored. */
export async function flipInvariance(
  models: readonly Reconstructor[],
  image: Uint8Array,
): Promise<FlipInvariance[]> {
  const mirrored = Uint8Array.from(image, (_, i) => {
    const [row, x, c] = [Math.floor(i / ROW) * ROW, Math.floor(i / 3) % IMAGE_SIZE, i % 3];
    return image[row + (IMAGE_SIZE - 1 - x) * 3 + c]!;
  });
  const measured: FlipInvariance[] = [];
  for (const { title, model } of models) {
    if (!model) continue;
    const after = await encoderLayers(model, mirrored);
    const layers = (await encoderLayers(model, image)).map((layer, i) => ({
      name: layer.name,
      cosine: cosine(channelMeans(layer), channelMeans(after[i]!)),
    }));
    measured.push({ title, layers });
  }
  return measured;
}

function channelMeans(
  { values, channels }: { values: Float32Array; channels: number },
): Float64Array {
  const means = new Float64Array(channels);
  for (let i = 0; i < values.length; i++) {
    means[i % channels]! += values[i]! * channels / values.length;
  }
  return means;
}

function cosine(a: Float64Array, b: Float64Array): number {
  const dot = (x: Float64Array, y: Float64Array) => x.reduce((sum, it, i) => sum + it * y[i]!, 0);
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b)) || 0;
}

/** How much each layer of the +Layer networks notices a flip, and whether mirrored views help. */
export async function flipResults(
  models: readonly Reconstructor[],
  image: Uint8Array,
): Promise<[Table, Markdown]> {
  const alike = models.filter(({ model }) => model?.architecture.name === "plus_layer");
  const measured = await flipInvariance(alike, image);
  const { plus_layer: other, pretrained: trained } = PRESETS;
  const names = { trained: trained.title, other: other.title };
  return describeFlips(measured, names);
}

/** The table has every third layer. */
const EVERY = 3;

/**
 * Every third layer and the last, a column for each model; and whether the model that saw mirrored views
 * has the embedding that changes least.
 */
export function describeFlips(
  measured: readonly FlipInvariance[],
  { trained, other }: { trained: string; other: string },
): [Table, Markdown] {
  const layers = measured[0]?.layers ?? [];
  const rows = layers.map(({ name }, i) => ({
    layer: name,
    ...Object.fromEntries(measured.map(({ title, layers }) => [title, layers[i]!.cosine])),
  })).filter((_, i) => i % EVERY === 0 || i === layers.length - 1);
  const shown = table(rows, [
    "layer",
    ...measured.map(({ title }) => ({ key: title, digits: 3 })),
  ], { caption: "Cosine similarity of channel means, original against mirrored" });
  const last = (title: string) =>
    measured.find((model) => model.title === title)?.layers.at(-1)?.cosine;
  const [a, b] = [last(trained), last(other)];
  const expected = "An embedding trained on mirrored views changes less than one that is not";
  if (a === undefined || b === undefined) {
    const because = "this run has only one of the models";
    return [shown, verdict({ expected, holds: undefined, because })];
  }
  const less = verdict({
    expected,
    // One image says nothing of a small difference.
    holds: Math.abs(a - b) < 0.01 ? undefined : a > b,
    because: `the cosine similarity is ${a.toFixed(3)} for ${trained} and ${
      b.toFixed(3)
    } for ${other}`,
  });
  return [shown, less];
}
