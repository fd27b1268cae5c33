/**
 * Images and what models and PCA make of them, for notebooks 02 and 03: `openReconstructors`,
 * `reconstructAll`, `reconstructionSheet`, `reconstructionTable`, `interpolationSheet`.
 */

import { IMAGE_BYTES } from "../dataset/store/image_size.ts";
import type { ImageStore } from "../dataset/store/image_store.ts";
import { applyPca, fitPca, invertPca } from "../embedding/pca.ts";
import { arraySource, imageRows } from "../embedding/row_source.ts";
import { concatBytes } from "../io/bytes.ts";
import { mean } from "../io/mean.ts";
import { shuffledIndices } from "../io/random.ts";
import { compareReconstructions, type ReconstructionErrors } from "../metrics/reconstruction.ts";
import type { Autoencoder } from "../model/autoencoder.ts";
import { bytesFromImages, imagesFromBytes } from "../model/images.ts";
import { createExperiment } from "../runs/experiment.ts";
import { type ModelName, PRESETS } from "../runs/presets.ts";
import type { Settings } from "../runs/settings.ts";
import { openTrained } from "../runs/trained.ts";
import type { Picture } from "../view/picture.ts";
import { imageAt } from "../view/pictures/encode.ts";
import type { Photo } from "../view/pictures/photo.ts";
import { photoGrid, photoSheet } from "../view/pictures/sheet.ts";
import { type Table, table } from "../view/table.ts";

/** Something that compresses an image and reconstructs it. */
export interface Reconstructor {
  /** For people: "PCA-64". */
  readonly title: string;
  /** Dimensions of the code. */
  readonly dim: number;
  /** Images, uint8 `[n, 128, 128, 3]`, as they are reconstructed: float32, in [-1, 1]. */
  reconstruct(images: Uint8Array): Promise<Float32Array>;
  /** The model's weights; undefined of PCA. */
  readonly model?: Autoencoder;
  /** The model of the run that it is; undefined of PCA. */
  readonly preset?: ModelName;
}

/** Most training images that PCA is fitted on: more change little, and each takes 200 KB. */
const FITTED = 1000;

/** Most principal components. */
const COMPONENTS = 64;

/** The first 64 principal components, fitted on training images of `store`. */
export async function pcaReconstructor(
  store: ImageStore,
  { seed }: { seed: number },
): Promise<Reconstructor> {
  const known = store.rowsOf("train");
  const order = shuffledIndices(known.length, seed).subarray(0, FITTED);
  const rows = imageRows(store, Uint32Array.from(order, (i) => known[i]!).sort());
  const dim = Math.min(COMPONENTS, rows.count);
  const pca = await fitPca(rows, dim, { seed });
  return {
    title: `PCA-${dim}`,
    dim,
    async reconstruct(images) {
      const scores = await applyPca(pca, arraySource(images, IMAGE_BYTES));
      const values = await invertPca(pca, scores);
      return values.map((value) => Math.min(1, Math.max(-1, value / 127.5 - 1)));
    },
  };
}

/** The models of a run, trained here or pretrained; the caller disposes their `model`. */
export async function openReconstructors(
  settings: Settings,
  names: readonly ModelName[] = settings.models,
): Promise<Reconstructor[]> {
  const opened: Reconstructor[] = [];
  for (const name of names) {
    const { model } = await openTrained(createExperiment(settings, name));
    opened.push({
      title: PRESETS[name].title,
      dim: model.latentDim,
      reconstruct: (images) => model.reconstruct(imagesFromBytes(images)),
      model,
      preset: name,
    });
  }
  return opened;
}

/** What one of them made of some images, and how near it came. */
export interface Reconstruction {
  readonly title: string;
  readonly dim: number;
  /** uint8 `[n, 128, 128, 3]`. */
  readonly images: Uint8Array;
  readonly errors: ReconstructionErrors;
  /** As `colourKept`. */
  readonly colour: number;
}

/** `images`, uint8 `[n, 128, 128, 3]`, as each of `reconstructors` reconstructs them. */
export async function reconstructAll(
  reconstructors: readonly Reconstructor[],
  images: Uint8Array,
): Promise<Reconstruction[]> {
  const originals = imagesFromBytes(images);
  const all: Reconstruction[] = [];
  for (const { title, dim, reconstruct } of reconstructors) {
    const decoded = await reconstruct(images);
    const bytes = bytesFromImages(decoded);
    all.push({
      title,
      dim,
      images: bytes,
      errors: compareReconstructions(originals, decoded),
      colour: colourKept(images, bytes),
    });
  }
  return all;
}

/**
 * How much of the colour of `originals` is in `images`: 1 less the squared error of R - Y and B - Y,
 * with Y the luma, over their squares. 1 is all of it, 0 is grey, and less is colour that is wrong.
 */
