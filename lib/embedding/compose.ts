/** Embeddings composed of encoders and descriptors, transforms and concatenation. */

import { IMAGE_BYTES } from "../dataset/store/image_size.ts";
import { concatenate, fusionScale } from "./concatenate.ts";
import { MAX_HELLINGER_DISTANCE } from "./discriminant_analysis.ts";
import type { Vectors } from "./embedding.ts";
import type { Encoder } from "./row_source.ts";
import { fitTransform, type TransformStep } from "./transforms.ts";

/** One part of a composition. */
export interface Part {
  /** A source by its name (an encoder or a descriptor), or a composition of several. */
  of: string | Composition;
  /** What its vectors go through, fitted on the index. @default none */
  steps?: readonly TransformStep[];
  /** Fusion weight beside the first part (`fusionScale`), which needs none itself. @default 1 */
  weight?: number;
}

/** A composed embedding as data: its parts are transformed, scaled and concatenated. */
export type Composition = readonly [Part, ...Part[]];

/** Vectors of the same images by source. */
export type SourceVectors = Readonly<Record<string, Vectors>>;

/** Options of `compose`. */
export interface ComposeOptions {
  /** Class of each image of the index, "" for none, where a part has the step "posteriors". */
  labels?: readonly string[];
  /**
   * Augmented copies of some images of the index, by source, and the image of each, where a part has
   * the step `instanceLda`.
   */
  copies?: { sources: SourceVectors; rows: ArrayLike<number> } | undefined;
  /** Seed of the fits. @default 1 */
  seed?: number;
}

/** What a composition, or a part of one, was fitted to. */
interface Fitted {
  /** Its vectors of the index. */
  index: Vectors;
  embed(sources: SourceVectors): Promise<Vectors>;
}

/** A fitted composition: it embeds the index, queries and new images by the same code. */
export class ComposedEmbedding {
  /** Use `compose`. */
  constructor(readonly composition: Composition, private readonly fitted: Fitted) {}

  /** The composed vectors of the index that it was fitted on. */
  get index(): Vectors {
    return this.fitted.index;
  }

  /**
   * The composed vectors of images, `[n, dim]`: of an image the same to the bit, whatever the others are.
   *
   * @param sources vectors of the images, by each source that the composition names
   * @throws {RangeError} if one is missing
   */
  async embed(sources: SourceVectors): Promise<Vectors> {
    return await this.fitted.embed(sources);
  }

  /**
   * The composed vectors of images, `[n, dim]`.
   *
   * @param images uint8 `[n, 128, 128, 3]`, RGB; n is 1 or more
   * @param encoders of each source that the composition names
   * @throws {RangeError} if one is missing
   */
  async embedImages(
    images: Uint8Array,
    encoders: Readonly<Record<string, Encoder>>,
  ): Promise<Vectors> {
    const sources: Record<string, Vectors> = {};
    for (const name of sourcesOf(this.composition)) {
      const vectors = await named(encoders, name)(images);
      sources[name] = { vectors, dim: vectors.length / (images.length / IMAGE_BYTES) };
    }
    return await this.embed(sources);
  }
}

/**
 * Fit `composition` on the index.
 *
 * @param index vectors of the images of the index, by each source that the composition names
 * @throws {RangeError} if a source is missing, a weight is below 0, there are fewer than two images
 *   where parts are concatenated, or a transform cannot be fitted (`fitTransform`)
 *
 * @example
 * ```ts
 * import { compose } from "lookalike";
 *
 * const index = {
 *   encoder: { dim: 2, vectors: Float32Array.of(1, 0, 3, 0) },
 *   thumbnail: { dim: 1, vectors: Float32Array.of(0, 1) },
 * };
 * const parts = [{ of: "encoder", steps: ["centre"] }, { of: "thumbnail", weight: 1 }] as const;
 * const composed = await compose(parts, index);
 * composed.index; // { dim: 3, vectors: [-1, 0, 0, 1, 0, 2] }
 * const query = {
 *   encoder: { dim: 2, vectors: Float32Array.of(2, 1) },
 *   thumbnail: { dim: 1, vectors: Float32Array.of(0.5) },
 * };
 * await composed.embed(query); // { dim: 3, vectors: [0, 1, 1] }
 * ```
 */
export async function compose(
  composition: Composition,
  index: SourceVectors,
  options: ComposeOptions = {},
): Promise<ComposedEmbedding> {
  const fitted = await fitParts(composition, { index, options, fitted: new Map() });
  return new ComposedEmbedding(composition, fitted);
}

/** What compositions are fitted on, and those that were fitted: one that stands twice is fitted once. */
interface Fit {
  index: SourceVectors;
  options: ComposeOptions;
  fitted: Map<Composition, Fitted>;
}

async function fitParts(composition: Composition, fit: Fit): Promise<Fitted> {
  const known = fit.fitted.get(composition);
  if (known) return known;
  const [first, ...others] = composition;
  const start = await fitPart(first, fit);
  let whole = start;
  for (const part of others) {
    const [before, next] = [whole, await fitPart(part, fit)];
    // Posteriors of a typical pair are hardly apart, or not at all: they count by what is possible.
    const supervised = part.steps?.at(-1) === "posteriors";
    const typical = supervised ? MAX_HELLINGER_DISTANCE : next.index;
    const scale = fusionScale(start.index, typical, part.weight ?? 1);
    whole = {
      index: concatenate(before.index, next.index, scale),
      embed: async (sources) =>
        concatenate(await before.embed(sources), await next.embed(sources), scale),
    };
  }
  fit.fitted.set(composition, whole);
  return whole;
}

async function fitPart({ of, steps = [] }: Part, fit: Fit): Promise<Fitted> {
  const { index, options } = fit;
  const input: Fitted = typeof of !== "string" ? await fitParts(of, fit) : {
    index: named(index, of),
    embed: (sources) => Promise.resolve(named(sources, of)),
  };
  const { vectors, dim } = input.index;
  const { labels, seed } = options;
  const { sources, rows } = options.copies ?? { sources: {}, rows: [] };
  const copies = steps.some(isInstanceLda) ? { ...await input.embed(sources), rows } : undefined;
  const transform = await fitTransform(steps, vectors, { dim, labels, copies, seed });
  const apply = async ({ vectors }: Vectors): Promise<Vectors> => {
    return { vectors: await transform.apply(vectors), dim: transform.outputDim };
  };
  return {
    index: await apply(input.index),
    embed: async (sources) => await apply(await input.embed(sources)),
  };
}

/** Whether a composition is fitted with augmented copies. */
export function needsCopies(composition: Composition): boolean {
  return composition.some(({ of, steps = [] }) =>
    steps.some(isInstanceLda) || typeof of !== "string" && needsCopies(of)
  );
}

function isInstanceLda(step: TransformStep): boolean {
  return typeof step !== "string" && "instanceLda" in step;
}

/** Names of all sources of a composition. */
export function sourcesOf(composition: Composition): Set<string> {
  return new Set(composition.flatMap(({ of }) => typeof of === "string" ? of : [...sourcesOf(of)]));
}

function named<T>(sources: Readonly<Record<string, T>>, name: string): T {
  const source = Object.hasOwn(sources, name) ? sources[name] : undefined;
  if (source !== undefined) return source;
  throw new RangeError(
    `Cannot embed images as there must be a source "${name}": ` +
      `current sources are ${Object.keys(sources).map((name) => `"${name}"`).join(", ")}`,
  );
}
