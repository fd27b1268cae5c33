/** Embeddings composed of encoders and descriptors, transforms and concatenation. */

import { IMAGE_BYTES } from "../dataset/store/image_size.ts";
import { concatenate, fusionScale } from "./concatenate.ts";
import { MAX_HELLINGER_DISTANCE } from "./discriminant_analysis.ts";
import type { Vectors } from "./embedding.ts";
import type { Encoder } from "./row_source.ts";
import { openTransform } from "./transform_file.ts";
import { fitTransform, type Transform, type TransformStep } from "./transforms.ts";

/** One part of a composition. */
export interface Part {
  /** A source by its name (an encoder or a descriptor), or a composition of several. */
  of: string | Composition;
  /** What its vectors go through, fitted on the index. @default none */
  steps?: readonly TransformStep[];
  /** Fusion weight beside all parts before it (`fusionScale`); the first part needs none. @default 1 */
  weight?: number;
}

/**
 * A composed embedding as data: the vectors of its parts are transformed, scaled and concatenated.
 *
 * @example
 * ```ts
 * import type { Composition } from "lookalike";
 *
 * const composition: Composition = [
 *   { of: "encoder", steps: [{ whiten: 64 }, "l2"] },
 *   { of: "thumbnail", steps: [{ whiten: 64 }, "l2"], weight: 0.5 },
 * ];
 * ```
 */
export type Composition = readonly [Part, ...Part[]];

/** Vectors of the same images by source. */
export type SourceVectors = Readonly<Record<string, Vectors>>;

/** Options of `compose`. */
export interface ComposeOptions {
  /** Class of each image of the index, "" for none, where a part has the step "posteriors". */
  labels?: readonly string[];
  /** Seed of the fits. @default 1 */
  seed?: number;
  /** Folders by source: there the transforms of its parts are saved, and read again. @default none */
  directories?: Readonly<Record<string, string>>;
}

interface FittedPart {
  of: string | readonly FittedPart[];
  transform: Transform;
  scale: number;
}

/** A composition that is fitted: it embeds the index, queries and new images by the same code. */
export class ComposedEmbedding {
  /** Use `compose`. */
  constructor(
    readonly composition: Composition,
    private readonly parts: readonly FittedPart[],
    /** Dimensions of a vector. */
    readonly dim: number,
  ) {}

  /**
   * The composed vectors of images, `[n, dim]`.
   *
   * @param sources vectors of the images, by each source that the composition names
   * @throws {RangeError} if one is missing
   */
  async embed(sources: SourceVectors): Promise<Vectors> {
    return await embedParts(this.parts, sources);
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
    const count = images.length / IMAGE_BYTES;
    for (const name of sourcesOf(this.composition)) {
      const vectors = await named(encoders, name)(images);
      sources[name] = { vectors, dim: vectors.length / count };
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
 * const index = { encoder: { dim: 2, vectors: Float32Array.of(1, 0, 3, 0) } };
 * const centred = await compose([{ of: "encoder", steps: ["centre"] }], index);
 * const query = { encoder: { dim: 2, vectors: Float32Array.of(2, 1) } };
 * await centred.embed(query); // { dim: 2, vectors: [0, 1] }
 * ```
 */
export async function compose(
  composition: Composition,
  index: SourceVectors,
  options: ComposeOptions = {},
): Promise<ComposedEmbedding> {
  const { parts, embedded } = await fitParts(composition, index, options);
  return new ComposedEmbedding(composition, parts, embedded.dim);
}

/** The fitted parts, and what they make of the index. */
async function fitParts(
  composition: Composition,
  index: SourceVectors,
  options: ComposeOptions,
): Promise<{ parts: FittedPart[]; embedded: Vectors }> {
  const [{ of, steps = [] }, ...others] = composition;
  const first = await fitPart(of, steps, index, options);
  const parts: FittedPart[] = [{ ...first.part, scale: 1 }];
  let { embedded } = first;
  for (const { of, steps = [], weight = 1 } of others) {
    const next = await fitPart(of, steps, index, options);
    // Posteriors of a typical pair are hardly apart, or not at all: they count by what is possible.
    const typical = steps.at(-1) === "posteriors" ? MAX_HELLINGER_DISTANCE : next.embedded;
    const scale = fusionScale(embedded, typical, weight);
    parts.push({ ...next.part, scale });
    embedded = concatenate(embedded, next.embedded, scale);
  }
  return { parts, embedded };
}

async function fitPart(
  of: string | Composition,
  steps: readonly TransformStep[],
  index: SourceVectors,
  options: ComposeOptions,
): Promise<{ part: Omit<FittedPart, "scale">; embedded: Vectors }> {
  const inner = typeof of === "string"
    ? { parts: of, embedded: named(index, of) }
    : await fitParts(of, index, options);
  const { labels, seed, directories = {} } = options;
  const supervised = steps.includes("posteriors");
  const fit = { ...inner.embedded, seed, labels: supervised ? labels : undefined };
  const directory = directories[firstSource(of)];
  const transform = directory === undefined || steps.length === 0
    ? await fitTransform(steps, fit.vectors, fit)
    : await openTransform({ directory, steps, ...fit });
  return {
    part: { of: inner.parts, transform },
    embedded: await applied(transform, inner.embedded),
  };
}

async function embedParts(
  [first, ...others]: readonly FittedPart[],
  sources: SourceVectors,
): Promise<Vectors> {
  const embed = async ({ of, transform }: FittedPart) => {
    return await applied(
      transform,
      typeof of === "string" ? named(sources, of) : await embedParts(of, sources),
    );
  };
  let embedded = await embed(first!);
  for (const part of others) embedded = concatenate(embedded, await embed(part), part.scale);
  return embedded;
}

async function applied(transform: Transform, { vectors }: Vectors): Promise<Vectors> {
  return { vectors: await transform.apply(vectors), dim: transform.outputDim };
}

/** Names of all sources of a composition. */
function sourcesOf(composition: Composition): Set<string> {
  return new Set(composition.flatMap(({ of }) => typeof of === "string" ? of : [...sourcesOf(of)]));
}

function firstSource(of: string | Composition): string {
  return typeof of === "string" ? of : firstSource(of[0].of);
}

function named<T>(sources: Readonly<Record<string, T>>, name: string): T {
  const source = Object.hasOwn(sources, name) ? sources[name] : undefined;
  if (source !== undefined) return source;
  throw new RangeError(
    `Cannot embed images as there must be a source "${name}": ` +
      `current sources are ${Object.keys(sources).map((name) => `"${name}"`).join(", ")}`,
  );
}
