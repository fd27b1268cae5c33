import assert from "node:assert/strict";
import { join } from "node:path";
import { readRegularFile } from "../../lib/io/regular_file.ts";

Deno.test("readRegularFile() reads a file, or its beginning", async () => {
  const folder = await Deno.makeTempDir();
  const path = join(folder, "a");
  await Deno.writeFile(path, Uint8Array.of(1, 2, 3));
  assert.deepEqual(readRegularFile(path), Uint8Array.of(1, 2, 3));
  assert.deepEqual(readRegularFile(path, 2), Uint8Array.of(1, 2));
  await Deno.writeFile(path, new Uint8Array());
  assert.equal(readRegularFile(path, 2).length, 0);
  assert.throws(() => readRegularFile(join(folder, "b")), Deno.errors.NotFound);
  assert.throws(() => readRegularFile(folder), Error);
  await Deno.remove(folder, { recursive: true });
});

Deno.test({
  name: "readRegularFile() does not wait at a named pipe or a device",
  ignore: Deno.build.os === "windows",
  fn: async () => {
    const folder = await Deno.makeTempDir();
    const pipe = join(folder, "pipe");
    await new Deno.Command("mkfifo", { args: [pipe] }).output();
    for (const path of [pipe, "/dev/zero"]) {
      assert.throws(() => readRegularFile(path), /is not a regular file/);
    }
    await Deno.remove(folder, { recursive: true });
  },
});
