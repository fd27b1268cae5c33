import assert from "node:assert/strict";
import type { Item } from "../../lib/dataset/store/items_table.ts";
import {
  categoryCounts,
  compareSplits,
  datasetSummary,
  overlapVerdict,
  splitSummary,
} from "../../lib/report/dataset_summary.ts";
import type { OpenedDataset } from "../../lib/runs/open_dataset.ts";
import { createPalette } from "../../lib/view/palette.ts";
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

Deno.test("datasetSummary() expects skipped files of photos, and none of drawings", () => {
  const skipped = [{ file: "x.jpg", reason: "damaged" }];
  const seen = (name: string, files: typeof skipped) => text({ name, skipped: files });
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

Deno.test("categoryCounts() has one count a category, and compares their sums", () => {
  const items = [item("a", "train"), item("a", "test"), item("b", "train")];
  const categories = ["a", "b"];
  const [{ data }, sizes] = categoryCounts({ items, categories }, createPalette(categories));
  const bars = data as unknown as { name: string; x: (number | null)[]; y: string[] }[];
  // The smallest is the first; every other trace is a sample of the legend.
  assert.deepEqual(bars.filter(({ x }) => x.length > 1).map(({ name, x }) => [name, ...x]), [
    ["train", 1, 1],
    ["validation", 0, 0],
    ["test", 0, 1],
  ]);
  assert.match(sizes.source, /\*\*yes\.\*\* The largest has 2, the smallest 1/);
  const even = { items: ["a", "a", "a", "b", "b"].map((name) => item(name, "train")), categories };
  assert.match(categoryCounts(even, createPalette(categories))[1].source, /\*\*no\.\*\*/);
});

Deno.test("a split by row leaks where boards have several items", () => {
  const items = Array.from(
    { length: 40 },
    (_, i) => item("a", i < 36 ? "train" : "test", `${i % 2}`),
  );
  const comparison = compareSplits({ items, count: 40 }, { seed: 1 });
  assert.equal(comparison.byRow!.reduce((sum, row) => sum + row.items, 0), 40);
  const [shown, leak] = splitSummary(comparison);
  assert.match(plainText(shown), /the same, split by row/);
  assert.match(leak.source, /\*\*yes\.\*\* Split by row, 2 of 2 test images/);
  const whole = compareSplits({ items: [item("a", "train")], count: 1 }, { seed: 1 });
  assert.equal(whole.byRow, undefined);
  const [single, unknown] = splitSummary(whole);
  assert.doesNotMatch(plainText(single), /by row/);
  assert.match(unknown.source, /cannot tell/);
});
