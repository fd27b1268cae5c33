import assert from "node:assert/strict";
import {
  defaultTile,
  fits,
  refinements,
  splitsOf,
  threadsOf,
  tileCandidates,
} from "../../../lib/backend/webgpu/tiles.ts";

// What WebGPU promises on every device.
const limits = { maxComputeInvocationsPerWorkgroup: 256, maxComputeWorkgroupStorageSize: 16384 };
const shapes = [3, 32, 64, 512].flatMap((columns) =>
  [1, 128, 2048, 2097152].map((rows) => ({ rows, columns, depth: 576 }))
);

Deno.test("every tiling is whole in threads and loads, and fits any device", () => {
  for (const shape of shapes) {
    const defaults = [true, false].map((software) => defaultTile(shape, limits, software));
    const candidates = tileCandidates(shape, limits);
    assert.ok(candidates.length >= 3);
    const refined = candidates.flatMap((tile) => refinements(tile, shape));
    for (const tile of [...defaults, ...candidates, ...refined]) {
      assert.ok(fits(tile, limits), JSON.stringify(tile));
      assert.ok(Number.isInteger(threadsOf(tile)));
      for (const size of [tile.rows, tile.columns, tile.depth, tile.threadColumns]) {
        assert.equal(size % 4, 0, JSON.stringify(tile));
      }
      // The gradient by the filter keeps rows four at a time.
      assert.equal(tile.threadRows % 4, 0);
      // Threads load the left tile's quarters of the depth in turn.
      assert.equal(threadsOf(tile) % (tile.depth / 4), 0, JSON.stringify(tile));
    }
  }
});

Deno.test("tileCandidates() leaves out what a small device cannot run", () => {
  const small = { ...limits, maxComputeInvocationsPerWorkgroup: 128 };
  const candidates = tileCandidates({ rows: 4096, columns: 64, depth: 576 }, small);
  assert.ok(candidates.length > 0);
  assert.ok(candidates.every((tile) => threadsOf(tile) <= 128));
});

Deno.test("splitsOf() shares the depth only where workgroups are wanted and it is deep enough", () => {
  const tile = {
    rows: 32,
    columns: 32,
    depth: 16,
    threadRows: 4,
    threadColumns: 4,
    prefetch: false,
    workgroups: 256,
  };
  // 4 x 2 workgroups: 256 want 32 parts, but 640 = 40 steps of 16 make only ten of four steps.
  const shape = { rows: 128, columns: 64, depth: 640 };
  assert.equal(splitsOf(shape, tile, 256), 10);
  assert.equal(splitsOf({ ...shape, depth: 1e6 }, tile, 256), 32);
  assert.equal(splitsOf({ ...shape, depth: 1e6 }, tile, 7), 7);
  assert.equal(splitsOf({ ...shape, depth: 48 }, tile, 256), 1);
  assert.equal(splitsOf({ ...shape, rows: 1e6 }, tile, 256), 1);
  assert.equal(splitsOf(shape, { ...tile, workgroups: 0 }, 256), 1);
});
