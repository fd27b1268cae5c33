import assert from "node:assert/strict";
import { join } from "node:path";
import { firstDamaged } from "../../../lib/cli/setup/manifest.ts";

/** A folder of packages with one of these files, and a manifest of `record`. */
async function makePackage(files: Record<string, string>, record: string): Promise<string> {
  const folder = await Deno.makeTempDir();
  for (const [path, text] of Object.entries({ ...files, "a-1.dist-info/RECORD": record })) {
    await Deno.mkdir(join(folder, path, ".."), { recursive: true });
    await Deno.writeTextFile(join(folder, path), text);
  }
  return folder;
}

const RECORD = [
  "a/one.py,sha256=x,3",
  '"a/two, ""quoted"".h",sha256=y,4',
  "../../bin/a,sha256=z,9",
  "a/__pycache__/one.pyc,,",
  "a-1.dist-info/RECORD,,",
].join("\r\n");
const FILES = { "a/one.py": "123", 'a/two, "quoted".h': "1234" };

Deno.test("firstDamaged() finds nothing where all is as the manifest says", async () => {
  const folder = await makePackage(FILES, RECORD);
  assert.equal(await firstDamaged(folder), undefined);
  // The script lies outside of the folder; inside of the root it would have to be there.
  assert.equal(await firstDamaged(folder, "/"), join(folder, "../../bin/a"));
  await Deno.remove(folder, { recursive: true });
});

Deno.test("firstDamaged() names what is missing, or longer or shorter than it was", async () => {
  const folder = await makePackage(FILES, RECORD);
  const path = join(folder, 'a/two, "quoted".h');
  for (const text of ["123", "", "12345"]) {
    await Deno.writeTextFile(path, text);
    assert.equal(await firstDamaged(folder), path);
  }
  await Deno.remove(path);
  assert.equal(await firstDamaged(folder), path);
  await Deno.remove(join(folder, "a"), { recursive: true });
  await Deno.writeTextFile(join(folder, "a"), "a file in place of the folder");
  assert.equal(await firstDamaged(folder), join(folder, "a/one.py"));
  await Deno.remove(folder, { recursive: true });
});

Deno.test("firstDamaged() takes a folder without a whole package for damaged", async () => {
  const folder = await makePackage({}, "");
  assert.equal(await firstDamaged(join(folder, "none")), join(folder, "none"));
  assert.equal(await firstDamaged(join(folder, "a-1.dist-info")), join(folder, "a-1.dist-info"));
  await Deno.remove(join(folder, "a-1.dist-info", "RECORD"));
  assert.equal(await firstDamaged(folder), folder);
  await Deno.remove(folder, { recursive: true });
});
