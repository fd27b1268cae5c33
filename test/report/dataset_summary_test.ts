import assert from "node:assert/strict";
import type { Item } from "../../lib/dataset/store/items_table.ts";
import {
  balanceVerdict,
  compareSplits,
  datasetSummary,
  leakVerdict,
  overlapVerdict,
  skippedVerdict,
  splitCounts,
  splitTable,
} from "../../lib/report/dataset_summary.ts";
import type { OpenedDataset } from "../../lib/runs/open_dataset.ts";
import { plainText } from "../../lib/view/plain_text.ts";

const item = (category: string, split: Item["split"], group?: string, box?: Item["box"]) =>
  ({
    id: "",
    file: "",
    category,
    split,
    attributes: {},
    ...(group ? { group } : {}),
    ...(box ? { box } : {}),
  }) as Item;

const opened = (facts: Partial<OpenedDataset>) =>
  ({
    ...{ name: "shop", count: 0, categories: ["a"], items: [], skipped: [], ...facts },
    rowsOf: (split) =>
      Uint32Array.from((facts.items ?? []).keys())
        .filter((row) => facts.items![row]!.split === split),
  }) as OpenedDataset;

const text = (facts: Partial<OpenedDataset>, profile: "quick" | "long" = "quick") =>
  datasetSummary(opened(facts), { profile }).map(plainText).join("\n");

Deno.test("datasetSummary() says in bold how many of the images a profile uses", () => {
  assert.match(
    text({ count: 700, available: 3410 }),
    /\*\*700 of 3,410 photos are used: PROFILE=long takes up to 5,000, PROFILE=paper takes all\.\*\*/,
  );
  assert.match(text({ count: 5000, available: 9000 }, "long"), /are used: PROFILE=paper takes all/);
  assert.doesNotMatch(text({ count: 3, available: 3 }), /are used/);
  // What was read and then skipped was not left out by the profile.
  const skipped = [{ file: "x.jpg", reason: "damaged" }];
  assert.doesNotMatch(text({ count: 3, available: 4, skipped }), /are used/);
});

Deno.test("datasetSummary() names skipped files and their reasons", () => {
  const shown = text({ skipped: [{ file: "x.jpg", reason: "damaged" }] });
  assert.match(shown, /x\.jpg\s+damaged/);
});

Deno.test("skippedVerdict() expects skipped files of photos, and none of drawings", () => {
  const skipped = [{ file: "x.jpg", reason: "damaged" }];
  const seen = (name: string, files: typeof skipped) =>
    skippedVerdict({ name, skipped: files }).source;
  assert.match(seen("shop", skipped), /\*\*yes\.\*\* 1 were skipped/);
  assert.match(seen("shop", []), /\*\*no\.\*\* Nothing had to be skipped/);
  assert.match(seen("boards", []), /\*\*yes\.\*\*/);
});

Deno.test("overlapVerdict() counts boxes that share pixels with another box of their board", () => {
  const items = [
    item("a", "train", "b", [0, 0, 0.5, 0.5]),
    item("a", "train", "b", [0.4, 0.4, 0.5, 0.5]),
    item("a", "train", "b", [0.9, 0, 0.1, 0.1]),
    item("a", "train", "c", [0, 0, 1, 1]),
  ];
  assert.match(overlapVerdict(items).source, /\*\*yes\.\*\* 2 of 4 boxes overlap another one/);
  assert.match(overlapVerdict(items.slice(2)).source, /\*\*no\.\*\* 0 of 2/);
  assert.match(overlapVerdict([item("a", "train")]).source, /cannot tell/);
});

Deno.test("splitCounts() has one count a category, and balanceVerdict() compares their sums", () => {
  const items = [item("a", "train"), item("a", "test"), item("b", "train")];
  const series = splitCounts({ items, categories: ["a", "b"] });
  assert.deepEqual(series.map(({ name, counts }) => [name, ...counts]), [
    ["train", 1, 1],
    ["validation", 0, 0],
    ["test", 1, 0],
  ]);
  assert.match(balanceVerdict(series).source, /\*\*yes\.\*\* The largest has 2, the smallest 1/);
  assert.match(balanceVerdict([{ name: "train", counts: [3, 2] }]).source, /\*\*no\.\*\*/);
});

Deno.test("a split by row leaks where boards have several items", () => {
  const items = Array.from(
    { length: 40 },
    (_, i) => item("a", i < 36 ? "train" : "test", `${i % 2}`),
  );
  const comparison = compareSplits({ items, count: 40 }, { seed: 1 });
  assert.equal(comparison.byRow!.reduce((sum, row) => sum + row.items, 0), 40);
  assert.match(plainText(splitTable(comparison)), /the same, split by row/);
  assert.match(leakVerdict(comparison).source, /\*\*yes\.\*\* Split by row, 2 of 2 test images/);
  const whole = compareSplits({ items: [item("a", "train")], count: 1 }, { seed: 1 });
  assert.equal(whole.byRow, undefined);
  assert.doesNotMatch(plainText(splitTable(whole)), /by row/);
  assert.match(leakVerdict(whole).source, /cannot tell/);
});
