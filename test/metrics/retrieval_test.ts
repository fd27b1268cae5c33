import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { useBackend } from "../../lib/backend/mod.ts";
import { evaluateQueries, evaluateRetrieval } from "../../lib/metrics/retrieval.ts";
import { averagePrecisionAt, mapAtR, rPrecision } from "../../lib/metrics/scores.ts";
import { uniformAt } from "../../lib/io/random.ts";
import { FlatIndex } from "../../lib/search/flat_index.ts";
import { nearestBySorting } from "../search/oracle.ts";
import { needsShared, sharedPath } from "../shared.ts";
import { availableBackends } from "../available_backends.ts";

const REFERENCE = "reference/retrieval.json";

function near(actual: unknown, expected: unknown, tolerance: number, path = ""): void {
  if (typeof expected === "number") {
    assert.ok(
      Math.abs((actual as number) - expected) <= tolerance,
      `${path}: ${actual}, ${expected}`,
    );
    return;
  }
  for (const [key, value] of Object.entries(expected as object)) {
    if (key === "note") continue;
    near((actual as Record<string, unknown>)[key], value, tolerance, `${path}/${key}`);
  }
}

/** The reference's data: rows scattered around a centre for each category. */
function scattered(categorySizes: number[], dim: number, seed: { centre: number; noise: number }) {
  const labels = categorySizes.flatMap((size, label) => Array<number>(size).fill(label));
  const uniform = (of: number, i: number) => Math.fround(uniformAt(of, i) * 2 - 1);
  const vectors = Float32Array.from({ length: labels.length * dim }, (_, i) => {
    const label = labels[Math.floor(i / dim)]!;
    return uniform(seed.centre, label * dim + i % dim) * 0.55 + uniform(seed.noise, i);
  });
  return { vectors, labels, dim };
}

Deno.test({
  ...needsShared("evaluateRetrieval() and search() give the reference's numbers", REFERENCE),
  fn: async () => {
    const reference = JSON.parse(readFileSync(sharedPath(REFERENCE), "utf8"));
    const { categorySizes, dim, seed, neighbours } = reference;
    const data = scattered(categorySizes, dim, seed);
    const report = await evaluateRetrieval({ ...data, k: 5 });
    for (const field of ["n", "dim", "k", "selfIncluded"] as const) {
      near(report[field], reference[field], 1e-9, field);
    }
    const { precision, averagePrecision, mapAtR, rPrecision } = report.leaveOneOut;
    const named = {
      precisionAt5: precision,
      averagePrecisionAt5: averagePrecision,
      mapAtR,
      rPrecision,
    };
    near(named, reference.leaveOneOut, 1e-9, "leaveOneOut");
    assert.equal(report.singleItemCategories, 1);
    const found = await FlatIndex.build(data.vectors, dim).search(data.vectors, 6);
    neighbours.rows.forEach((row: number, i: number) => {
      const expected = neighbours.indices[i];
      assert.deepEqual([...found.indices.subarray(row * 6, row * 6 + 6)], expected);
      near(
        [...found.distances.subarray(row * 6, row * 6 + 6)],
        neighbours.squaredDistances[i],
        2e-5,
      );
      assert.deepEqual(
        [...report.neighbours.indices.subarray(row * 5, row * 5 + 5)],
        expected.slice(1),
      );
    });
  },
});

