import assert from "node:assert/strict";
import type { Item, Split } from "../../lib/dataset/store/image_store.ts";
import { coverageChart } from "../../lib/report/coverage_chart.ts";

/** Images of two categories around 0 and around 10. */
function searched(splits: readonly Split[]) {
  const items = Array.from({ length: 40 }, (_, i): Item => {
    const [category, split] = [i % 2 ? "hat" : "bag", splits[i % splits.length]!];
    return { id: `${i}`, file: `${i}`, category, split, width: 1, height: 1, attributes: {} };
  });
  const vectors = Float32Array.from(items, (_, i) => (i % 2) * 10 + i / 40);
  const rowsOf = (split: Split) =>
    Uint32Array.from(items.keys()).filter((row) => items[row]!.split === split);
  const ids = items.map(({ id }) => id);
  return { store: { items, rowsOf }, embedding: { name: "line", vectors, dim: 1, ids } };
}

Deno.test("coverageChart() draws precision and coverage of test queries", async () => {
  const figure = await coverageChart(searched(["train", "train", "validation", "test", "test"]));
  if (typeof figure === "string") throw new Error(figure);
  const lines = figure.data as { name: string; x: number[]; y: number[] }[];
  assert.deepEqual(lines.map(({ name }) => name), [
    "precision: shown neighbours of the category",
    "coverage: queries with a neighbour",
  ]);
  // Neighbours of the own category are at most 1 away, others 9 or more: a cut-off tells them apart.
  assert.deepEqual(lines.map(({ y }) => y.at(-1)), [1, 1]);
});

Deno.test("coverageChart() says which split is empty", async () => {
  const text = "Distances are not calibrated as the test split is empty";
  assert.equal(await coverageChart(searched(["train", "validation"])), text);
});
