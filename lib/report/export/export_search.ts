/** The vectors that a run searches with, for other programs: `exportSearch`. */

import { join } from "node:path";
import { takeRows } from "../../embedding/rows.ts";
import { openSearch, type OpenSearchOptions } from "../../runs/open_search.ts";
import type { Settings } from "../../runs/settings.ts";
import { writeVectors } from "./write_vectors.ts";

/**
 * Write the vectors of every product of a run as a search compares them, transformed and concatenated,
 * into `directory`: `search.parquet` and `search.safetensors` (`writeVectors`).
 *
 * @param run name of the run, or its settings
 * @returns the paths
 * @throws as `openSearch`
 */
export async function exportSearch(
  run: string | Settings,
  directory: string,
  options: OpenSearchOptions = {},
): Promise<string[]> {
  await using search = await openSearch(run, options);
  const { store, products, embedding: { name, vectors, dim } } = search;
  const about = { embedding: name, dataset: store.fingerprint };
  const exported = {
    items: Array.from(products, (row) => store.items[row]!),
    vectors: takeRows(vectors, dim, products),
    dim,
  };
  return await writeVectors(join(directory, "search"), exported, about);
}
