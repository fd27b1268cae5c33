/** What a search's distances mean: `calibrateSearch`, from the neighbours of held-out queries. */

import type { ImageStore, Split } from "../dataset/store/image_store.ts";
import type { Embedding } from "../embedding/embedding.ts";
import { takeRows } from "../embedding/rows.ts";
import { type Calibration, fitCalibration } from "../metrics/calibration.ts";
import { scoredQueries } from "./dataset_needs.ts";
import type { JudgedNeighbours } from "../metrics/coverage.ts";
import { kNearest } from "../search/neighbours.ts";

/** Neighbours that the calibration looks at, of each query. */
const NEIGHBOURS = 10;

/** The images of a search and their vectors, such as a `ProductSearch`. */
export interface SearchedImages {
  store: Pick<ImageStore, "items" | "rowsOf">;
  /** Row i is image i of the store. */
  embedding: Embedding;
}

/**
 * The nearest images of the training split to each image of `split` whose category trains, and which
 * are of its category.
 *
 * @param options.k neighbours of each query, as far as there are so many. @default 10
 */
export async function judgeNeighbours(
  { store: { items, rowsOf }, embedding: { vectors, dim } }: SearchedImages,
  split: Exclude<Split, "train">,
  { k: most = NEIGHBOURS }: { k?: number } = {},
): Promise<JudgedNeighbours> {
  const index = rowsOf("train");
  const queries = scoredQueries(items, rowsOf(split), index);
  const k = Math.min(most, index.length);
  const found = await kNearest({ vectors: takeRows(vectors, dim, index), dim }, k, {
    queries: takeRows(vectors, dim, queries),
  });
  return {
    k,
    distances: Float64Array.from(found.distances, Math.sqrt),
    right: Uint8Array.from(found.indices, (place, at) => {
      const query = queries[Math.floor(at / k)]!;
      return items[index[place]!]!.category === items[query]!.category ? 1 : 0;
    }),
  };
}

/**
 * How often a neighbour at a distance has the query's category, learned from the ten nearest images
 * of the training split to each validation image: those chose the embedding, but fitted nothing.
 *
 * @returns undefined where no image of a category that trains is held out for validation
 *
 * @example
 * ```ts ignore
 * import { calibrateSearch, openSearch, probabilityAt } from "lookalike";
 *
 * const search = await openSearch("boards-quick");
 * const calibration = await calibrateSearch(search);
 * const [nearest] = await search.byPhoto(await Deno.readFile("my.jpg"));
 * if (calibration) console.log(probabilityAt(calibration, nearest.distance)); // 0.87, say
 * ```
 */
export async function calibrateSearch(search: SearchedImages): Promise<Calibration | undefined> {
  const { distances, right } = await judgeNeighbours(search, "validation");
  return distances.length === 0 ? undefined : fitCalibration(distances, right);
}
