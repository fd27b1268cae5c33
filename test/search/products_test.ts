import * as tf from "@tensorflow/tfjs-core";
import assert from "node:assert/strict";
import { useBackend } from "../../lib/backend/mod.ts";
import { uniformAt } from "../../lib/io/random.ts";
import { searchDirectly } from "../../lib/search/direct.ts";
import { FlatIndex } from "../../lib/search/flat_index.ts";
import type { SearchProblem } from "../../lib/search/nearest_lists.ts";
import { searchByProducts } from "../../lib/search/products.ts";
import { rowStatistics } from "../../lib/search/statistics.ts";
import { nearestBySorting } from "./oracle.ts";
import { availableBackends } from "../available_backends.ts";

/** Rows in a tile here: few, so that small cases have several tiles and a last one that is not full. */
const HEIGHT = 16;

const available = await availableBackends();

/** A test of its own on each backend that multiplies fast; skipped visibly where one is not there. */
function testOnEach(name: string, run: () => Promise<void>): void {
  for (const backend of ["tensorflow", "webgpu"] as const) {
    const ignore = !available.includes(backend);
    const title = `${name}, on ${backend}${ignore ? " (not available here)" : ""}`;
    Deno.test({
      name: title,
      ignore,
      fn: async () => {
        await useBackend(backend);
        const tensors = tf.memory().numTensors;
        await run();
        assert.equal(tf.memory().numTensors, tensors);
      },
    });
  }
}

/** `count` rows of `dim` numbers in [-1, 1) from a seed. */
function uniform(count: number, dim: number, seed: number): Float32Array {
  return Float32Array.from({ length: count * dim }, (_, i) => uniformAt(seed, i) * 2 - 1);
}

async function checkAgainstDirect(
  given: Pick<SearchProblem, "queries" | "vectors" | "dim" | "k"> & Partial<SearchProblem>,
  self = false,
): Promise<void> {
  const statistics = rowStatistics(given.vectors, given.dim);
  const problem = { ...given, duplicateOf: statistics.duplicateOf };
  const found = await searchByProducts(problem, statistics, { self, height: HEIGHT });
  assert.ok(found);
  const expected = searchDirectly(problem);
  assert.deepEqual(found.indices, expected.indices);
  assert.deepEqual(found.distances, expected.distances);
}

testOnEach("searchByProducts() agrees with sorting all distances", async () => {
  const [dim, k] = [13, 5];
  const vectors = uniform(101, dim, 1);
  const queries = uniform(37, dim, 2);
  const statistics = rowStatistics(vectors, dim);
  const problem = { queries, vectors, dim, k, duplicateOf: statistics.duplicateOf };
  const found = await searchByProducts(problem, statistics, { height: HEIGHT });
  const expected = nearestBySorting(queries, vectors, dim, k);
  assert.deepEqual([...found!.indices], expected.indices);
  found!.distances.forEach((d, i) => assert.ok(Math.abs(d - expected.distances[i]!) < 1e-12));
});

testOnEach("searchByProducts() uses each product twice when searching itself", async () => {
  const vectors = uniform(101, 13, 3);
  await checkAgainstDirect({ queries: vectors, vectors, dim: 13, k: 7 }, true);
  const exclude = Int32Array.from({ length: 101 }, (_, i) => i);
  await checkAgainstDirect({ queries: vectors, vectors, dim: 13, k: 101, exclude }, true);
});

testOnEach("searchByProducts() minds the rows to search and to exclude", async () => {
  const [vectors, queries] = [uniform(90, 6, 4), uniform(20, 6, 5)];
  const rows = Int32Array.from({ length: 41 }, (_, i) => i * 2 + 3);
  const exclude = Int32Array.from({ length: 20 }, (_, i) => i % 3 === 0 ? -1 : i);
  await checkAgainstDirect({ queries, vectors, dim: 6, k: 4, rows, exclude });
  await checkAgainstDirect({ queries, vectors, dim: 6, k: 60, rows });
  await checkAgainstDirect({ queries, vectors, dim: 6, k: 3, rows: new Int32Array() });
});

