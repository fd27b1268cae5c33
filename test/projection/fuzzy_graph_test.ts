import assert from "node:assert/strict";
import { UMAP } from "umap-js";
import { buildFuzzyGraph, type FuzzyGraph } from "../../lib/projection/fuzzy_graph.ts";
import { clusteredVectors, exactNeighbours } from "./samples.ts";

/** `[row, column, weight]` of each entry, ascending. */
function entriesOf({ offsets, columns, weights }: FuzzyGraph): [number, number, number][] {
  const entries: [number, number, number][] = [];
  for (let row = 0; row + 1 < offsets.length; row++) {
    for (let e = offsets[row]!; e < offsets[row + 1]!; e++) {
      entries.push([row, columns[e]!, weights[e]!]);
    }
  }
  return entries;
}

Deno.test("buildFuzzyGraph() is the graph of umap-js", () => {
  const n = 60, dim = 5, k = 7;
  const { vectors } = clusteredVectors(n, dim, { clusters: 3, apart: 2 });
  const neighbours = exactNeighbours(vectors, dim, k);

  const rows = (values: Int32Array | Float32Array) =>
    Array.from({ length: n }, (_, i) => [...values.subarray(i * k, (i + 1) * k)]);
  const umap = new UMAP({ nNeighbors: k });
  const distances = rows(neighbours.distances.map(Math.sqrt));
  umap.setPrecomputedKNN(rows(neighbours.indices), distances);
  umap.initializeFit(distances);
  // Its graph also holds entries of 0, such as those of an item with itself.
  const entries: { row: number; col: number; value: number }[] = umap["graph"].getAll();
  const theirs = entries.filter(({ value }) => value > 0);

  const ours = entriesOf(buildFuzzyGraph(neighbours, n, k));
  assert.deepEqual(ours.map(([row, column]) => [row, column]), theirs.map((e) => [e.row, e.col]));
  ours.forEach(([row, column, weight], i) => {
    const difference = Math.abs(weight - theirs[i]!.value);
    assert.ok(difference < 1e-4, `${weight} for ${row}, ${column}; umap-js ${theirs[i]!.value}`);
  });
});

Deno.test("buildFuzzyGraph() joins three points on a line as worked by hand", () => {
  // Points 0, 1 and 3 on a line; neighbourhoods of 3, so the strengths of a row sum to log2(3).
  // Each row: 1 for its nearest, log2(3) - 1 = 0.58496 for the other.
  // 0: 1 -> 1, 3 -> 0.585. 1: 0 -> 1, 3 -> 0.585. 3: 1 -> 1, 0 -> 0.585.
  // Union a + b - ab: 0-1 is 1; 0-3 is 2 * 0.58496 - 0.58496^2 = 0.82774; 1-3 is 1.
  const neighbours = {
    k: 3,
    indices: Int32Array.from([0, 1, 2, 1, 0, 2, 2, 1, 0]),
    distances: Float32Array.from([0, 1, 9, 0, 1, 4, 0, 4, 9]),
  };
  const graph = buildFuzzyGraph(neighbours, 3, 3);
  assert.deepEqual([...graph.offsets], [0, 2, 4, 6]);
  assert.deepEqual([...graph.columns], [1, 2, 0, 2, 0, 1]);
  [1, 0.82774, 1, 1, 0.82774, 1].forEach((expected, i) =>
    assert.ok(Math.abs(graph.weights[i]! - expected) < 1e-4, `weight ${i}: ${graph.weights[i]}`)
  );
});

Deno.test("buildFuzzyGraph() takes rows with the item itself, without it, or longer", () => {
  const n = 20, dim = 3;
  const { vectors } = clusteredVectors(n, dim);
  const wide = exactNeighbours(vectors, dim, 9);
  const others = {
    k: 8,
    indices: wide.indices.filter((_, i) => i % 9 !== 0),
    distances: wide.distances.filter((_, i) => i % 9 !== 0),
  };
  const expected = buildFuzzyGraph(exactNeighbours(vectors, dim, 5), n, 5);
  assert.deepEqual(buildFuzzyGraph(wide, n, 5), expected);
  assert.deepEqual(buildFuzzyGraph(others, n, 5), expected);
});

Deno.test("buildFuzzyGraph() leaves an item that has no neighbour alone", () => {
  const graph = buildFuzzyGraph(
    {
      k: 2,
      indices: Int32Array.from([1, -1, 0, -1, -1, -1]),
      distances: Float32Array.from([4, Infinity, 4, Infinity, Infinity, Infinity]),
    },
    3,
    3,
  );
  assert.deepEqual(entriesOf(graph), [[0, 1, 1], [1, 0, 1]]);
});

Deno.test("buildFuzzyGraph() joins duplicates fully, without NaN", () => {
  const neighbours = {
    k: 2,
    indices: Int32Array.from([1, 2, 0, 2, 0, 1]),
    distances: new Float32Array(6),
  };
  assert.deepEqual([...buildFuzzyGraph(neighbours, 3, 3).weights], [1, 1, 1, 1, 1, 1]);
});
