/** The compositions that evaluation, search and export share. */

import type { Composition, Part } from "./compose.ts";
import { colourGrid, colourHistogram, thumbnailDescriptor } from "./descriptors.ts";
import { hogDescriptor } from "./hog.ts";
import type { Encoder } from "./row_source.ts";
import type { TransformStep } from "./transforms.ts";

/** Descriptors by name: embeddings that need no training. */
export const DESCRIPTORS = {
  "16 x 16 pixels": (images) => thumbnailDescriptor(images),
  "16 x 16 pixels, mirrored": (images) => thumbnailDescriptor(images, { mirrored: true }),
  "colour histogram": (images) => colourHistogram(images),
  "colour grid": (images) => colourGrid(images),
  HOG: (images) => hogDescriptor(images),
  "HOG, 64 px": (images) => hogDescriptor(images, { size: 64, cell: 8 }),
  "HOG, 32 px": (images) => hogDescriptor(images, { size: 32, cell: 4 }),
} as const satisfies Record<string, Encoder>;

/** Name of the residual network that comes with the project. */
export const SEARCH_NETWORK = "Residual network";

/** Whether a source is computed of images without a model of a run: a descriptor, or that network. */
export function isDescriptor(source: string): boolean {
  return Object.hasOwn(DESCRIPTORS, source) || source === SEARCH_NETWORK;
}

/**
 * What is fused for search, each with its weight beside the first: what was best among the training
 * photos of the clothing data set, without those of the query's sender. An evaluation may choose weights
 * of its own.
 */
export const FUSED_WEIGHTS: Readonly<Record<string, number>> = {
  "HOG, 64 px": 1,
  "HOG, 32 px": 0.5,
  "16 x 16 pixels, mirrored": 0.3,
  "colour grid": 0.1,
  [SEARCH_NETWORK]: 0.75,
};

/** Dimensions that are kept of each part: of descriptors, 64 and 256 were alike or worse. */
const PART_DIMENSIONS = 128;

/**
 * One part of the fused embedding, L2-normalised: a descriptor through instance LDA, the network
 * whitened, as it has learned from augmented copies itself.
 *
 * @param images in the index
 */
export function fusedPart(of: string, images: number, weight = 1): Part {
  const whiten = Math.min(PART_DIMENSIONS, Math.max(2, Math.floor(images / 2)));
  const step = of in DESCRIPTORS ? { instanceLda: PART_DIMENSIONS } : { whiten };
  return { of, steps: [step, "l2"], weight };
}

/**
 * Outlines at two resolutions, pixels, colours and the network, concatenated.
 *
 * @param images in the index
 * @param weights of the parts beside the first, by name; 0: left out
 */
export function fusedComposition(
  images: number,
  weights: Readonly<Record<string, number>> = FUSED_WEIGHTS,
): Composition {
  const names = Object.keys(FUSED_WEIGHTS);
  return fusedParts(names.map((of, i) => fusedPart(of, images, i === 0 ? 1 : weights[of])));
}

/** The parts concatenated, without those of weight 0. */
export function fusedParts([first, ...others]: readonly Part[]): Composition {
  return [first!, ...others.filter(({ weight }) => weight !== 0)];
}

/** Options of `searchComposition`. */
export interface SearchOptions {
  /** Images in the index. */
  images: number;
  /**
   * Dimensions that each source is whitened to before L2 normalisation; 0: neither. At most half as
   * many as images: whitened to as many, all would be equally far from each other.
   *
   * @default 64
   */
  whitenTo?: number;
  /** Fusion weights of further sources by name, beside the encoder; 0: left out. @default none */
  fused?: Readonly<Record<string, number>>;
}

/**
 * An encoder's vectors, whitened and L2-normalised, those of `fused` sources concatenated with them.
 *
 * @param encoder name of its source
 */
export function searchComposition(
  encoder: string,
  { images, whitenTo = 64, fused = {} }: SearchOptions,
): Composition {
  const most = Math.max(2, Math.floor(images / 2));
  const steps: TransformStep[] = whitenTo > 0 ? [{ whiten: Math.min(whitenTo, most) }, "l2"] : [];
  const weights = Object.entries(fused).filter(([, weight]) => weight !== 0);
  return [{ of: encoder, steps }, ...weights.map(([of, weight]): Part => ({ of, steps, weight }))];
}

/**
 * A composition, and behind it the class posteriors of its vectors: images certainly of another class
 * than the query's are as much farther away as a typical pair is apart.
 */
export function withPosteriors(composition: Composition): Composition {
  return [{ of: composition }, { of: composition, steps: ["posteriors"], weight: 1 }];
}
