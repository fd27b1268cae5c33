/** Search by computing distances one by one, for little work or where no fast backend is: `searchDirectly`. */

import { NearestLists, type SearchProblem } from "./nearest_lists.ts";

/** Queries that share one pass over a stretch of rows. */
const QUERIES = 16;
/** Bytes of rows in a stretch: what stays near the processor. */
const STRETCH_BYTES = 512 * 1024;

/** The nearest rows of every query, by `squaredDistance` alone. */
export function searchDirectly(problem: SearchProblem): NearestLists {
  const { queries, vectors, dim, rows } = problem;
  const queryCount = queries.length / dim;
  const rowCount = rows?.length ?? vectors.length / dim;
  const stretch = Math.max(1, Math.floor(STRETCH_BYTES / (4 * dim)));
  const lists = new NearestLists(problem, 0, queryCount);
  for (let firstQuery = 0; firstQuery < queryCount; firstQuery += QUERIES) {
    const endQuery = Math.min(firstQuery + QUERIES, queryCount);
    for (let firstRow = 0; firstRow < rowCount; firstRow += stretch) {
      const endRow = Math.min(firstRow + stretch, rowCount);
      for (let query = firstQuery; query < endQuery; query++) {
        for (let p = firstRow; p < endRow; p++) lists.offer(query, rows ? rows[p]! : p);
      }
    }
  }
  return lists;
}
