import assert from "node:assert/strict";
import { join } from "node:path";
import { datasetDirectory } from "../../lib/runs/directories.ts";
import { openDataset } from "../../lib/runs/open_dataset.ts";
import { oddPhotos, runAllCells } from "./odd_photos.ts";

const each = (number: number) => number;

for (
  const [name, counts, draw] of [
    ["eight photos in one folder, the first like the last", { "": 8 }, (n: number) => n % 7],
    [
      "no validation split, categories that do not train, and some of one photo",
      { "train/a": 5, "train/b": 1, "train/c": 2, "test/d": 3 },
      each,
    ],
  ] as const
) {
  Deno.test(`all notebooks run to the end: ${name}`, async () => {
    await using odd = await oddPhotos(counts, draw);
    await runAllCells(odd.env);
  });
}

Deno.test("notebook 1 says in a sentence what other data sets lack, and prepares nothing", async () => {
  for (
    const [counts, message, draw = each] of [
      [{ a: 1, b: 1 }, /6 photos or more must be there to train on: current value is 2 of 2/],
      [{ a: 4, b: 3 }, /6 photos or more must be there to train on: current value is 5 of 7/],
      [{ a: 1, b: 1, c: 1, d: 1, e: 1, f: 1, g: 1, h: 1 }, /some category must have two photos/],
      [{ a: 6, b: 6 }, /photos must differ: current value is 12 photos of the same/, () => 1],
    ] as const
  ) {
    await using odd = await oddPhotos(counts, draw);
    await assert.rejects(openDataset(odd.settings), { name: "RangeError", message });
    await assert.rejects(Deno.stat(join(datasetDirectory(odd.settings), "dataset.json")));
  }
});

Deno.test("notebook 1 splits photos that are all for validation, and says so", async () => {
  await using odd = await oddPhotos({ "val/a": 6, "val/b": 6 }, each);
  const messages: string[] = [];
  const store = await openDataset(odd.settings, { onMessage: (text) => void messages.push(text) });
  const sizes = (["train", "validation", "test"] as const).map((split) =>
    store.rowsOf(split).length
  );
  store.close();
  assert.deepEqual(sizes, [10, 1, 1]);
  assert.deepEqual(messages, [
    "All photos are given for validation, none for training: splits are drawn from all of them instead",
  ]);
});
