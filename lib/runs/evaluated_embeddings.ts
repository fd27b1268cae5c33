/** Embeddings of all images that an evaluation needs: index, held-out queries and perturbed copies. */

import { perturbedCopies } from "../dataset/augment.ts";
import type { ImageStore } from "../dataset/store/image_store.ts";
import { compose, type ComposeOptions, type Composition, sourcesOf } from "../embedding/compose.ts";
import type { Embedding, Vectors } from "../embedding/embedding.ts";
import { embedRows, type Encoder, imageRows, type RowSource } from "../embedding/row_source.ts";
import { takeRows } from "../embedding/rows.ts";
import { deriveSeed, shuffledIndices } from "../io/random.ts";
import { embedImages } from "../model/embed.ts";
import type { DisposableEmbedder } from "./stored_vectors.ts";

/** The images of an evaluation; rows are of the store. */
export interface EvaluationImages {
  store: ImageStore;
  /** The training split. */
  index: Uint32Array;
  validation: Uint32Array;
  test: Uint32Array;
  /** Perturbed copies of some images of the index. */
  copies: RowSource;
  /** Place in the index of the original of each copy. */
  originals: Uint32Array;
}

/** The same images under one embedding: `vectors` and `ids` are of the index. */
export interface EvaluatedEmbedding extends Embedding {
  kind: "model" | "baseline";
  /** Fingerprint of the weights of a model of the run, as `openEmbeddings` gives it. */
  weights?: string;
  /** Of the validation split, `[n, dim]`. */
  validation: Float32Array;
  /** Of the test split. */
  test: Float32Array;
  /** Of the perturbed copies; missing of vectors that were brought, which nothing here can make. */
  copies?: Float32Array;
  /** Whether it comes from EMBEDDINGS or ENCODER: then it changes no other embedding. */
  brought?: true;
  /** Name of the raw embedding that it is composed of; undefined for raw ones. */
  of?: string;
  /** How it is composed, in words. */
  transform?: string;
}

/** What `composeEvaluated` makes. */
export interface EvaluatedComposition {
  /** Raw embedding that the result counts for, or the result itself. */
  of: string;
  /** How it is composed, in words. */
  transform: string;
  /** Its name. @default what it is of, and the transform */
  name?: string;
  /** Its sources are names of raw embeddings. */
  composition: Composition;
}

/**
 * The splits of `store`, and perturbed copies of `copies` images of the index.
 *
 * @param seed of the choice of copies and of how they are perturbed
 */
export function evaluationImages(
  store: ImageStore,
  { copies, seed }: { copies: number; seed: number },
): EvaluationImages {
  const index = store.rowsOf("train");
  const originals = shuffledIndices(index.length, deriveSeed(seed, "copies")).slice(0, copies);
  const perturbed = perturbedCopies(store, deriveSeed(seed, "changed copies"));
  const rows = originals.map((place) => index[place]!);
  return {
    store,
    index,
    validation: store.rowsOf("validation"),
    test: store.rowsOf("test"),
    originals,
    copies: imageRows(perturbed, rows),
  };
}

/** How `evaluateRaw` comes to vectors. */
interface RawEmbedding extends Pick<EvaluatedEmbedding, "name" | "kind"> {
  /** Embeds images; missing of vectors that were brought, whose copies nothing can embed. */
  encoder?: Encoder;
  /** The vectors of every image of the store. @default those of the encoder */
  all?: Vectors;
}

/** A raw embedding: of a model, of a baseline, or one that was brought. */
export async function evaluateRaw(
  { store, index, validation, test, copies }: EvaluationImages,
  { name, kind, encoder, all }: RawEmbedding,
): Promise<EvaluatedEmbedding> {
  const everything = imageRows(store, Uint32Array.from(store.items.keys()));
  const { vectors, dim } = all ?? await embedRows(everything, encoder!);
  return {
    name,
    kind,
    ids: Array.from(index, (row) => store.items[row]!.id),
    dim,
    vectors: takeRows(vectors, dim, index),
    validation: takeRows(vectors, dim, validation),
    test: takeRows(vectors, dim, test),
    ...(encoder && { copies: (await embedRows(copies, encoder)).vectors }),
  };
}

/**
 * The raw embedding of a model, which is disposed.
 *
 * @param all its vectors of the whole store. @default they are computed
 */
export async function evaluateModel(
  images: EvaluationImages,
  model: DisposableEmbedder,
  { name, all }: { name: string; all?: Vectors },
): Promise<EvaluatedEmbedding> {
  try {
    const encoder: Encoder = (some) => embedImages(model, some);
    return await evaluateRaw(images, { name, kind: "model", encoder, ...(all && { all }) });
  } finally {
    await model.dispose();
  }
}

/**
 * A composition of raw embeddings, fitted on the index.
 *
 * @throws as `compose`
 */
export async function composeEvaluated(
  raw: readonly EvaluatedEmbedding[],
  { of, transform, name = `${of}, ${transform}`, composition }: EvaluatedComposition,
  options: ComposeOptions = {},
): Promise<EvaluatedEmbedding> {
  const used = Array.from(sourcesOf(composition), (source) => {
    const found = raw.find(({ name }) => name === source);
    if (found) return found;
    throw new RangeError(`Cannot compose as there must be an embedding "${source}"`);
  });
  const sources = (images: "vectors" | "validation" | "test" | "copies") =>
    Object.fromEntries(
      raw.flatMap(({ name, dim, [images]: vectors }) => vectors ? [[name, { vectors, dim }]] : []),
    );
  const composed = await compose(composition, sources("vectors"), options);
  const embed = async (images: "validation" | "test" | "copies") => {
    return (await composed.embed(sources(images))).vectors;
  };
  return {
    name,
    kind: used.some(({ kind }) => kind === "model") ? "model" : "baseline",
    ids: used[0]!.ids,
    dim: composed.index.dim,
    vectors: composed.index.vectors,
    validation: await embed("validation"),
    test: await embed("test"),
    ...(used.every(({ copies }) => copies) && { copies: await embed("copies") }),
    ...(used.some(({ brought }) => brought) && { brought: true }),
    of,
    transform,
  };
}
