import assert from "node:assert/strict";
import { categoryMeans, summariseScores } from "../../lib/metrics/bootstrap.ts";

// Three queries of category a, one of b, one of c; c does not count.
const GROUPING = {
  categories: ["a", "b", "c"],
  codes: Int32Array.of(0, 1, 0, 2, 0),
  counted: Uint8Array.of(1, 1, 0),
};
const SCORES = Float64Array.of(0.5, 1, 0, 0.25, 0.1);

Deno.test("categoryMeans() means within categories, then over those that count", () => {
  // a: (0.5 + 0 + 0.1) / 3 = 0.2; macro: (0.2 + 1) / 2.
  const { perCategory, macro } = categoryMeans(SCORES, GROUPING);
  assert.ok(Math.abs(perCategory.a! - 0.2) < 1e-12);
  assert.deepEqual([perCategory.b, perCategory.c], [1, 0.25]);
  assert.ok(Math.abs(macro - 0.6) < 1e-12);
});

Deno.test("summariseScores() repeats with its seed, and its intervals hold the means", () => {
  const options = { resamples: 300, seed: 4 };
  const { score } = summariseScores({ score: SCORES }, GROUPING, options);
  assert.ok(Math.abs(score.micro - 1.6 / 4) < 1e-12);
  for (const name of ["macro", "micro"] as const) {
    const [low, high] = score.interval[name];
    assert.ok(low < score[name] && score[name] < high, `${low} ${score[name]} ${high}`);
  }
  assert.deepEqual(summariseScores({ score: SCORES }, GROUPING, options).score, score);
  const other = summariseScores({ score: SCORES }, GROUPING, { ...options, seed: 5 });
  assert.notDeepEqual(other.score.interval, score.interval);
});

Deno.test("summariseScores() resamples groups: equal queries of a group are worth one", () => {
  // 100 groups of four queries each that score alike: the interval is that of 100 queries.
  const scores = Float64Array.from({ length: 400 }, (_, i) => Math.floor(i / 4) % 2);
  const codes = new Int32Array(400);
  const grouping = { categories: ["a"], codes, counted: Uint8Array.of(1) };
  const groups = codes.map((_, i) => Math.floor(i / 4));
  const width = (of: typeof grouping & { groups?: Int32Array }) => {
    const { interval } = summariseScores({ score: scores }, of, { resamples: 2000 }).score;
    return interval.micro[1] - interval.micro[0];
  };
  const [one, four] = [width({ ...grouping, groups }), width(grouping)];
  assert.ok(Math.abs(one - 2 * 1.96 * 0.05) < 0.02, String(one));
  assert.ok(Math.abs(four - one / 2) < 0.01, String(four));
});

Deno.test("summariseScores() gives the normal interval of a mean of many queries", () => {
  // 1000 queries, a share p = 0.3 of ones: standard error sqrt(0.3 * 0.7 / 1000) = 0.01449, and
  // 1.96 of it to both sides is 0.2716 to 0.3284.
  const scores = Float64Array.from({ length: 1000 }, (_, i) => i % 10 < 3 ? 1 : 0);
  const grouping = {
    categories: ["a"],
    codes: new Int32Array(1000),
    counted: Uint8Array.of(1),
  };
  const { score } = summariseScores({ score: scores }, grouping, { resamples: 2000, seed: 1 });
  const [low, high] = score.interval.micro;
  assert.ok(Math.abs(low - 0.2716) < 0.003, String(low));
  assert.ok(Math.abs(high - 0.3284) < 0.003, String(high));
  assert.deepEqual(score.interval.macro, score.interval.micro);
});
