import assert from "node:assert/strict";
import { summariseSplits } from "../../../lib/dataset/split/split_report.ts";
import type { Split } from "../../../lib/dataset/split/split.ts";

const item = (group: string | undefined, category: string, split: Split) => ({
  group,
  category,
  split,
});

Deno.test("summariseSplits() counts items, groups, categories and shared groups", () => {
  const items = [
    item("a", "Hats", "train"),
    item("a", "Shoes", "train"),
    item("b", "Hats", "train"),
    item("c", "Shoes", "validation"),
    item("c", "Shoes", "validation"),
  ];
  assert.deepEqual(summariseSplits(items), [
    { split: "train", items: 3, fraction: 0.6, groups: 2, categories: 2, sharedWithTraining: 0 },
    {
      split: "validation",
      items: 2,
      fraction: 0.4,
      groups: 1,
      categories: 1,
      sharedWithTraining: 0,
    },
    { split: "test", items: 0, fraction: 0, groups: 0, categories: 0, sharedWithTraining: 0 },
  ]);
  // Row by row: the second piece of "a" is tested while the first trains; "c" is in no training.
  const rows = summariseSplits(items, ["train", "test", "train", "validation", "test"]);
  assert.deepEqual(rows.map(({ sharedWithTraining }) => sharedWithTraining), [0, 0, 1]);
  assert.deepEqual(rows.map(({ groups }) => groups), [2, 1, 2]);
});

Deno.test("summariseSplits() of photos without boards shares nothing", () => {
  const items = [item(undefined, "Hats", "train"), item(undefined, "Hats", "test")];
  const reports = summariseSplits(items);
  assert.deepEqual(reports.map(({ groups }) => groups), [0, 0, 0]);
  assert.ok(reports.every(({ sharedWithTraining }) => sharedWithTraining === 0));
  assert.ok(summariseSplits([]).every(({ fraction }) => fraction === 0));
});