testOnEach("searchByProducts() is exact where products alone are not", async () => {
  // Rows of a grid with steps of one float32 spacing around 1000, and a few far away: the centred
  // rows are then of length near 1000, whose square has lost the differences between neighbours.
  const vectors = Float32Array.from(
    { length: 80 * 3 },
    (_, i) => i < 12 ? -3000 : 1000 + Math.floor(uniformAt(6, i) * 4) * 2 ** -14,
  );
  await checkAgainstDirect({ queries: vectors, vectors, dim: 3, k: 9 }, true);
  await checkAgainstDirect({ queries: vectors, vectors, dim: 3, k: 9 });
  const { products, exact } = await orders(vectors, 3);
  assert.notDeepEqual(products, exact, "the case must be one that products get wrong");
});

/** Rows in order of distance to the last row: by float32 products, and directly. */
async function orders(vectors: Float32Array, dim: number) {
  const count = vectors.length / dim;
  const rows = tf.tensor2d(vectors, [count, dim]);
  const distances = tf.tidy(() => {
    const norms = rows.square().sum(1);
    const last = rows.slice([count - 1, 0], [1, dim]);
    return norms.add(last.square().sum()).sub(tf.matMul(rows, last, false, true).flatten().mul(2));
  });
  const values = await distances.data<"float32">();
  tf.dispose([rows, distances]);
  const products = [...values.keys()].sort((a, b) => values[a]! - values[b]! || a - b);
  const exact = nearestBySorting(vectors.slice(-dim), vectors, dim, count).indices;
  return { products, exact };
}

testOnEach("searchByProducts() breaks ties by lower row among equal vectors", async () => {
  // Rows 0, 1, 2 repeated: each query has 30 rows at distance 0.
  const three = uniform(3, 5, 7);
  const vectors = Float32Array.from({ length: 90 * 5 }, (_, i) => three[i % 15]!);
  await checkAgainstDirect({ queries: vectors, vectors, dim: 5, k: 31 }, true);
  await checkAgainstDirect({ queries: uniform(9, 5, 8), vectors, dim: 5, k: 2 });
  const same = new Float32Array(70 * 5).fill(0.1);
  await checkAgainstDirect({ queries: same, vectors: same, dim: 5, k: 4 }, true);
  await checkAgainstDirect({ queries: uniform(9, 5, 9), vectors: same, dim: 5, k: 4 });
});

testOnEach("searchByProducts() takes numbers of any size, mixed", async () => {
  for (const size of [1e-38, 1e-20, 1e20, 1e37]) {
    const vectors = uniform(50, 4, 10).map((value) => value * size);
    await checkAgainstDirect({ queries: vectors, vectors, dim: 4, k: 5 }, true);
    await checkAgainstDirect({ queries: uniform(8, 4, 11), vectors, dim: 4, k: 5 });
  }
  const mixed = uniform(60, 4, 12).map((value, i) => value * 10 ** ((i % 15) * 4 - 28));
  await checkAgainstDirect({ queries: mixed, vectors: mixed, dim: 4, k: 5 }, true);
});

testOnEach("searchByProducts() measures early when a shortlist is full", async () => {
  // Rows come nearer and nearer to the query, so that each one is a candidate.
  const vectors = Float32Array.from({ length: 400 * 2 }, (_, i) => 400 - Math.floor(i / 2));
  await checkAgainstDirect({ queries: new Float32Array(2), vectors, dim: 2, k: 3 });
});

Deno.test("search() of 10,000 equal vectors gives the lowest rows", async () => {
  await useBackend(available[0]);
  const vectors = new Float32Array(10_000 * 24).fill(0.3);
  const index = FlatIndex.build(vectors, 24);
  const { indices, distances } = await index.search(vectors, 3, { exclude: "self" });
  assert.deepEqual([...indices.subarray(0, 12)], [1, 2, 3, 0, 2, 3, 0, 1, 3, 0, 1, 2]);
  assert.ok(distances.every((distance) => distance === 0));
  for (let i = 12; i < indices.length; i++) assert.equal(indices[i], i % 3);
});

Deno.test("searchByProducts() leaves plain JavaScript to the direct search", async () => {
  await useBackend("cpu");
  const vectors = uniform(10, 2, 13);
  const statistics = rowStatistics(vectors, 2);
  const problem = { queries: vectors, vectors, dim: 2, k: 1, ...statistics };
  assert.equal(await searchByProducts(problem, statistics), undefined);
});
