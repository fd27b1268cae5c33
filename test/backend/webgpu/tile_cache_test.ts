import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import { readTiles, tilesPath, writeTiles } from "../../../lib/backend/webgpu/tile_cache.ts";

const tile = {
  rows: 128,
  columns: 64,
  depth: 16,
  threadRows: 8,
  threadColumns: 8,
  prefetch: true,
  workgroups: 0,
};

async function inFolder(work: (path: string) => Promise<void>): Promise<void> {
  const directory = await Deno.makeTempDir();
  try {
    await work(tilesPath(join(directory, "new"), "NVIDIA H100 80GB (PCIe)"));
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
}

Deno.test("tilings come back as written, in a file named for the adapter", async () => {
  await inFolder(async (path) => {
    assert.match(path, /webgpu-nvidia-h100-80gb-pcie\.json$/);
    assert.deepEqual(await readTiles(path), new Map());
    const tiles = new Map([["gather a", tile], ["filter gradient b", { ...tile, rows: 32 }]]);
    await writeTiles(path, tiles);
    assert.deepEqual(await readTiles(path), tiles);
  });
});

Deno.test("a file that is broken, old or holds broken tilings is measured anew", async () => {
  await inFolder(async (path) => {
    await writeTiles(path, new Map([["a", tile], ["b", { ...tile, depth: 0 }]]));
    assert.deepEqual([...(await readTiles(path)).keys()], ["a"]);
    const text = await Deno.readTextFile(path);
    for (
      const broken of [text.slice(0, 40), text.replace(/"version": \d+/, '"version": 0'), "[]"]
    ) {
      await Deno.writeTextFile(path, broken);
      assert.deepEqual(await readTiles(path), new Map());
    }
  });
});

Deno.test("a folder that cannot be written loses nothing but the tilings", async () => {
  await inFolder(async (path) => {
    // A file lies where the folder belongs, as a disk that is full or read-only would refuse it.
    await Deno.writeTextFile(dirname(path), "");
    await writeTiles(path, new Map([["a", tile]]));
    assert.deepEqual(await readTiles(path), new Map());
  });
});
