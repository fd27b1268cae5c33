import assert from "node:assert/strict";
import { evaluateLook } from "../../lib/metrics/look.ts";

const item = (category: string, colour?: string, pattern?: string, group?: string) => ({
  category,
  ...(group && { group }),
  attributes: { ...(colour && { colour }), ...(pattern && { pattern }) },
});

Deno.test("evaluateLook() by hand: the category, and the colour or the pattern", () => {
  const items = [
    item("shoe", "red", "plain"),
    item("shoe", "blue", "plain"),
    item("shoe", "blue", "striped"),
    item("hat", "red", "plain"),
  ];
  // Alike: rows 0 and 1 (pattern), 1 and 2 (colour). Nothing is like the hat, which does not count.
  const neighbours = {
    k: 2,
    indices: Int32Array.of(1, 3, 0, 3, 0, 3, 0, 1),
    distances: new Float32Array(8),
  };
  const score = evaluateLook({ neighbours, items, k: 2, resamples: 10 })!;
  assert.equal(score.queryCount, 3);
  // Row 0 finds 1 of 2, row 1 finds 1, row 2 none.
  assert.equal(score.precision.micro, 1 / 3);
  // One of three others is like row 0, two are like row 1, one is like row 2.
  assert.ok(Math.abs(score.chance.micro - 4 / 9) < 1e-12);
});

Deno.test("evaluateLook() of held-out queries, whose colour may be unknown", () => {
  const items = [item("shoe", "red"), item("shoe", "blue"), item("hat", "red")];
  const queries = [item("shoe", "blue", undefined, "a"), item("shoe"), item("hat", "red")];
  const neighbours = {
    k: 1,
    indices: Int32Array.of(1, 0, 0),
    distances: new Float32Array(3),
  };
  const score = evaluateLook({ neighbours, items, queries, k: 1, resamples: 10 })!;
  assert.deepEqual([score.queryCount, score.precision.micro], [2, 0.5]);
  assert.ok(Math.abs(score.chance.micro - 1 / 3) < 1e-12);
  const unknown = { neighbours, items, queries: [item("shoe"), item("shoe"), item("hat")], k: 1 };
  assert.equal(evaluateLook(unknown), undefined);
});
