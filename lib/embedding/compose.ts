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
interface FittedPart extends Pick<Part, "of"> {
  transform: Transform;
  /** Its scale beside the parts before it. */
  scale: number;
}

/** The parts of a composition and of those within it, in the order of `within`. */
type FittedParts = ReadonlyMap<Composition, readonly FittedPart[]>;

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
    private readonly fitted: FittedParts,
    /** The composed vectors of the index that it was fitted on. */
    readonly index: Vectors,
  ) {}

  /** What its parts were fitted to, each once, for `restoreComposition`. */
  get parameters(): PartParameters[] {
    const parts = [...this.fitted.values()].flat();
    return parts.map(({ transform: { inputDim, parameters: steps }, scale }) => {
      return { inputDim, steps, scale };
    });
  }

  /**
   * The composed vectors of images, `[n, dim]`: of an image the same to the bit, whatever the others are.
   *
   * @param sources vectors of the images, by each source that the composition names
   * @param kept tensors that serve further calls. @default those of this call
   * @throws {RangeError} if one is missing
   */
  async embed(sources: SourceVectors, kept?: KeptTensors): Promise<Vectors> {
    return await embedParts(this.fitted, sources, kept);
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
  { labels, copies: { sources, rows } = NO_COPIES, seed }: ComposeOptions = {},
): Promise<ComposedEmbedding> {
  const fitted = new Map<Composition, FittedPart[]>();
  const made = new Map<Composition, Vectors>();
  const copiesOf = async (of: Part["of"]) => {
    if (typeof of === "string") return named(sources, of);
    return await embedParts(
      new Map([...within(of)].map((each) => [each, fitted.get(each)!])),
      sources,
    );
  };
  for (const each of within(composition)) {
    const parts: FittedPart[] = [];
    let start: Vectors | undefined;
    let whole: Vectors | undefined;
    for (const { of, steps = [], weight = 1 } of each) {
      const { vectors, dim } = typeof of === "string" ? named(index, of) : made.get(of)!;
      const copies = steps.some(isInstanceLda) ? { ...await copiesOf(of), rows } : undefined;
      const transform = await fitTransform(steps, vectors, { dim, labels, copies, seed });
      const next = { vectors: await transform.apply(vectors), dim: transform.outputDim };
      if (!start || !whole) {
        parts.push({ of, transform, scale: 1 });
        start = whole = next;
        continue;
      }
      // Posteriors of a typical pair are hardly apart, or not at all: they count by what is possible.
      const typical = steps.at(-1) === "posteriors" ? MAX_POSTERIOR_DISTANCE : next;
      const scale = fusionScale(start, typical, weight);
      parts.push({ of, transform, scale });
      whole = concatenate(whole, next, scale);
    }
    fitted.set(each, parts);
    made.set(each, whole!);
  }
  return new ComposedEmbedding(composition, fitted, made.get(composition)!);
}

const NO_COPIES = { sources: {}, rows: [] };

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
  const otherParts = "Cannot restore composition as the parameters must be of its parts";
  const fitted = new Map<Composition, FittedPart[]>();
  for (const each of within(composition)) {
    const parts = each.map(({ of, steps = [] }): FittedPart => {
      const own = rest.shift();
      if (own?.steps.length !== steps.length) throw new RangeError(otherParts);
      const { inputDim, scale } = own;
      return { of, transform: new Transform(inputDim, steps, own.steps), scale };
    });
    fitted.set(each, parts);
  }
  if (rest.length > 0) throw new RangeError(otherParts);
  return new ComposedEmbedding(composition, fitted, index);
}

/** What the parts make of images, one part after the other. */
async function embedParts(
  fitted: FittedParts,
  sources: SourceVectors,
  kept?: KeptTensors,
): Promise<Vectors> {
  const made = new Map<Composition, Vectors>();
  let whole: Vectors | undefined;
  for (const [composition, parts] of fitted) {
    whole = undefined;
    for (const { of, transform, scale } of parts) {
      const { vectors } = typeof of === "string" ? named(sources, of) : made.get(of)!;
      const next = { vectors: await transform.apply(vectors, kept), dim: transform.outputDim };
      whole = whole ? concatenate(whole, next, scale) : next;
    }
    made.set(composition, whole!);
  }
  return whole!;
}

/** A composition and all within it, inner ones first; one that stands twice is there once. */
function within(composition: Composition, found = new Set<Composition>()): Set<Composition> {
  for (const { of } of composition) if (typeof of !== "string") within(of, found);
  return found.add(composition);
}

/** Whether a composition is fitted with augmented copies. */
export function needsCopies(composition: Composition): boolean {
  return [...within(composition)].flat().some(({ steps = [] }) => steps.some(isInstanceLda));
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
