import assert from "node:assert/strict";
import { uniformAt } from "../../lib/io/random.ts";
import { FlatIndex } from "../../lib/search/flat_index.ts";
import { nearestBySorting } from "./oracle.ts";

// Four points in the plane: a corner, 3 to the right, 4 up, and 3 to the right again.
const POINTS = Float32Array.of(0, 0, 3, 0, 0, 4, 3, 0);
const IDS = ["corner", "right", "up", "right again"];

Deno.test("search() gives ids, rows and squared distances, nearest first", async () => {
  const index = FlatIndex.build(POINTS, 2, IDS);
  const found = await index.search(Float32Array.of(0, 0, 3, 4), 3);
  // From (0, 0): 0, then 3^2 = 9 twice. From (3, 4): up is 3 away (9), right 4 away (16) twice.
  assert.deepEqual(found.ids, [["corner", "right", "right again"], ["up", "right", "right again"]]);
  assert.deepEqual([...found.indices], [0, 1, 3, 2, 1, 3]);
  assert.deepEqual([...found.distances], [0, 9, 9, 9, 16, 16]);
  assert.equal(found.k, 3);
});

Deno.test("search() agrees with sorting all distances, in an odd shape", async () => {
  const dim = 7;
  const vectors = Float32Array.from({ length: 61 * dim }, (_, i) => uniformAt(1, i));
  const queries = Float32Array.from({ length: 5 * dim }, (_, i) => uniformAt(2, i));
  const found = await FlatIndex.build(vectors, dim).search(queries, 61);
  const expected = nearestBySorting(queries, vectors, dim, 61);
  assert.deepEqual([...found.indices], expected.indices);
  found.distances.forEach((d, i) => assert.ok(Math.abs(d - expected.distances[i]!) < 1e-6));
});

Deno.test("search() leaves out the excluded row of each query", async () => {
  const index = FlatIndex.build(POINTS, 2, IDS);
  const self = await index.search(POINTS, 2, { exclude: "self" });
  assert.deepEqual([...self.indices], [1, 3, 3, 0, 0, 1, 1, 0]);
  const some = await index.search(POINTS.subarray(0, 4), 1, { exclude: Int32Array.of(-1, 1) });
  assert.deepEqual([...some.indices], [0, 3]);
});

Deno.test("search() finds only what the filter lets pass, however it is given", async () => {
  const index = FlatIndex.build(POINTS, 2, IDS);
  const filters = [
    (row: number) => row >= 2,
    Uint8Array.of(0, 0, 1, 1),
    [3, 2],
    Int32Array.of(2, 3),
  ];
  for (const filter of filters) {
    const found = await index.search(Float32Array.of(0, 0), 2, { filter });
    assert.deepEqual(found.ids, [["right again", "up"]]);
  }
});

Deno.test("search() pads with -1 and Infinity where too few rows are left", async () => {
  const index = FlatIndex.build(POINTS, 2, IDS);
  const found = await index.search(POINTS.subarray(0, 2), 3, {
    filter: [0, 1],
    exclude: [0],
  });
  assert.deepEqual(found.ids, [["right"]]);
  assert.deepEqual([...found.indices], [1, -1, -1]);
  assert.deepEqual([...found.distances], [9, Infinity, Infinity]);
  const nothing = await index.search(POINTS.subarray(0, 2), 1, { filter: () => false });
  assert.deepEqual([...nothing.indices], [-1]);
});

Deno.test("search() takes no queries, one vector, a zero vector and k = size", async () => {
  const one = FlatIndex.build(Float32Array.of(0, 0), 2, ["zero"]);
  assert.deepEqual((await one.search(new Float32Array(2), 1)).ids, [["zero"]]);
  const none = await one.search(new Float32Array(), 1);
  assert.deepEqual([none.ids, none.indices.length, none.distances.length], [[], 0, 0]);
});

