import assert from "node:assert/strict";
import { apportion } from "../../../lib/dataset/split/apportion.ts";

Deno.test("apportion() gives the largest remainders one more each", () => {
  // Quotas of 10 among 5, 3, 1 of 9: 5.56, 3.33, 1.11. Floors 5, 3, 1; one left for .56.
  assert.deepEqual(apportion([5, 3, 1], 10, { capacities: [9, 9, 9] }), [6, 3, 1]);
});

Deno.test("apportion() breaks ties by the given order", () => {
  assert.deepEqual(apportion([2, 2, 2], 1), [1, 0, 0]);
  assert.deepEqual(apportion([2, 2, 2], 1, { order: [2, 0, 1] }), [0, 0, 1]);
});

Deno.test("apportion() keeps within the capacities and passes on what they refuse", () => {
  // Quotas 3, 1: the first holds 1, so two more go to the second, which holds 2.
  assert.deepEqual(apportion([6, 2], 4, { capacities: [1, 2] }), [1, 2]);
  assert.deepEqual(apportion([6, 2], 4, { capacities: [1, 9] }), [1, 3]);
});

Deno.test("apportion() takes nothing, nobody and no weight", () => {
  assert.deepEqual(apportion([], 0), []);
  assert.deepEqual(apportion([3, 4], 0), [0, 0]);
  assert.deepEqual(apportion([0, 0], 0), [0, 0]);
});

Deno.test("apportion() never changes its arguments", () => {
  const weights = [3, 1];
  const order = [1, 0];
  apportion(weights, 2, { order });
  assert.deepEqual([weights, order], [[3, 1], [1, 0]]);
});
