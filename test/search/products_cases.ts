/** Searching by products of matrices against searching directly: `testProducts`, on each backend. */

import * as tf from "@tensorflow/tfjs-core";
import assert from "node:assert/strict";
import { useBackend } from "../../lib/backend/mod.ts";
import { uniformAt } from "../../lib/io/random.ts";
import { nearestDirectly } from "../../lib/search/direct.ts";
import { nearestBlocks, type NeighbourBlock } from "../../lib/search/neighbours.ts";
import { productSearch } from "../../lib/search/products.ts";
import type { SearchProblem } from "../../lib/search/search_problem.ts";
import { nearestBySorting } from "./oracle.ts";
import { availableBackends } from "../available_backends.ts";

/** Rows in a tile here: few, so that small cases have several tiles and a last one that is not full. */
const HEIGHT = 16;

const cases: { name: string; run: () => Promise<void> }[] = [];

/** Test searching by products on a backend that multiplies fast; skipped visibly where it is not there. */
export async function testProducts(backend: "tensorflow" | "webgpu"): Promise<void> {
  const ignore = !(await availableBackends()).includes(backend);
  for (const { name, run } of cases) {
    Deno.test({
      name: `${name}, on ${backend}${ignore ? " (not available here)" : ""}`,
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

function onEach(name: string, run: () => Promise<void>): void {
  cases.push({ name, run });
}

/** `count` rows of `dim` numbers in [-1, 1) from a seed. */
function uniform(count: number, dim: number, seed: number): Float32Array {
  return Float32Array.from({ length: count * dim }, (_, i) => uniformAt(seed, i) * 2 - 1);
}

type Given =
  & Pick<SearchProblem, "queries" | "vectors" | "dim" | "k">
  & Partial<SearchProblem>;

async function collect(blocks: AsyncIterable<NeighbourBlock> | Iterable<NeighbourBlock>) {
  const found = { indices: [] as number[], distances: [] as number[] };
  for await (const { indices, distances } of blocks) {
    found.indices.push(...indices);
    found.distances.push(...distances);
  }
  return found;
}

async function searchByProducts(given: Given, self = false) {
  const problem = { measured: given.k, ...given, self };
  const blocks = await productSearch(problem, { height: HEIGHT });
  return blocks && await collect(blocks);
}

/** The same search by products and directly must give the same rows, at the same distances. */
async function checkAgainstDirect(given: Given, self = false): Promise<void> {
  const found = await searchByProducts(given, self);
  assert.ok(found);
  const expected = await collect(nearestDirectly({ measured: given.k, ...given, self }));
  assert.deepEqual(found.indices, expected.indices);
  assert.deepEqual(found.distances, expected.distances);
}

onEach("searchByProducts() agrees with sorting all distances", async () => {
  const [dim, k] = [13, 5];
  const vectors = uniform(101, dim, 1);
  const queries = uniform(37, dim, 2);
  const found = await searchByProducts({ queries, vectors, dim, k });
  const expected = nearestBySorting(queries, vectors, dim, k);
  assert.deepEqual(found!.indices, expected.indices);
  assert.deepEqual(found!.distances, [...Float32Array.from(expected.distances)]);
});

onEach("searchByProducts() uses each product twice when searching itself", async () => {
  const vectors = uniform(101, 13, 3);
  await checkAgainstDirect({ queries: vectors, vectors, dim: 13, k: 7 }, true);
  const exclude = Int32Array.from({ length: 101 }, (_, i) => i);
  await checkAgainstDirect({ queries: vectors, vectors, dim: 13, k: 101, exclude }, true);
});

onEach("searchByProducts() minds the rows to search and to exclude", async () => {
  const [vectors, queries] = [uniform(90, 6, 4), uniform(20, 6, 5)];
  const rows = Int32Array.from({ length: 41 }, (_, i) => i * 2 + 3);
  const exclude = Int32Array.from({ length: 20 }, (_, i) => i % 3 === 0 ? -1 : i);
  await checkAgainstDirect({ queries, vectors, dim: 6, k: 4, rows, exclude });
  await checkAgainstDirect({ queries, vectors, dim: 6, k: 60, rows });
  const nothing = { queries, vectors, dim: 6, k: 3, rows: new Int32Array() };
  assert.equal(await searchByProducts(nothing), undefined);
  const left = await collect(nearestDirectly({ ...nothing, measured: 3, self: false }));
  assert.ok(left.indices.every((row) => row === -1));
});

onEach("searchByProducts() is exact where products alone are not", async () => {
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
    const last = tf.slice(rows, [count - 1, 0], [1, dim]);
    const norms = tf.add(tf.sum(tf.square(rows), 1), tf.sum(tf.square(last)));
    const products = tf.reshape(tf.matMul(rows, last, false, true), [count]);
    return tf.sub(norms, tf.mul(products, 2));
  });
  const values = await distances.data<"float32">();
  tf.dispose([rows, distances]);
  const products = [...values.keys()].sort((a, b) => values[a]! - values[b]! || a - b);
  const exact = nearestBySorting(vectors.slice(-dim), vectors, dim, count).indices;
  return { products, exact };
}

onEach("searchByProducts() breaks ties by lower row among equal vectors", async () => {
  // Rows 0, 1, 2 repeated: each query has 30 rows at distance 0.
  const three = uniform(3, 5, 7);
  const vectors = Float32Array.from({ length: 90 * 5 }, (_, i) => three[i % 15]!);
  await checkAgainstDirect({ queries: vectors, vectors, dim: 5, k: 31 }, true);
  await checkAgainstDirect({ queries: uniform(9, 5, 8), vectors, dim: 5, k: 2 });
  const same = new Float32Array(70 * 5).fill(0.1);
  await checkAgainstDirect({ queries: same, vectors: same, dim: 5, k: 4 }, true);
  await checkAgainstDirect({ queries: uniform(9, 5, 9), vectors: same, dim: 5, k: 4 });
});

onEach("searchByProducts() takes numbers of any size, mixed", async () => {
  for (const size of [1e-38, 1e-20, 1e20, 1e37]) {
    const vectors = uniform(50, 4, 10).map((value) => value * size);
    await checkAgainstDirect({ queries: vectors, vectors, dim: 4, k: 5 }, true);
    await checkAgainstDirect({ queries: uniform(8, 4, 11), vectors, dim: 4, k: 5 });
  }
  const mixed = uniform(60, 4, 12).map((value, i) => value * 10 ** ((i % 15) * 4 - 28));
  await checkAgainstDirect({ queries: mixed, vectors: mixed, dim: 4, k: 5 }, true);
});

onEach("searchByProducts() finds rows that come nearer and nearer", async () => {
  // Rows come nearer and nearer to the query, so that each one is a candidate.
  const vectors = Float32Array.from({ length: 400 * 2 }, (_, i) => 400 - Math.floor(i / 2));
  await checkAgainstDirect({ queries: new Float32Array(2), vectors, dim: 2, k: 3 });
});

onEach("productSearch() widens the margin among many rows at nearly one distance", async () => {
  // 300 points of a sphere around the query, off by no more than a few roundings: more than the first
  // margin holds, so that products alone cannot tell which are nearest.
  const dim = 8;
  const vectors = uniform(300, dim, 14);
  for (let row = 0; row < vectors.length; row += dim) {
    const length = Math.hypot(...vectors.subarray(row, row + dim));
    for (let l = 0; l < dim; l++) vectors[row + l] = vectors[row + l]! / length;
  }
  const queries = Float32Array.from({ length: 6 * dim }, (_, i) => uniformAt(15, i) * 1e-8);
  await checkAgainstDirect({ queries, vectors, dim, k: 5 });
  const rows = Int32Array.from({ length: 150 }, (_, i) => 2 * i);
  await checkAgainstDirect({ queries, vectors, dim, k: 5, rows });
});

onEach("nearestBlocks() settles the order of rows that it does not measure", async () => {
  // Rows 0 to 29 again as 30 to 59, exactly; 60 to 89 nearly.
  const [dim, count] = [96, 700];
  const vectors = uniform(count, dim, 16);
  vectors.copyWithin(30 * dim, 0, 30 * dim);
  vectors.copyWithin(60 * dim, 0, 30 * dim);
  for (let row = 60; row < 90; row++) vectors[row * dim] = vectors[row * dim]! + 1e-7;
  const expected = nearestBySorting(vectors, vectors, dim, count);
  let first = 0;
  for await (const block of nearestBlocks({ vectors, dim }, count, { measured: 2 })) {
    assert.equal(block.first, first);
    first += block.indices.length / count;
    const [from, to] = [block.first * count, first * count];
    assert.deepEqual([...block.indices], expected.indices.slice(from, to));
    block.distances.forEach((distance, i) => {
      const wanted = expected.distances[from + i]!;
      assert.ok(Math.abs(distance - wanted) <= (i % count < 2 ? 1e-7 : 1e-5) * wanted);
    });
  }
  assert.equal(first, count);
});
