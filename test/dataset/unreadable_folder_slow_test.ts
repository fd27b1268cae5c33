/**
 * Not in the quick loop, whose test files share a process: as root, this process is somebody else for a
 * moment.
 */

import assert from "node:assert/strict";
import { join } from "node:path";
import process from "node:process";
import { readImageFolder } from "../../lib/dataset/sources/folder.ts";
import { prepareDataset } from "../../lib/dataset/prepare.ts";
import { quadrants } from "./pictures.ts";

Deno.test({
  name: "prepareDataset() leaves out a folder that it may not read (not on Windows)",
  ignore: Deno.build.os === "windows",
  async fn() {
    const folder = await Deno.makeTempDir({ prefix: "lookalike-unreadable-" });
    const [root, directory] = [join(folder, "photos"), join(folder, "store")];
    const files = { "open/1.png": 30, "open/2.png": 40, "closed/1.png": 50 };
    for (const [file, side] of Object.entries(files)) {
      await Deno.mkdir(join(root, file, ".."), { recursive: true });
      await Deno.writeFile(join(root, file), await quadrants(side).png().toBuffer());
    }
    await Deno.chmod(join(root, "closed"), 0);
    await Deno.chmod(folder, 0o755);
    // Nothing is closed to root.
    const isRoot = process.geteuid?.() === 0;
    if (isRoot) process.seteuid!(65534);
    const source = await readImageFolder(root).finally(() => {
      if (isRoot) process.seteuid!(0);
    });
    const store = await prepareDataset(source, { directory, name: "unreadable", seed: 1 });
    assert.equal(store.count, 2);
    assert.deepEqual(JSON.parse(await Deno.readTextFile(join(directory, "skipped.jsonl"))), {
      file: "closed",
      reason: "is a folder that cannot be read",
    });
    store.close();
    await Deno.chmod(join(root, "closed"), 0o755);
    await Deno.remove(folder, { recursive: true });
  },
});
