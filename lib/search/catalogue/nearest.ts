/** The nearest items of queries, as exact as `FlatIndex`: `nearestItems`, `nearestOfEach`. */

import type { RecordBatch } from "apache-arrow";
import type { Table, VectorQuery } from "@lancedb/lancedb";
import { mapInOrder } from "../../io/in_order.ts";
import { squaredDistance } from "../../embedding/distance.ts";

/** An item that was found. */
export interface Candidate {
  id: string;
  category: string;
  place: number;
  /** Squared distance from the query, float64. */
  distance: number;
}

/** How an index is asked for `limit` rows, for an approximate answer. */
export type Approximation = (query: VectorQuery, limit: number) => VectorQuery;

/** What one query asks. */
export interface NearestQuery {
  /** Float32 `[dim]`. */
  vector: Float32Array;
  k: number;
  /** Condition that rows must fulfil. */
  where?: string;
  /** Id of an item not to be found. */
  exclude?: string;
  /** How the index is asked; without it every vector is compared. */
  approximately?: Approximation;
}

/** Queries asked at once. */
const AT_ONCE = 4;
/** Candidates beyond the `k` that are wanted, so that one request is nearly always enough. */
const SPARE = 8;

/**
 * The `k` nearest items, nearest first, ties by lower place; fewer where there are no more.
 *
 * LanceDB sums distances in float32 and breaks ties by its own row numbers. So it is asked for some
 * more than `k`, which are measured again in float64; if an item that it held back could still be
 * among the nearest, it is asked for more.
 */
export async function nearestItems(
  table: Table,
  { vector, k, where, exclude, approximately }: NearestQuery,
): Promise<Candidate[]> {
  // Of dim squares, each rounded and then added with a rounding, and as much again for safety.
  const error = 2 * (vector.length + 8) * 2 ** -24;
  const underflow = vector.length * 2 ** -126;
  let ask = approximately;
  for (let limit = k + SPARE;; limit *= 4) {
    let query = table.query().nearestTo(vector).distanceType("l2").limit(limit)
      .select(["id", "category", "place", "vector", "_distance"]);
    if (where !== undefined) query = query.where(where);
    query = ask ? ask(query, limit) : query.bypassVectorIndex();
    const candidates: Candidate[] = [];
    let reach = 0;
    for await (const batch of query) {
      reach = Math.max(reach, takeCandidates(batch, vector, candidates));
    }
    const nearest = candidates.filter(({ id }) => id !== exclude)
      .sort((a, b) => a.distance - b.distance || a.place - b.place).slice(0, k);
    if (ask) {
      if (nearest.length === k) return nearest;
      // Where the index looked, too few rows fulfilled the condition.
      ask = undefined;
    } else if (
      candidates.length < limit ||
      nearest.at(-1)!.distance < reach * (1 - error) - underflow
    ) return nearest;
  }
}

/** The nearest items of each of `queries`, in their order, some at a time. */
export async function nearestOfEach(
  table: Table,
  queries: Iterable<NearestQuery>,
): Promise<Candidate[][]> {
  const asked = mapInOrder(queries, AT_ONCE, (query) => nearestItems(table, query));
  return await Array.fromAsync(asked);
}

/** Add the rows of `batch`; returns the largest distance that LanceDB saw. */
function takeCandidates(
  batch: RecordBatch,
  query: Float32Array,
  candidates: Candidate[],
): number {
  const column = (name: string) => batch.getChild(name)!;
  const [ids, categories, places] = [column("id"), column("category"), column("place")];
  const distances: Float32Array = column("_distance").toArray();
  const vectors: Float32Array = column("vector").data[0]!.children[0]!.values;
  const dim = query.length;
  for (let i = 0; i < batch.numRows; i++) {
    const distance = squaredDistance(query, 0, vectors, i * dim, dim);
    candidates.push({
      id: ids.get(i),
      category: categories.get(i),
      place: places.get(i),
      distance,
    });
  }
  return distances.reduce((largest, distance) => Math.max(largest, distance), 0);
}