Deno.test("evaluateRetrieval() by hand: five points on a line", async () => {
  // Places 0 1 3 7 20 with labels a a b a b. The order of the others, and which are relevant (R is
  // 2 for a, 1 for b):
  // row 0 (a): 1 3 7 20 -> 1 0 1 0; row 1 (a): 0 3 7 20 -> 1 0 1 0; row 2 (b): 1 0 7 20 -> 0 0 0 1;
  // row 3 (a): 3 1 0 20 -> 0 1 1 0; row 4 (b): 7 3 1 0 -> 0 1 0 0.
  const report = await evaluateRetrieval({
    vectors: Float32Array.of(0, 1, 3, 7, 20),
    dim: 1,
    labels: ["a", "a", "b", "a", "b"],
    k: 2,
    resamples: 10,
  });
  const { leaveOneOut, selfIncluded } = report;
  // P@2 is 1/2, 1/2, 0, 1/2, 1/2: a 1/2, b 1/4.
  near(
    leaveOneOut.precision,
    { perCategory: { a: 0.5, b: 0.25 }, macro: 0.375, micro: 0.4 },
    1e-12,
  );
  // AP@2: (1)/2, (1)/2, 0, (1/2)/2 for a; (1/2)/1 for the last: a 5/12, b 1/4; micro 7/4/5.
  near(
    leaveOneOut.averagePrecision,
    { perCategory: { a: 5 / 12, b: 0.25 }, macro: 1 / 3, micro: 0.35 },
    1e-12,
  );
  // The first R of b is one place: no hit. R-precision of a: 1/2 each; MAP@R is AP@2 there.
  near(leaveOneOut.rPrecision, { perCategory: { a: 0.5, b: 0 }, macro: 0.25, micro: 0.3 }, 1e-12);
  near(leaveOneOut.mapAtR, { perCategory: { a: 5 / 12, b: 0 }, macro: 5 / 24, micro: 0.25 }, 1e-12);
  // With the query first: 2/2 for rows 0 and 1, 1/2 for the others.
  near(selfIncluded, { perCategory: { a: 2.5 / 3, b: 0.5 }, macro: 4 / 6 }, 1e-12);
  // Two of the four others of an a are relevant, one of a b's.
  near(report.chance, { macro: 0.375, micro: (3 * 0.5 + 2 * 0.25) / 5 }, 1e-12);
  assert.deepEqual(report.categorySizes, new Map([["a", 3], ["b", 2]]));
  assert.deepEqual([...report.hits], [1, 1, 0, 1, 1]);
  assert.deepEqual([...report.neighbours.indices], [1, 2, 0, 2, 1, 0, 2, 1, 3, 2]);
  assert.deepEqual([...report.neighbours.distances.subarray(0, 4)], [1, 9, 1, 4]);
});

Deno.test("evaluateRetrieval() by hand: without the neighbours of the query's group", async () => {
  // The same five points; rows 0 and 1 are of one group. Outside it, row 0 finds 3 7 20 -> 0 1 0 and
  // row 1 the same, R is 1 for both; the others find what they found before.
  const report = await evaluateRetrieval({
    vectors: Float32Array.of(0, 1, 3, 7, 20),
    dim: 1,
    labels: ["a", "a", "b", "a", "b"],
    groups: ["x", "x", undefined, undefined, "y"],
    k: 2,
    resamples: 10,
  });
  const { queryCount, precision, averagePrecision, rPrecision, chance } = report.leaveOneGroupOut!;
  assert.equal(queryCount, 5);
  near(precision, { perCategory: { a: 0.5, b: 0.25 }, micro: 0.4 }, 1e-12);
  // (1/2)/1 for rows 0 and 1, 1/4 for row 3; b as before.
  near(averagePrecision, { perCategory: { a: 1.25 / 3, b: 0.25 }, micro: 0.35 }, 1e-12);
  near(rPrecision, { perCategory: { a: 0.5 / 3, b: 0 }, micro: 0.1 }, 1e-12);
  near(chance, { micro: (1 / 3 + 1 / 3 + 1 / 4 + 1 / 2 + 1 / 4) / 5 }, 1e-12);
  near(report.leaveOneOut.precision, { micro: 0.4 }, 1e-12);
  // Alone in its group with its category, an item finds nothing and is not counted.
  const alone = await evaluateRetrieval({
    vectors: Float32Array.of(0, 1, 3, 4),
    dim: 1,
    labels: ["a", "a", "b", "b"],
    groups: ["x", "x", "y", "z"],
    k: 1,
    resamples: 10,
  });
  assert.equal(alone.leaveOneGroupOut!.queryCount, 2);
  near(alone.leaveOneGroupOut!.precision, { perCategory: { b: 1 }, micro: 1 }, 1e-12);
  assert.deepEqual(alone.leaveOneGroupOut!.difference, { value: 0, interval: [0, 0] });
  // Rows 0 and 1 of group x find each other, and outside it the "b" at 5; row 3 finds that one, and
  // outside group y row 1. The only "b" does not count. The same group twice is in half the samples.
  const { leaveOneGroupOut } = await evaluateRetrieval({
    vectors: Float32Array.of(0, 1, 5, 6),
    dim: 1,
    labels: ["a", "a", "b", "a"],
    groups: ["x", "x", "y", "y"],
    k: 1,
  });
  near(leaveOneGroupOut!.precision, { micro: 1 / 3 }, 1e-12);
  near(leaveOneGroupOut!.difference, { value: -1 / 3 }, 1e-12);
  assert.deepEqual(leaveOneGroupOut!.difference.interval, [-1, 1]);
});