Deno.test("search() refuses a k outside 1 to size, also of an empty index", async () => {
  const index = FlatIndex.build(POINTS, 2);
  for (const k of [0, 5, 1.5, NaN]) {
    await assert.rejects(index.search(POINTS, k), (error: Error) => {
      assert.ok(error instanceof RangeError);
      assert.equal(
        error.message,
        `Cannot search index as k must be an integer from 1 to the index size 4: ` +
          `current value is ${k}`,
      );
      return true;
    });
  }
  const empty = FlatIndex.build(new Float32Array(), 2);
  assert.equal(empty.size, 0);
  await assert.rejects(empty.search(new Float32Array(2), 1), RangeError);
});

Deno.test("search() refuses queries, exclusions and filters that do not fit", async () => {
  const index = FlatIndex.build(POINTS, 2);
  const query = POINTS.subarray(0, 2);
  const cases: [Promise<unknown>, typeof TypeError | typeof RangeError, RegExp][] = [
    [index.search(new Float32Array(3), 1), TypeError, /length of queries .* of 2: .* is 3$/],
    [index.search(Float32Array.of(0, NaN), 1), RangeError, /queries must be finite.* 1 is NaN$/],
    [index.search(query, 1, { exclude: "self" }), TypeError, /must be 4 queries.* value is 1$/],
    [index.search(query, 1, { exclude: [0, 1] }), TypeError, /1 entries.* value is 2$/],
    [index.search(query, 1, { exclude: [4] }), RangeError, /rows below 4 or -1: .* 0 is 4$/],
    [index.search(query, 1, { filter: [-1] }), RangeError, /rows below 4: .* is -1$/],
    [index.search(query, 1, { filter: new Uint8Array(3) }), TypeError, /4 entries.* is 3$/],
  ];
  for (const [promise, type, message] of cases) {
    await assert.rejects(
      promise,
      (error: Error) => error instanceof type && message.test(error.message),
    );
  }
});

Deno.test("build() refuses vectors and ids that do not fit", () => {
  assert.throws(
    () => FlatIndex.build(POINTS, 0),
    new RangeError("Cannot build index as dim must be a positive integer: current value is 0"),
  );
  assert.throws(
    () => FlatIndex.build(POINTS, 3),
    new TypeError(
      "Cannot build index as the length of vectors must be a multiple of 3: current value is 8",
    ),
  );
  assert.throws(
    () => FlatIndex.build(Float32Array.of(1, 2, 3, Infinity), 2),
    new RangeError(
      "Cannot build index as vectors must be finite: current value in row 1, column 1 is Infinity",
    ),
  );
  assert.throws(
    () => FlatIndex.build(POINTS, 2, ["a"]),
    new RangeError("Cannot build index as there must be 4 ids, one a row: current value is 1"),
  );
  const doubles = new Float64Array(4) as unknown as Float32Array;
  assert.throws(
    () => FlatIndex.build(doubles, 2),
    new TypeError(
      "Cannot build index as vectors must be a Float32Array: current value is Float64Array",
    ),
  );
});

Deno.test("build() keeps its own copy and changes nothing it is given", async () => {
  const vectors = POINTS.slice();
  const ids = [...IDS];
  const index = FlatIndex.build(vectors, 2, ids);
  const queries = POINTS.slice(0, 2);
  await index.search(queries, 2);
  assert.deepEqual([vectors, ids, queries], [POINTS, IDS, POINTS.slice(0, 2)]);
  vectors.fill(9);
  ids.fill("other");
  assert.deepEqual((await index.search(queries, 1)).ids, [["corner"]]);
  assert.deepEqual([index.size, index.dim, index.bytes], [4, 2, 32]);
  assert.deepEqual([...index.vector(2)], [0, 4]);
  assert.throws(() => index.vector(4), RangeError);
});

Deno.test("build() refuses an id that comes twice", () => {
  assert.throws(() => FlatIndex.build(POINTS, 2, ["a", "b", "constructor", "b"]), {
    name: "RangeError",
    message: 'Cannot build index as ids must be unique: current value is "b" twice',
  });
  assert.equal(FlatIndex.build(POINTS, 2, ["a", "A", "constructor", "__proto__"]).size, 4);
});
