/** The models' raw embeddings of a run's index with their neighbours: `openIndexEmbeddings`. */

import type { ImageStore } from "../dataset/store/image_store.ts";
import type { Embedding } from "../embedding/embedding.ts";
import { takeRows } from "../embedding/rows.ts";
import type { SearchedSpace } from "../metrics/near_duplicates.ts";
import { kNearest } from "../search/neighbours.ts";
import { openBrought } from "./brought_embeddings.ts";
import { openEmbeddings } from "./embeddings.ts";
import { openEncoded } from "./encoder_embedding.ts";
import { createExperiment } from "./experiment.ts";
import type { Settings } from "./settings.ts";

/** An embedding of the training split, and the neighbours of each image among the others. */
export type IndexEmbedding = Embedding & SearchedSpace;

/**
 * Embeddings of the training split by each model of the run, as they are on disk, and those
 * that were brought.
 *
 * @param options.depth Neighbours of each image. @default 5
 */
export async function openIndexEmbeddings(
  settings: Settings,
  store: ImageStore,
  { depth = 5 }: { depth?: number } = {},
): Promise<IndexEmbedding[]> {
  const rows = store.rowsOf("train");
  const opened: IndexEmbedding[] = [];
  const embeddings: Embedding[] = [];
  for (const model of settings.models) {
    embeddings.push(await openEmbeddings(createExperiment(settings, model)));
  }
  embeddings.push(...await openBrought(settings, store), ...await openEncoded(settings, store));
  for (const embedding of embeddings) {
    const { name, ids, dim, vectors: all } = embedding;
    const vectors = takeRows(all, dim, rows);
    const neighbours = await kNearest({ vectors, dim }, Math.min(depth, rows.length - 1), {
      exclude: "self",
    });
    opened.push({ name, ids: Array.from(rows, (row) => ids[row]!), dim, vectors, neighbours });
  }
  return opened;
}
