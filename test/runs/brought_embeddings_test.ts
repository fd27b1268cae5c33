import assert from "node:assert/strict";
import { join } from "node:path";
import type { Item } from "../../lib/dataset/store/items_table.ts";
import { encodeSafetensors } from "../io/encode_safetensors.ts";
import { openBrought } from "../../lib/runs/brought_embeddings.ts";
import { readSettings } from "../../lib/runs/settings.ts";

const folder = await Deno.makeTempDir();

/** A file whose row r is [r, -r], of images with these ids. */
async function write(name: string, ids: readonly string[]): Promise<string> {
  const data = Float32Array.from({ length: 2 * ids.length }, (_, i) => (i >> 1) * (i % 2 ? -1 : 1));
  const vectors = { dtype: "F32", shape: [ids.length, 2], data } as const;
  const path = join(folder, name);
  await Deno.writeFile(path, encodeSafetensors({ vectors }, { ids: JSON.stringify(ids) }));
  return path;
}

function storeOf(items: Partial<Item>[]) {
  return { items: items as Item[] };
}
const PHOTOS = storeOf(["hat/1.jpg", "bag/é.png"].map((id) => ({ id, file: id })));
const CROPS = storeOf(["b-0", "b-1"].map((id) => ({ id, file: "b.jpg" })));

/** Which rows of the file the images get. */
async function rowsOf(store: ReturnType<typeof storeOf>, ids: readonly string[]) {
  const [opened] = await openBrought({ embeddings: [await write("x.safetensors", ids)] }, store);
  assert.deepEqual(opened!.ids, store.items.map(({ id }) => id));
  assert.equal(opened!.name, "x (2-d)");
  return Array.from(opened!.vectors).filter((_, i) => i % 2 === 0);
}

Deno.test("openBrought() matches by id or file name, in any order, and leaves others out", async () => {
  assert.deepEqual(await rowsOf(PHOTOS, ["bag/é.png", "other.jpg", "hat/1.jpg"]), [2, 0]);
  // Without folders, with others, with another ending, decomposed, and as Windows writes paths.
  assert.deepEqual(await rowsOf(PHOTOS, ["1.jpg", "é.png"]), [0, 1]);
  assert.deepEqual(await rowsOf(PHOTOS, ["C:\\p\\bag\\é.png", "C:\\p\\hat\\1.jpg"]), [1, 0]);
  assert.deepEqual(await rowsOf(PHOTOS, ["/data/e\u0301", "/data/1"]), [1, 0]);
  assert.deepEqual(await rowsOf(CROPS, ["b-1", "b-0"]), [1, 0]);
  const named = storeOf([{ id: "7", file: "a.jpg" }, { id: "8", file: "b.jpg" }]);
  assert.deepEqual(await rowsOf(named, ["b.jpg", "a.jpg"]), [1, 0]);
  // "1" is a stem of two photos, so no name without ending tells them apart.
  const twins = storeOf([{ id: "1.jpg", file: "1.jpg" }, { id: "1.png", file: "1.png" }]);
  await assert.rejects(rowsOf(twins, ["1", "2"]), /each of 2 photos: 2 are missing/);
});

Deno.test("openBrought() matches paths whose folders begin elsewhere, where names alone do not tell", async () => {
  const ids = ["train/hat/1.jpg", "train/bag/1.jpg", "test/hat/1.jpg"];
  const photos = storeOf(ids.map((id) => ({ id, file: id })));
  const order = [1, 2, 0];
  const turned = ids.map((_, i) => ids[order.indexOf(i)]!);
  for (
    const variant of [
      (id: string) => id,
      (id: string) => `/home/me/photos/${id}`,
      (id: string) => `./${id}`,
      (id: string) => `../photos/${id}`,
      (id: string) => `D:\\photos\\${id.replaceAll("/", "\\")}`,
      (id: string) => id.replace(".jpg", ".png"),
      (id: string) => `/home/me/features/${id.replace(".jpg", "")}`,
    ]
  ) {
    const [brought, others] = [turned.map(variant), ["/else/where/1.jpg", "x"]];
    assert.deepEqual(await rowsOf(photos, brought), order, brought.join());
    assert.deepEqual(await rowsOf(photos, [...brought, ...others]), order, brought.join());
  }
  const below = storeOf(ids.slice(0, 2).map((id) => ({ id, file: id })));
  assert.deepEqual(await rowsOf(below, ["bag/1.jpg", "hat/1.jpg"]), [1, 0]);
  // "hat/1.jpg" is two of the photos.
  await assert.rejects(rowsOf(photos, ["bag/1.jpg", "hat/1.jpg"]), /3 are missing/);
});

Deno.test("openBrought() refuses a mismatch with the ids of both sides", async () => {
  await assert.rejects(rowsOf(PHOTOS, ["hat/1.jpg", "x", "y"]), {
    name: "RangeError",
    message: /vector for each of 2 photos: 1 are missing, such as "bag\/é.png"; .*: "x", "y"$/,
  });
  await assert.rejects(rowsOf(CROPS, ["b.jpg"]), /2 are missing, such as "b-0", "b-1"/);
  const path = await write("x.safetensors", ["1.jpg", "é.png"]);
  await assert.rejects(openBrought({ embeddings: [path, path] }, PHOTOS), /rename it/);
  assert.deepEqual(await openBrought({}, PHOTOS), []);
});

Deno.test("readSettings() takes files of embeddings, and refuses what is none", async () => {
  const path = await write("clip.safetensors", ["a"]);
  const read = (EMBEDDINGS: string) => readSettings({}, { EMBEDDINGS }).embeddings;
  assert.deepEqual(read(`${path}, ${path}`), [path, path]);
  assert.equal(read(""), undefined);
  assert.deepEqual(readSettings({ embeddings: [path] }, {}).embeddings, [path]);
  const refusal = /EMBEDDINGS must name files that end with .safetensors, .parquet, .npy/;
  assert.throws(
    () => read(`${path}.gone.npy`),
    /EMBEDDINGS must name files that exist: .*gone.npy"/,
  );
  await Deno.writeTextFile(join(folder, "clip.csv"), "");
  assert.throws(() => read(join(folder, "clip.csv")), refusal);
});

Deno.test("after the files", async () => await Deno.remove(folder, { recursive: true }));