export function colourKept(originals: Uint8Array, images: Uint8Array): number {
  let [energy, error] = [0, 0];
  for (let i = 0; i < originals.length; i += 3) {
    const [r, b] = colourAt(originals, i);
    const [r2, b2] = colourAt(images, i);
    energy += r ** 2 + b ** 2;
    error += (r - r2) ** 2 + (b - b2) ** 2;
  }
  return energy === 0 ? NaN : 1 - error / energy;
}

function colourAt(images: Uint8Array, i: number): [redness: number, blueness: number] {
  const [r, g, b] = [images[i]!, images[i + 1]!, images[i + 2]!];
  const luma = 0.299 * r + 0.587 * g + 0.114 * b;
  return [r - luma, b - luma];
}

/** Some images above their reconstructions: a row for each that reconstructed them. */
export async function reconstructionSheet(
  photos: readonly Photo[],
  reconstructions: readonly Reconstruction[],
  { places = [...photos.keys()], ...options }: {
    /** Which of the images. @default all */
    places?: readonly number[];
    alt: string;
    title?: string;
    side?: number;
  },
): Promise<Picture> {
  const rows = reconstructions.map(({ title: head, images }) => ({
    head,
    photos: places.map((i) => ({ image: imageAt(images, i), alt: head })),
  }));
  const originals = places.map((i) => ({ ...photos[i]!, caption: [] }));
  return await photoSheet([{ rows: [{ head: "Original", photos: originals }, ...rows] }], options);
}

/** Means over all images, the lowest error first. */
export function reconstructionTable(reconstructions: readonly Reconstruction[]): Table {
  const rows = reconstructions.map(({ title, dim, errors, colour }) => ({
    title,
    dim,
    mse: mean(errors.mse),
    psnr: mean(errors.psnr),
    ssim: mean(errors.ssim),
    colour,
  })).sort((a, b) => a.mse - b.mse);
  return table(rows, [
    { key: "title", label: "reconstruction" },
    { key: "dim", label: "dimensions" },
    { key: "mse", label: "MSE", digits: 4 },
    { key: "psnr", label: "PSNR (dB)", digits: 2 },
    { key: "ssim", label: "SSIM", digits: 3 },
    { key: "colour", label: "colour kept", digits: 2 },
  ], { caption: `Means over ${reconstructions[0]?.errors.mse.length ?? 0} held-out images` });
}

/** Places of up to `count` photos, each of another category, in order. */
export function onePerCategory(photos: readonly Photo[], count: number): number[] {
  const seen = new Set<string>();
  return [...photos.keys()].filter((i) => {
    const category = String(photos[i]!.caption);
    if (seen.has(category) || seen.size >= count) return false;
    seen.add(category);
    return true;
  });
}

/** The places of the `count` lowest and of the `count` highest errors, the extreme ones first. */
export function extremes(
  errors: ArrayLike<number>,
  count: number,
): { best: number[]; worst: number[] } {
  const order = Array.from({ length: errors.length }, (_, i) => i)
    .sort((a, b) => errors[a]! - errors[b]! || a - b);
  return { best: order.slice(0, count), worst: order.toReversed().slice(0, count) };
}

/**
 * The way from one image to another in the latent space of `model`, with both images at its ends.
 *
 * @returns `toBlend` is the MSE between the image half way and the mean of the two at the ends, `apart`
 *   that between these two
 */
export async function interpolateImages(
  { model, title }: Pick<Reconstructor, "model" | "title">,
  from: Photo,
  to: Photo,
): Promise<{ sheet: Picture; toBlend: number; apart: number }> {
  if (!model) throw new TypeError(`Cannot interpolate as "${title}" must be a model`);
  const steps = [0, 0.25, 0.5, 0.75, 1];
  const ends = await model.encode(imagesFromBytes(concatBytes([from.image, to.image])));
  const dim = model.latentDim;
  const path = Float32Array.from({ length: steps.length * dim }, (_, i) => {
    const step = steps[Math.floor(i / dim)]!;
    return (1 - step) * ends[i % dim]! + step * ends[dim + i % dim]!;
  });
  const decoded = await model.decode(path);
  const images = bytesFromImages(decoded);
  const photos = steps.map((step, i) => ({
    image: imageAt(images, i),
    alt: `${step}`,
    caption: `${step * 100} %`,
  }));
  const shown = [{ ...from, caption: "image A" }, ...photos, { ...to, caption: "image B" }];
  const alt =
    `An image, five reconstructions on the way between two latent vectors of ${title}, and ` +
    "another image";
  const at = (i: number) => decoded.subarray(i * IMAGE_BYTES, (i + 1) * IMAGE_BYTES);
  const blend = at(0).map((value, i) => (value + at(4)[i]!) / 2);
  return {
    sheet: await photoGrid(shown, { alt }),
    toBlend: compareReconstructions(blend, at(2)).mse[0]!,
    apart: compareReconstructions(at(0), at(4)).mse[0]!,
  };
}
