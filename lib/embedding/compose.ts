/** Embeddings composed of encoders and descriptors, transforms and concatenation. */

import type { KeptTensors } from "../backend/kept_tensors.ts";
import { ownValue } from "../io/own_value.ts";
import { IMAGE_BYTES } from "../dataset/store/image_size.ts";
import { MAX_POSTERIOR_DISTANCE } from "./class_posteriors.ts";
import { concatenate, fusionScale } from "./concatenate.ts";
import type { Vectors } from "./embedding.ts";
import type { Encoder } from "./row_source.ts";
import { fitTransform, type StepParameters, Transform, type TransformStep } from "./transforms.ts";

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

/** A part with what it was fitted to. */
interface FittedPart {
  /** A source by its name, or the parts of a composition. */
  of: string | readonly FittedPart[];
  transform: Transform;
  /** Its scale beside the parts before it. */
  scale: number;
}

/** What a part was fitted to, as data. */
export interface PartParameters {
  /** Dimensions of a vector that goes into its steps. */
  inputDim: number;
  /** Of each of its steps. */
  steps: readonly StepParameters[];
  /** Its scale beside the parts before it. */
  scale: number;
}

/** A fitted composition: it embeds the index, queries and new images by the same code. */
export class ComposedEmbedding {
  /** Use `compose`, or `restoreComposition`. */
  constructor(
    readonly composition: Composition,
    private readonly parts: readonly FittedPart[],
    /** The composed vectors of the index that it was fitted on. */
    readonly index: Vectors,
  ) {}

  /** What its parts were fitted to, each once, for `restoreComposition`. */
  get parameters(): PartParameters[] {
    return parametersOf(this.parts);
  }

  /**
   * The composed vectors of images, `[n, dim]`: of an image the same to the bit, whatever the others are.
   *
   * @param sources vectors of the images, by each source that the composition names
   * @param kept tensors that serve further calls. @default those of this call
   * @throws {RangeError} if one is missing
   */
  async embed(sources: SourceVectors, kept?: KeptTensors): Promise<Vectors> {
    return await embedParts(this.parts, sources, { kept });
  }

  /**
   * The composed vectors of images, `[n, dim]`.
   *
   * @param images uint8 `[n, 128, 128, 3]`, RGB; n is 1 or more
   * @param encoders of each source that the composition names
   * @param kept as of `embed`
   * @throws {RangeError} if one is missing
   */
  async embedImages(
    images: Uint8Array,
    encoders: Readonly<Record<string, Encoder>>,
    kept?: KeptTensors,
  ): Promise<Vectors> {
    const sources: Record<string, Vectors> = {};
    for (const name of sourcesOf(this.composition)) {
      const vectors = await named(encoders, name)(images);
      sources[name] = { vectors, dim: vectors.length / (images.length / IMAGE_BYTES) };
    }
    return await this.embed(sources, kept);
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
  return new ComposedEmbedding(composition, fitted.parts, fitted.index);
}

/**
 * A composition that was fitted before, from its `parameters`: it embeds to the same bits.
 *
 * @param index the composed vectors of the index
 * @throws {RangeError} if the parameters are of another composition
 */
export function restoreComposition(
  composition: Composition,
  parameters: readonly PartParameters[],
  index: Vectors,
): ComposedEmbedding {
  const rest = [...parameters];
  const parts = restoreParts(composition, rest);
  if (rest.length === 0) return new ComposedEmbedding(composition, parts, index);
  throw otherParts();
}

function restoreParts(
  composition: Composition,
  rest: PartParameters[],
  known = new Map<Composition, FittedPart[]>(),
): FittedPart[] {
  const parts = known.get(composition) ?? composition.map(({ of, steps = [] }): FittedPart => {
    const inner = typeof of === "string" ? of : restoreParts(of, rest, known);
    const own = rest.shift();
    if (own?.steps.length !== steps.length) throw otherParts();
    const { inputDim, scale } = own;
    return { of: inner, transform: new Transform(inputDim, steps, own.steps), scale };
  });
  known.set(composition, parts);
  return parts;
}

function otherParts(): RangeError {
  return new RangeError("Cannot restore composition as the parameters must be of its parts");
}

/** Of each part once, inner parts first. */
function parametersOf(
  parts: readonly FittedPart[],
  seen = new Set<readonly FittedPart[]>(),
): PartParameters[] {
  if (seen.has(parts)) return [];
  seen.add(parts);
  return parts.flatMap(({ of, transform: { inputDim, parameters: steps }, scale }) => {
    return [...(typeof of === "string" ? [] : parametersOf(of, seen)), { inputDim, steps, scale }];
  });
}

/**
 * What the parts make of images, one part after the other.
 *
 * @param options.made what was made already: a composition that stands twice embeds once
 */
async function embedParts(
  parts: readonly FittedPart[],
  sources: SourceVectors,
  { kept, made = new Map() }: { kept?: KeptTensors; made?: Map<readonly FittedPart[], Vectors> } =
    {},
): Promise<Vectors> {
  let whole = made.get(parts);
  if (whole) return whole;
  for (const { of, transform, scale } of parts) {
    const { vectors } = typeof of === "string"
      ? named(sources, of)
      : await embedParts(of, sources, { kept, made });
    const next = { vectors: await transform.apply(vectors, kept), dim: transform.outputDim };
    whole = whole ? concatenate(whole, next, scale) : next;
  }
  made.set(parts, whole!);
  return whole!;
}

/** Parts, and the vectors that they make of the index. */
interface Fitted {
  parts: FittedPart[];
  index: Vectors;
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
  const parts: FittedPart[] = [];
  let start: Vectors | undefined;
  let whole: Vectors | undefined;
  for (const part of composition) {
    const { index, ...fitted } = await fitPart(part, fit);
    if (!start || !whole) {
      parts.push({ ...fitted, scale: 1 });
      start = whole = index;
      continue;
    }
    // Posteriors of a typical pair are hardly apart, or not at all: they count by what is possible.
    const supervised = part.steps?.at(-1) === "posteriors";
    const scale = fusionScale(start, supervised ? MAX_POSTERIOR_DISTANCE : index, part.weight ?? 1);
    parts.push({ ...fitted, scale });
    whole = concatenate(whole, index, scale);
  }
  const fitted = { parts, index: whole! };
  fit.fitted.set(composition, fitted);
  return fitted;
}

async function fitPart(
  { of, steps = [] }: Part,
  fit: Fit,
): Promise<Omit<FittedPart, "scale"> & { index: Vectors }> {
  const { index, options: { labels, seed, copies: given = NO_COPIES } } = fit;
  const inner = typeof of === "string" ? undefined : await fitParts(of, fit);
  const { vectors, dim } = inner?.index ?? named(index, of as string);
  const embedCopies = async () =>
    inner ? await embedParts(inner.parts, given.sources) : named(given.sources, of as string);
  const copies = steps.some(isInstanceLda)
    ? { ...await embedCopies(), rows: given.rows }
    : undefined;
  const transform = await fitTransform(steps, vectors, { dim, labels, copies, seed });
  return {
    of: inner?.parts ?? of as string,
    transform,
    index: { vectors: await transform.apply(vectors), dim: transform.outputDim },
  };
}

const NO_COPIES = { sources: {}, rows: [] };

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
  const source = ownValue(sources, name);
  if (source !== undefined) return source;
  throw new RangeError(
    `Cannot embed images as there must be a source "${name}": ` +
      `current sources are ${Object.keys(sources).map((name) => `"${name}"`).join(", ")}`,
  );
}
