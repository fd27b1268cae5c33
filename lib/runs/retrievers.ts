/** Trained models as they search: a composed embedding and its index for each. */

import { join } from "node:path";
import type { ImageStore } from "../dataset/store/image_store.ts";
import { compose, type ComposedEmbedding, type SourceVectors } from "../embedding/compose.ts";
import { DESCRIPTORS, searchComposition, type SearchOptions } from "../embedding/compositions.ts";
import type { Embedding, Vectors } from "../embedding/embedding.ts";
import { embedRows, imageRows } from "../embedding/row_source.ts";
import { takeRows } from "../embedding/rows.ts";
import { exists } from "../io/paths.ts";
import { PRESETS } from "./presets.ts";
import type { Autoencoder } from "../model/autoencoder.ts";
import { embedImages } from "../model/embed.ts";
import { FlatIndex } from "../search/flat_index.ts";
import type { Experiment } from "./experiment.ts";
import { runDirectory } from "./directories.ts";
import type { Settings } from "./settings.ts";
import { loadMetrics } from "./results.ts";
import { openEmbeddings } from "./embeddings.ts";
import { openTrained } from "./trained.ts";

/** Options of `openRetrievers`; `fused` may name `DESCRIPTORS`, by default the thumbnail at weight 1. */
export interface RetrieverOptions extends Omit<SearchOptions, "images"> {
  /** Rows of the store in the index: what is fitted is fitted on them. */
  rows: Uint32Array;
}

/** Name of the model's vectors in a composition. */
const ENCODER = "encoder";

/** The composed embedding of a model, with its index; `vectors` and `ids` are of the whole store. */
export class Retriever implements Embedding {
  readonly name: string;
  readonly ids: readonly string[];
  readonly dim: number;
  readonly vectors: Float32Array;
  #model: Promise<Autoencoder> | undefined;

  /** Use `openRetrievers`. */
  constructor(
    readonly experiment: Experiment,
    { name, ids, dim, vectors }: Embedding,
    /** The images of the index, in the order of `options.rows`. */
    readonly index: FlatIndex,
    private readonly composed: ComposedEmbedding,
  ) {
    this.name = name;
    this.ids = ids;
    this.dim = dim;
    this.vectors = vectors;
  }

  /**
   * Vectors `[n, dim]` of new images, equal to the bit to those of the same images in the store.
   *
   * @param images uint8 `[n, 128, 128, 3]`, RGB
   */
  async embed(images: Uint8Array): Promise<Float32Array> {
    const opened = this.#model ??= openTrained(this.experiment).then(({ model }) => model);
    const model = await opened.catch((error) => {
      this.#model = undefined;
      throw error;
    });
    const encoders = { ...DESCRIPTORS, [ENCODER]: (some: Uint8Array) => embedImages(model, some) };
    return (await this.composed.embedImages(images, encoders)).vectors;
  }

  /** Dispose the model, if images were embedded. */
  async dispose(): Promise<void> {
    const model = this.#model;
    this.#model = undefined;
    (await model)?.dispose();
  }
}

/**
 * A retriever for each of `experiments`, which are trained. Embeddings that are missing are computed and
 * saved (`openEmbeddings`).
 *
 * @throws {RangeError} if there are fewer than two rows, a weight is below 0, `fused` names no
 *   descriptor, or classes are used and cannot be separated (`fitDiscriminants`)
 */
export async function openRetrievers(
  experiments: readonly Experiment[],
  store: ImageStore,
  { rows, fused = { thumbnail: 1 }, ...options }: RetrieverOptions,
): Promise<Retriever[]> {
  const descriptors: Record<string, Vectors> = {};
  const everything = imageRows(store, Uint32Array.from({ length: store.count }, (_, row) => row));
  for (const [name, encoder] of Object.entries(DESCRIPTORS)) {
    if (fused[name]) descriptors[name] = await embedRows(everything, encoder);
  }
  const ids = store.items.map(({ id }) => id);
  const labels = Array.from(rows, (row) => store.items[row]!.category);
  const composition = searchComposition(ENCODER, { images: rows.length, fused, ...options });
  const retrievers: Retriever[] = [];
  for (const experiment of experiments) {
    const all: SourceVectors = { ...descriptors, [ENCODER]: await openEmbeddings(experiment) };
    const index = Object.fromEntries(
      Object.entries(all).map(([name, { vectors, dim }]) => {
        return [name, { vectors: takeRows(vectors, dim, rows), dim }];
      }),
    );
    const composed = await compose(composition, index, { labels, seed: experiment.seed });
    const { vectors, dim } = await composed.embed(all);
    const { title: name } = PRESETS[experiment.model];
    const indexIds = Array.from(rows, (row) => ids[row]!);
    const flat = FlatIndex.build(composed.index.vectors, dim, indexIds);
    retrievers.push(new Retriever(experiment, { name, ids, dim, vectors }, flat, composed));
  }
  return retrievers;
}

/** Dimensions that notebook 05 chose to whiten to; undefined where it has not run. */
export async function chosenWhitening(settings: Settings): Promise<number | undefined> {
  if (!await exists(join(runDirectory(settings), "metrics.json"))) return undefined;
  return (await loadMetrics(settings)).whitening.components;
}
