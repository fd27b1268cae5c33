/** Search by computing distances one by one, for little work or where no fast backend is. */

import { squaredDistance } from "../embedding/distance.ts";
import { firstPlace } from "../io/first_place.ts";
import type { NeighbourBlock, SearchProblem } from "./search_problem.ts";

/** Queries in a block. */
const BLOCK = 1024;

/** The nearest rows of every query, by `squaredDistance` alone. */
export function* nearestDirectly(problem: SearchProblem): Generator<NeighbourBlock> {
  const { queries, dim, k } = problem;
  const queryCount = queries.length / dim;
  for (let first = 0; first < queryCount; first += BLOCK) {
    const count = Math.min(BLOCK, queryCount - first);
    const indices = new Int32Array(count * k);
    const distances = new Float32Array(count * k);
    for (let i = 0; i < count; i++) {
      const nearest = nearestOf(problem, first + i);
      indices.set(nearest.rows, i * k);
      distances.set(nearest.distances, i * k);
    }
    yield { first, k, indices, distances };
  }
}

function nearestOf({ queries, vectors, dim, k, rows, exclude }: SearchProblem, query: number) {
  const found = new Int32Array(k).fill(-1);
  const distances = new Float64Array(k).fill(Infinity);
  const count = rows?.length ?? vectors.length / dim;
  const excluded = exclude?.[query] ?? -1;
  // Rows ascend, so a row at the distance of the k-th comes too late.
  for (let i = 0, limit = Infinity; i < count && limit > 0; i++) {
    const row = rows ? rows[i]! : i;
    if (row === excluded) continue;
    const distance = squaredDistance(queries, query * dim, vectors, row * dim, dim, limit);
    if (!(distance < limit)) continue;
    const slot = firstPlace(k, (place) => distances[place]! > distance);
    distances.copyWithin(slot + 1, slot, k - 1);
    found.copyWithin(slot + 1, slot, k - 1);
    distances[slot] = distance;
    found[slot] = row;
    limit = distances[k - 1]!;
  }
  return { rows: found, distances };
}
