import assert from "node:assert/strict";
import {
  pairedDifference,
  scoreDifferences,
  type ScoredQueries,
} from "../../lib/metrics/differences.ts";
import { createRandom } from "../../lib/io/random.ts";

function queries(scores: number[], codes: number[], categories = ["a", "b"]): ScoredQueries {
  return {
    scores: Float64Array.from(scores),
    grouping: {
      categories,
      codes: Int32Array.from(codes),
      counted: Uint8Array.from(
        categories,
        (_, code) => codes.filter((other) => other === code).length > 1 ? 1 : 0,
      ),
    },
  };
}

Deno.test("pairedDifference() is the mean of the queries' differences, by hand", () => {
  // Differences 0.2, 0 and 0.4.
  const { value, interval } = pairedDifference([0, 0.2, 0.4], [0.2, 0.2, 0.8]);
  assert.ok(Math.abs(value - 0.2) < 1e-12);
  // One sample in 27 draws the second query alone, another the third alone: over 2.5 % each.
  assert.deepEqual(interval.map((end) => Number(end.toFixed(12))), [0, 0.4]);
  // A shift that all queries share is sure, however much they differ.
  const shifted = pairedDifference([0, 0.5, 1], [0.125, 0.625, 1.125]);
  assert.deepEqual(shifted, { value: 0.125, interval: [0.125, 0.125] });
  assert.throws(() => pairedDifference([1], [1, 2]), /one of each per query: .* 1 and 2/);
  assert.throws(() => pairedDifference([], []), RangeError);
});

Deno.test("pairedDifference() draws whole groups", () => {
  const from = new Float64Array(20);
  const to = from.map((_, query) => query < 10 ? 1 : 0);
  // Alone the 20 queries have a standard error of 0.11; of two groups every fourth sample is the same
  // one twice.
  const [low, high] = pairedDifference(from, to).interval;
  assert.ok(low > 0.25 && low < 0.35 && high > 0.65 && high < 0.75, `${low} to ${high}`);
  const groups = Int32Array.from(from, (_, query) => query < 10 ? 0 : 1);
  assert.deepEqual(pairedDifference(from, to, { groups }), { value: 0.5, interval: [0, 1] });
});

Deno.test("scoreDifferences() gives micro, macro and category means, by hand", () => {
  const codes = [0, 0, 0, 1, 1];
  const from = queries([0, 0.2, 0.4, 1, 0], codes);
  const to = queries([0.2, 0.2, 0.8, 1, 0.5], codes);
  const { micro, macro, perCategory } = scoreDifferences(from, to, { paired: true });
  // a: 0.4 - 0.2; b: 0.75 - 0.5; micro: 2.7 / 5 - 1.6 / 5; macro: the mean of 0.2 and 0.25.
  assert.ok(Math.abs(perCategory.get("a")!.value - 0.2) < 1e-12);
  assert.ok(Math.abs(perCategory.get("b")!.value - 0.25) < 1e-12);
  assert.ok(Math.abs(micro.value - 0.22) < 1e-12);
  assert.ok(Math.abs(macro.value - 0.225) < 1e-12);
  assert.deepEqual(scoreDifferences(from, to, { paired: true }).micro, micro);
});

Deno.test("scoreDifferences() paired is sure of a shift that queries share; unpaired is not", () => {
  const random = createRandom(5);
  const scores = Array.from({ length: 200 }, random);
  const codes = scores.map((_, i) => i % 2);
  const from = queries(scores, codes);
  const to = queries(scores.map((score) => score + 0.01), codes);
  const paired = scoreDifferences(from, to, { paired: true }).micro.interval;
  assert.ok(paired.every((end) => Math.abs(end - 0.01) < 1e-12));
  const [low, high] = scoreDifferences(from, to, { paired: false }).micro.interval;
  // The standard error of each mean is 0.29 / sqrt(200) = 0.02, of the difference 0.029.
  assert.ok(low < -0.03 && high > 0.05 && high - low > 0.09 && high - low < 0.14);
});

Deno.test("scoreDifferences() does not draw a category's only query", () => {
  const from = queries([0.5, 0.5, 0], [0, 0, 1]);
  const to = queries([0.5, 0.5, 1], [0, 0, 1]);
  const { micro, perCategory } = scoreDifferences(from, to, { paired: true });
  assert.deepEqual(micro, { value: 0, interval: [0, 0] });
  assert.deepEqual([...perCategory.keys()], ["a"]);
});

Deno.test("scoreDifferences() compares the categories that both have, and pairs no others", () => {
  const from = queries([0, 0, 1, 1], [0, 0, 1, 1], ["a", "b"]);
  const to = queries([1, 1, 0, 0], [0, 0, 1, 1], ["b", "c"]);
  const { perCategory } = scoreDifferences(from, to, { paired: false });
  assert.deepEqual(perCategory, new Map([["b", { value: 0, interval: [0, 0] }]]));
  assert.throws(() => scoreDifferences(from, to, { paired: true }), RangeError);
});

Deno.test("scoreDifferences() takes any text for a category", () => {
  const codes = [0, 0, 1, 1];
  const from = queries([0, 0, 1, 1], codes, ["__proto__", "constructor"]);
  const to = queries([1, 1, 1, 1], codes, ["__proto__", "constructor"]);
  const { perCategory } = scoreDifferences(from, to, { paired: true });
  assert.deepEqual([...perCategory].map(([name, { value }]) => [name, value]), [
    ["__proto__", 1],
    ["constructor", 0],
  ]);
});
