/**
 * The weighted neighbour graph that UMAP lays out. Source: McInnes, Healy & Melville, "UMAP: Uniform
 * Manifold Approximation and Projection" (2018), section 4.1, with umap-learn's constants.
 */

import type { Neighbours } from "../search/neighbours.ts";

/** A weighted graph in compressed rows, columns ascending in each; no item is joined to itself. */
export interface FuzzyGraph {
  /** `[n + 1]`, int32: row i's entries are `offsets[i]` to `offsets[i + 1] - 1`. */
  offsets: Int32Array;
  /** `[entries]`, int32: the item that each entry leads to. */
  columns: Int32Array;
  /** `[entries]`, float32: strength of each entry, 0 to 1. */
  weights: Float32Array;
}

const MAX_BISECTIONS = 64;
const TOLERANCE = 1e-5;
/** A bandwidth is at least this share of the mean distance, so that it is never 0. */
const MIN_BANDWIDTH = 1e-3;

/**
 * Build the fuzzy graph of items from their nearest neighbours.
 *
 * Item i is joined to its neighbour j with strength `exp(-max(0, d_ij - rho_i) / sigma_i)`, where
 * `rho_i` is the least distance above 0 in its row and `sigma_i` makes the row's strengths sum to
 * `log2(nNeighbors)`. The two directions `a` and `b` of an edge are joined by the probabilistic
 * union `a + b - a * b`, so that the graph is symmetric.
 *
 * @param neighbours Of each item; the item itself may be among them, and -1 is none.
 * @param n Number of items.
 * @param nNeighbors Size of a neighbourhood, the item itself counted: the first `nNeighbors - 1`
 * others of each row are used.
 */
export function buildFuzzyGraph(
  { indices, distances: squared }: Neighbours,
  n: number,
  nNeighbors: number,
): FuzzyGraph {
  const distances = squared.map(Math.sqrt);
  const k = indices.length / n;
  const offsets = new Int32Array(n + 1);
  const columns = new Int32Array(n * (nNeighbors - 1));
  const near = new Float64Array(columns.length);
  for (let i = 0; i < n; i++) {
    let end = offsets[i]!;
    const full = end + nNeighbors - 1;
    for (let j = i * k; j < (i + 1) * k && end < full; j++) {
      const other = indices[j]!;
      if (other === i || other === -1) continue;
      columns[end] = other;
      near[end++] = distances[j]!;
    }
    offsets[i + 1] = end;
  }
  const entries = offsets[n]!;
  const weights = new Float32Array(entries);
  // The items themselves, at distance 0, count in the means, as in umap-learn.
  const meanDistance = sum(near) / (entries + n);
  for (let i = 0; i < n; i++) {
    const start = offsets[i]!;
    const row = near.subarray(start, offsets[i + 1]!);
    weights.set(edgeStrengths(row, nNeighbors, meanDistance), start);
  }
  const incoming = transpose({ offsets, columns: columns.subarray(0, entries), weights });
  return union(transpose(incoming), incoming);
}

/**
 * Strengths of the edges from an item to its neighbours, 0 to 1, before edges are joined.
 *
 * @param row distances to the neighbours, ascending
 * @param nNeighbors size of a neighbourhood, the item itself counted
 * @param meanDistance what the bandwidth is measured by where all of the row are 0
 */
export function edgeStrengths(
  row: Float64Array,
  nNeighbors: number,
  meanDistance: number,
): Float32Array {
  const rho = row.find((distance) => distance > 0) ?? 0;
  const least = MIN_BANDWIDTH * (rho > 0 ? sum(row) / (row.length + 1) : meanDistance);
  const sigma = Math.max(bandwidth(row, rho, Math.log2(nNeighbors)), least);
  return Float32Array.from(row, (distance) => {
    const beyond = distance - rho;
    return beyond > 0 ? Math.exp(-beyond / sigma) : 1;
  });
}

/** The `sigma` at which the sum over the row of `exp(-max(0, d - rho) / sigma)` is `target`. */
function bandwidth(row: Float64Array, rho: number, target: number): number {
  let low = 0, high = Infinity, sigma = 1;
  for (let step = 0; step < MAX_BISECTIONS; step++) {
    let total = 0;
    for (let j = 0; j < row.length; j++) {
      const beyond = row[j]! - rho;
      total += beyond > 0 ? Math.exp(-beyond / sigma) : 1;
    }
    if (Math.abs(total - target) < TOLERANCE) break;
    if (total > target) high = sigma;
    else low = sigma;
    sigma = high === Infinity ? sigma * 2 : (low + high) / 2;
  }
  return sigma;
}

/** The graph with every edge turned round. Columns ascend in its rows, whatever the order was. */
function transpose({ offsets, columns, weights }: FuzzyGraph): FuzzyGraph {
  const n = offsets.length - 1;
  const turned = {
    offsets: new Int32Array(n + 1),
    columns: new Int32Array(columns.length),
    weights: new Float32Array(columns.length),
  };
  for (const column of columns) turned.offsets[column + 1]!++;
  for (let i = 0; i < n; i++) turned.offsets[i + 1]! += turned.offsets[i]!;
  const next = turned.offsets.slice(0, n);
  for (let i = 0; i < n; i++) {
    for (let entry = offsets[i]!; entry < offsets[i + 1]!; entry++) {
      const place = next[columns[entry]!]!++;
      turned.columns[place] = i;
      turned.weights[place] = weights[entry]!;
    }
  }
  return turned;
}

/** `a + b - a * b` for each entry that one of two graphs has; columns ascend in both. */
function union(a: FuzzyGraph, b: FuzzyGraph): FuzzyGraph {
  const n = a.offsets.length - 1;
  const offsets = new Int32Array(n + 1);
  const columns = new Int32Array(a.columns.length + b.columns.length);
  const weights = new Float32Array(columns.length);
  let entry = 0;
  for (let i = 0; i < n; i++) {
    let p = a.offsets[i]!, q = b.offsets[i]!;
    const pEnd = a.offsets[i + 1]!, qEnd = b.offsets[i + 1]!;
    while (p < pEnd || q < qEnd) {
      const left = p < pEnd ? a.columns[p]! : n;
      const right = q < qEnd ? b.columns[q]! : n;
      const u = left <= right ? a.weights[p++]! : 0;
      const v = right <= left ? b.weights[q++]! : 0;
      columns[entry] = Math.min(left, right);
      weights[entry++] = u + v - u * v;
    }
    offsets[i + 1] = entry;
  }
  return { offsets, columns: columns.slice(0, entry), weights: weights.slice(0, entry) };
}

function sum(values: Float64Array): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i]!;
  return total;
}
