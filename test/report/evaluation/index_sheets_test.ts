import assert from "node:assert/strict";
import type { ImageStore } from "../../../lib/dataset/store/image_store.ts";
import {
  nearDuplicateSheet,
  outlierSheet,
  pcaSizeResults,
  permutationVerdict,
} from "../../../lib/report/evaluation/index_sheets.ts";
import { kNearest } from "../../../lib/search/neighbours.ts";
import { madeMetrics } from "./made_metrics.ts";

// Forty images in a row, the first two nearly at one place, the last far away.
const places = Float32Array.from({ length: 40 }, (_, i) => i === 1 ? 0.01 : i === 39 ? 500 : 2 * i);
const ids = Array.from(places, (_, i) => `${i}`);
const items = ids.map((id, i) => ({ id, category: i % 2 === 0 ? "Bags" : "Hats" }));
const store = {
  items,
  readImages: (rows: ArrayLike<number>) => Promise.resolve(new Uint8Array(rows.length * 49152)),
} as unknown as ImageStore; // Only these are read.
const rows = Uint32Array.from(ids, Number);
const neighbours = await kNearest({ vectors: places, dim: 1 }, 5, { exclude: "self" });
const embedding = { name: "+Layer (512-d)", ids, vectors: places, dim: 1, neighbours };

Deno.test("nearDuplicateSheet() counts pairs within the ratio and shows the nearest", async () => {
  const { count, sheet } = await nearDuplicateSheet(store, rows, [embedding], { pairs: 3 });
  assert.equal(count, 1);
  assert.equal(sheet.alt, "The 3 nearest pairs of images");
});

Deno.test("outlierSheet() shows the farthest of each embedding", async () => {
  const sheet = await outlierSheet(store, rows, [embedding, embedding], { k: 2, count: 4 });
  const one = await outlierSheet(store, rows, [embedding], { k: 2, count: 4 });
  assert.ok(sheet.height > 1.8 * one.height);
});

Deno.test("pcaSizeResults() compares the best number of components with all", () => {
  const metrics = madeMetrics([{ name: "+Layer (512-d)", test: [1] }]);
  /** Hits of the 40 images by turns. */
  const size = (components: number, ...turns: number[]) => {
    const hits = Int32Array.from({ length: 40 }, (_, i) => turns[i % turns.length]!);
    const precision = hits.reduce((sum, count) => sum + count, 0) / 200;
    const interval: [number, number] = [precision - 0.05, precision + 0.05];
    return { components, precision, interval, hits, mse: 0 };
  };
  const seen = (...sizes: number[][]) =>
    pcaSizeResults(metrics, sizes.map((turns, i) => size(2 ** i, ...turns)))[1].source;
  assert.match(seen([1], [3], [2]), /yes\..*highest with 2 components/s);
  // Four of 40 images lose one hit of five each: within both intervals, and sure.
  assert.match(seen([1], [3], [...new Array(9).fill(3), 2]), /yes\./);
  assert.match(seen([1], [3, 4], [4, 3, 3]), /cannot tell\./);
  assert.match(seen([1], [2], [3]), /no\./);
  assert.equal(pcaSizeResults(metrics, [size(2, 2)])[0].data.length, 2);
});

Deno.test("permutationVerdict() expects chance", () => {
  const metrics = madeMetrics([{ name: "+Layer (512-d)", test: [1] }]);
  const level = 0.395; // what this seed's permutation happens to give
  const seen = (micro: number) =>
    permutationVerdict({ ...metrics, chance: { macro: micro, micro } }, [embedding, embedding]);
  assert.match(seen(level).source, /yes\./);
  assert.match(seen(0.9).source, /no\./);
});
