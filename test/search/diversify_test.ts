import assert from "node:assert/strict";
import { diversify } from "../../lib/search/diversify.ts";

// On a line, the query at 0: two pairs of near candidates on either side, and one far away.
const AT = [1, 1.1, -2, -2.2, 9];
const DISTANCES = AT.map(Math.abs);
const between = (a: number, b: number) => Math.abs(AT[a]! - AT[b]!);

Deno.test("diversify() takes the nearest at 0 and spreads with its weight", () => {
  assert.deepEqual(diversify(DISTANCES, { k: 3, diversity: 0, between }), [0, 1, 2]);
  // At 0.4, after 1: 0.6 * 1.1 - 0.4 * 0.1 = 0.62, 1.2 - 1.2 = 0, 1.32 - 1.28 = 0.04, 5.4 - 3.2 = 2.2;
  // after -2: 1.1: 0.62; -2.2: 1.32 - 0.4 * 0.2 = 1.24; 9: 2.2.
  assert.deepEqual(diversify(DISTANCES, { k: 3, diversity: 0.4, between }), [0, 2, 1]);
  // At 1 the distance to the query counts no more: 9 is 8 from 1, then -2.2 is 3.2 from 1.
  assert.deepEqual(diversify(DISTANCES, { k: 3, diversity: 1, between }), [0, 4, 3]);
});

Deno.test("diversify() gives all where there are fewer than k", () => {
  assert.deepEqual(diversify([], { k: 2, diversity: 0.5, between }), []);
  assert.deepEqual(diversify([1, 1.1], { k: 5, diversity: 0.5, between }), [0, 1]);
  assert.deepEqual(diversify([1, 1.1], { k: 5, diversity: 0, between }), [0, 1]);
});
