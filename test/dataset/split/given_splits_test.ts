import assert from "node:assert/strict";
import { withUsableSplits } from "../../../lib/dataset/split/given_splits.ts";
import type { Split } from "../../../lib/dataset/split/split.ts";

function sourceOf(...splits: (Split | undefined)[]) {
  const photos = splits.map((split, i) => {
    const file = `hat/${i}.jpg`;
    const item = { id: file, category: "hat", ...(split && { split }) };
    return { file, path: file, size: 1, stamp: "", items: [item] };
  });
  return { root: "photos", photos, skipped: [] };
}

Deno.test("withUsableSplits() keeps splits of which one trains and another is held out", () => {
  for (
    const splits of [
      ["train", "test"],
      ["validation", "train"],
      ["train", "validation", "test"],
      ["test", undefined],
      [undefined],
      [],
    ] as const
  ) {
    const source = sourceOf(...splits);
    assert.deepEqual(withUsableSplits(source), { source });
  }
});

Deno.test("withUsableSplits() passes over splits without one to train on, or without others", () => {
  for (
    const [splits, words] of [
      [["test", "test"], "for testing, none for training"],
      [["validation"], "for validation, none for training"],
      [["validation", "test"], "for testing and validation, none for training"],
      [["train", "train"], "for training, none is held out"],
    ] as const
  ) {
    const { source, warning } = withUsableSplits(sourceOf(...splits));
    assert.deepEqual(source, sourceOf(...splits.map(() => undefined)));
    assert.equal(
      warning,
      `All photos are given ${words}: splits are drawn from all of them instead`,
    );
  }
});
