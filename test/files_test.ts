import assert from "node:assert/strict";
import { join } from "node:path";
import { writeFileAtomic, writeJsonAtomic } from "../lib/files.ts";

Deno.test("writeFileAtomic() replaces a file whole and leaves nothing else", async () => {
  const folder = join(await Deno.makeTempDir(), "new", "folder");
  const path = join(folder, "a.bin");
  await writeFileAtomic(path, "old and longer");
  await writeFileAtomic(path, [Uint8Array.of(1, 2), Uint8Array.of(3)]);
  assert.deepEqual(await Deno.readFile(path), Uint8Array.of(1, 2, 3));
  assert.deepEqual([...Deno.readDirSync(folder)].map(({ name }) => name), ["a.bin"]);
});

Deno.test("writeFileAtomic() keeps the old file when writing fails", async () => {
  const folder = await Deno.makeTempDir();
  const path = join(folder, "a.json");
  await writeJsonAtomic(path, { kept: true });
  function* failing() {
    yield Uint8Array.of(1);
    throw new Error("disk full");
  }
  await assert.rejects(writeFileAtomic(path, failing()), /disk full/);
  assert.deepEqual(JSON.parse(await Deno.readTextFile(path)), { kept: true });
  assert.deepEqual([...Deno.readDirSync(folder)].map(({ name }) => name), ["a.json"]);
});