Deno.test("evaluateRetrieval() leaves out the query by row, not by distance", async () => {
  // 10,000 equal vectors, row r of category r % 100. The neighbours of a row are the five lowest
  // rows but itself. A row of category 0 to 4 finds the row of that number, which itself finds none.
  await useBackend((await availableBackends())[0]);
  const n = 10_000;
  const report = await evaluateRetrieval({
    vectors: new Float32Array(n * 8).fill(0.7),
    dim: 8,
    labels: Array.from({ length: n }, (_, row) => row % 100),
    resamples: 2,
  });
  assert.deepEqual([...report.neighbours.indices.subarray(0, 10)], [1, 2, 3, 4, 5, 0, 2, 3, 4, 5]);
  const { perCategory, macro } = report.leaveOneOut.precision;
  near(perCategory, { 0: 0.2 * 0.99, 4: 0.2 * 0.99, 5: 0, 99: 0 }, 1e-12);
  near(macro, 0.05 * 0.2 * 0.99, 1e-12);
  near(report.selfIncluded, { perCategory: { 0: 0.2, 4: 0.2, 5: 0 }, macro: 0.05 * 0.2 }, 1e-12);
  // R is 99, and the first 99 of the others are rows 0 to 98 (or 99): one hit for each row of
  // category 0 to 98 but its lowest, in all 99 * 99 of 1/99.
  near(report.leaveOneOut.rPrecision.micro, 99 / n, 1e-12);
});

Deno.test("evaluateRetrieval() ranks all the way down as sorting does, by products or directly", async () => {
  // 18 million multiplications: enough for products. Some rows are equal, some nearly.
  const dim = 50;
  const data = scattered([300, 200, 90, 9, 1], dim, { centre: 21, noise: 22 });
  const { vectors, labels } = data;
  for (let row = 300; row < 310; row++) vectors.copyWithin(row * dim, 0, dim);
  for (let row = 310; row < 330; row++) {
    vectors.copyWithin(row * dim, (row - 300) * dim, (row - 299) * dim);
    vectors[row * dim] = vectors[row * dim]! + 1e-6;
  }
  const before = vectors.slice();
  const { indices } = nearestBySorting(vectors, vectors, dim, labels.length);
  const sizes = [300, 200, 90, 9, 1];
  const expected = labels.map((label, query) => {
    const row = indices.slice(query * labels.length, (query + 1) * labels.length);
    const relevant = row.filter((i) => i !== query).map((i) => labels[i] === label ? 1 : 0);
    const count = sizes[label]! - 1;
    return [
      averagePrecisionAt(relevant, 3, count),
      mapAtR(relevant, count),
      rPrecision(relevant, count),
    ];
  });
  const means = [0, 1, 2].map((i) => {
    return expected.slice(0, 599).reduce((sum, scores) => sum + scores[i]!, 0) / 599;
  });
  // WebGPU agrees too, but takes long on a software adapter.
  for (const backend of (await availableBackends()).filter((name) => name !== "webgpu")) {
    await useBackend(backend);
    const { leaveOneOut } = await evaluateRetrieval({ ...data, k: 3, resamples: 1 });
    const { averagePrecision, mapAtR, rPrecision } = leaveOneOut;
    near([averagePrecision.micro, mapAtR.micro, rPrecision.micro], means, 1e-12, backend);
  }
  assert.deepEqual(vectors, before);
});

