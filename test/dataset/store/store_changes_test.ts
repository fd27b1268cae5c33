import assert from "node:assert/strict";
import { describeChanges } from "../../../lib/dataset/store/store_changes.ts";

/** A state of images by id, each with a checksum. */
function stateOf(images: Record<string, number>) {
  const items = Object.keys(images).map((id) => ({ id }));
  return { fingerprint: JSON.stringify(images), items, checksums: Object.values(images) };
}

const before = stateOf({ "a/1": 1, "a/2": 2, "a/3": 3, "b/4": 4 });

Deno.test("describeChanges() names each kind of change, with the first images", () => {
  const after = { "a/1": 1, "a/2": 22, "c/3": 3, "d/1": 11, "d/2": 12, "d/3": 13, "d/4": 14 };
  assert.equal(
    describeChanges(before, stateOf(after)),
    "4 added (d/1, d/2, d/3, ...); 1 removed (b/4); 1 renamed (a/3 to c/3); 1 changed (a/2)",
  );
});

Deno.test("describeChanges() renames one image once, where several have the same pixels", () => {
  const twins = stateOf({ "a/1": 1, "a/2": 1 });
  assert.equal(
    describeChanges(twins, stateOf({ "b/1": 1, "b/2": 1, "b/3": 1 })),
    "1 added (b/3); 2 renamed (a/1 to b/1, a/2 to b/2)",
  );
});

Deno.test("describeChanges() says where no image changed", () => {
  assert.match(
    describeChanges(before, before),
    /^files, groups or splits differ, though the images/,
  );
});
