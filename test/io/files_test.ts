import assert from "node:assert/strict";
import { join } from "node:path";
import {
  naming,
  removeTemporaryFiles,
  writeFileAtomic,
  writeJsonAtomic,
} from "../../lib/io/files.ts";

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

Deno.test("writeFileAtomic() takes parts as they come", async () => {
  const path = join(await Deno.makeTempDir(), "a.bin");
  async function* parts() {
    yield Uint8Array.of(1);
    await Promise.resolve();
    yield Uint8Array.of(2, 3);
  }
  await writeFileAtomic(path, parts());
  assert.deepEqual(await Deno.readFile(path), Uint8Array.of(1, 2, 3));
});

Deno.test("removeTemporaryFiles() removes what was left of one's own files only", async () => {
  const folder = await Deno.makeTempDir();
  const names = ["a.json", "a.json.12.tmp", "b.json.7.tmp", "a.json.x.tmp", "12.tmp", "a.json.tmp"];
  for (const name of names) await Deno.writeTextFile(join(folder, name), "");
  await Deno.mkdir(join(folder, "a.json.13.tmp"));
  await removeTemporaryFiles(folder, (name) => name === "a.json");
  assert.deepEqual(
    [...Deno.readDirSync(folder)].map(({ name }) => name).sort(),
    [...names.filter((name) => name !== "a.json.12.tmp"), "a.json.13.tmp"].sort(),
  );
});

Deno.test("writeFileAtomic() says which part of a path is no folder, or where a task may not write", async () => {
  const folder = await Deno.makeTempDir();
  const file = join(folder, "file");
  await Deno.writeTextFile(file, "");
  const refusal = (path: string) => writeFileAtomic(path, "").catch(({ message }) => message);
  assert.match(
    await refusal(join(file, "a")),
    /as its folder must not be a file or a broken link:/,
  );
  assert.match(await refusal(join(file, "a", "b")), /as its folder must not lie in a file:/);
  const denied = naming("/proc/x", Promise.reject(new Deno.errors.NotCapable("no access")));
  await assert.rejects(denied, {
    name: "NotCapable",
    message: 'Cannot write "/proc/x" as it must lie where this task may write: no access',
  });
  await Deno.remove(folder, { recursive: true });
});