Deno.test("evaluateRetrieval() refuses what it cannot judge", async () => {
  const vectors = Float32Array.of(0, 1, 2, 3);
  const labels = [0, 0, 1, 1];
  const cases: [Parameters<typeof evaluateRetrieval>[0], RegExp][] = [
    [{ vectors, dim: 1, labels }, /k must be an integer from 1 to the 3 other items: .* is 5$/],
    [{ vectors, dim: 1, labels, k: 0 }, /current value is 0$/],
    [{ vectors, dim: 1, labels: [0, 1], k: 1 }, /labels must have 4 entries.* value is 2$/],
    [{ vectors, dim: 1, labels: [1, 2, 3, 4], k: 1 }, /two items: current value is 4 items in 4/],
    [{ vectors, dim: 1, labels, k: 1, resamples: 0 }, /resamples must be .* value is 0$/],
    [{ vectors: Float32Array.of(NaN), dim: 1, labels: [1], k: 1 }, /vectors must be finite/],
  ];
  for (const [input, message] of cases) {
    await assert.rejects(
      evaluateRetrieval(input),
      (error: Error) => error instanceof RangeError && message.test(error.message),
    );
  }
});

Deno.test("evaluateQueries() by hand: queries against an index of another split", async () => {
  // Index: 0 a, 1 a, 10 b. Query 2 of a finds 1, 0 (both a); query 9 of b finds 10 (b), 1; query 5
  // of c finds nothing of its own and counts in no mean.
  const report = await evaluateQueries({
    vectors: Float32Array.of(0, 1, 10),
    dim: 1,
    labels: ["a", "a", "b"],
    queries: Float32Array.of(2, 9, 5),
    queryLabels: ["a", "b", "c"],
    k: 2,
    resamples: 10,
  });
  near(report.heldOut.precision, { perCategory: { a: 1, b: 0.5 }, macro: 0.75, micro: 0.75 }, 0);
  near(report.heldOut.averagePrecision, { macro: 1, micro: 1 }, 0);
  near(report.heldOut.mapAtR, { perCategory: { a: 1, b: 1, c: 0 }, macro: 1, micro: 1 }, 0);
  near(report.chance, { macro: 0.5, micro: 0.5 }, 1e-12);
  assert.deepEqual(report.missingCategories, ["c"]);
  assert.deepEqual([...report.neighbours.indices], [1, 0, 2, 1, 1, 0]);
  assert.deepEqual([report.n, report.queryCount], [3, 3]);
});

Deno.test("evaluateQueries() by hand: without the index's rows of the query's group", async () => {
  const given = { vectors: Float32Array.of(0, 2, 9), dim: 1, labels: ["a", "b", "a"], k: 1 };
  const asked = { queries: Float32Array.of(1, 8), queryLabels: ["a", "a"], resamples: 10 };
  const groups = ["x", "y", "z"];
  const report = await evaluateQueries({ ...given, ...asked, groups, queryGroups: ["x", "w"] });
  // The first query is as near to row 0 as to row 1; without its group's row 0 it finds row 1.
  near(report.heldOut.precision, { micro: 1 }, 1e-12);
  near(report.leaveOneGroupOut!.precision, { micro: 0.5 }, 1e-12);
  near(report.leaveOneGroupOut!.chance, { micro: (1 / 2 + 2 / 3) / 2 }, 1e-12);
  const others = await evaluateQueries({ ...given, ...asked, groups, queryGroups: ["v", "w"] });
  assert.equal(others.leaveOneGroupOut, undefined);
});

Deno.test("evaluateQueries() refuses queries none of which has its category in the index", async () => {
  const given = { vectors: Float32Array.of(0, 1), dim: 1, labels: ["a", "b"], k: 1 };
  await assert.rejects(
    evaluateQueries({ ...given, queries: Float32Array.of(0), queryLabels: ["c"] }),
    RangeError,
  );
});
