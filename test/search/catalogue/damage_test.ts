import assert from "node:assert/strict";
import { join } from "node:path";
import { Catalogue, CatalogueError } from "../../../lib/search/catalogue/mod.ts";
import { createRandom } from "../../../lib/io/random.ts";
import { withFolder } from "./folder.ts";
import { BATCH, batchOf, WRITTEN } from "./writer.ts";

/** Files in a part of the table that lies in `folder`, by name. */
async function filesOf(folder: string, part: "data" | "_versions"): Promise<string[]> {
  const path = join(folder, "items.lance", part);
  const entries = await Array.fromAsync(Deno.readDir(path));
  return entries.map(({ name }) => join(path, name)).filter((file) => !file.endsWith(".json"))
    .sort();
}

/** A catalogue of three batches, damaged by `damage`, is refused when it is opened. */
async function assertRefused(damage: (folder: string) => Promise<void>): Promise<void> {
  await withFolder(async (folder) => {
    const catalogue = await Catalogue.create(folder, WRITTEN);
    for (const batch of [0, 1, 2]) {
      const { items, vectors } = batchOf(batch);
      await catalogue.add(items, vectors);
    }
    catalogue.close();
    await damage(folder);
    await assert.rejects(Catalogue.open(folder), (error: Error) => {
      assert.ok(error instanceof CatalogueError);
      assert.ok(error.message.startsWith(`Cannot open catalogue "${folder}" as its storage must`));
      assert.match(error.message, /delete it and build it again$/);
      return true;
    });
  });
}

Deno.test("open() refuses a catalogue of which a data file is gone or cut short", async () => {
  await assertRefused(async (folder) => await Deno.remove((await filesOf(folder, "data"))[1]!));
  for (const left of [0, 100, -1]) {
    await assertRefused(async (folder) => {
      const file = (await filesOf(folder, "data"))[1]!;
      await Deno.truncate(file, left < 0 ? (await Deno.stat(file)).size + left : left);
    });
  }
});

Deno.test("open() refuses a catalogue whose newest state is cut short", async () => {
  for (const left of [0, 50]) {
    await assertRefused(async (folder) => {
      // Names count down, so the first is the newest.
      await Deno.truncate((await filesOf(folder, "_versions"))[0]!, left);
    });
  }
});

Deno.test("verify() finds a stored number that is not finite, and passes what is whole", async () => {
  await withFolder(async (folder) => {
    const catalogue = await Catalogue.create(folder, WRITTEN);
    const vectors = Float32Array.from({ length: 4 * WRITTEN.dim }, (_, i) => i);
    const items = ["a", "b", "c", "d"].map((id) => ({ id, category: "all" }));
    await catalogue.add(items, vectors);
    await catalogue.verify();
    catalogue.close();
    const [file] = await filesOf(folder, "data");
    const bytes = await Deno.readFile(file!);
    // The number 70 of "b", wherever LanceDB has put it, becomes NaN.
    const wanted = new Uint8Array(Float32Array.of(70, 71).buffer);
    const at = bytes.findIndex((_, i) => wanted.every((byte, j) => bytes[i + j] === byte));
    assert.ok(at >= 0);
    bytes.set(new Uint8Array(Float32Array.of(NaN).buffer), at);
    await Deno.writeFile(file!, bytes);
    const damaged = await Catalogue.open(folder);
    await assert.rejects(damaged.verify(), (error: Error) => {
      assert.ok(error instanceof CatalogueError, String(error));
      assert.match(error.message, /vector of "b" must be finite.*"NaN in column 6"; delete it/);
      return true;
    });
    damaged.close();
  });
});

/** Whether a file system of 8 MiB could be mounted on `folder`. */
async function mountSmall(folder: string): Promise<boolean> {
  const args = ["-t", "tmpfs", "-o", "size=8m", "tmpfs", folder];
  const mount = new Deno.Command("mount", { args, stdout: "null", stderr: "null" });
  return await mount.output().then(({ success }) => success, () => false);
}

Deno.test("a full disk is an error that names the catalogue, and what was there stays", async () => {
  await withFolder(async (folder) => {
    if (!await mountSmall(folder)) {
      console.log("  not tried: nothing may be mounted here");
      return;
    }
    try {
      const address = join(folder, "catalogue");
      const catalogue = await Catalogue.create(address, { ...WRITTEN, dim: 512 });
      const items = (first: number, size: number) =>
        Array.from({ length: size }, (_, i) => ({ id: `${first + i}`, category: "all" }));
      await catalogue.add(items(0, 1000), new Float32Array(1000 * 512).fill(0.5));
      const random = createRandom(2);
      const large = Float32Array.from({ length: 5000 * 512 }, () => random());
      await assert.rejects(catalogue.add(items(1000, 5000), large), (error: Error) => {
        assert.ok(error instanceof CatalogueError, String(error));
        assert.ok(error.message.startsWith(`Cannot add to catalogue "${address}" as its storage`));
        assert.match(error.message, /No space left on device.*what was stored before is intact/);
        return true;
      });
      await catalogue.verify();
      assert.equal(await catalogue.size(), 1000);
      await catalogue.add(items(1000, 100), large.slice(0, 100 * 512));
      assert.equal(await catalogue.size(), 1100);
      catalogue.close();
    } finally {
      await new Deno.Command("umount", { args: [folder] }).output();
    }
  });
});

Deno.test("a writer that is killed leaves whole batches, none of those it reported missing", async () => {
  const random = createRandom(11);
  await withFolder(async (folder) => {
    (await Catalogue.create(folder, WRITTEN)).close();
    for (let round = 0; round < 4; round++) {
      const script = new URL("./writer.ts", import.meta.url).pathname;
      const writer = new Deno.Command(Deno.execPath(), {
        args: ["run", "-A", "--no-check", script, folder],
        stdout: "piped",
      }).spawn();
      const text = writer.stdout.pipeThrough(new TextDecoderStream()).getReader();
      let printed = (await text.read()).value ?? "";
      await new Promise((resolve) => setTimeout(resolve, random() * 60));
      writer.kill("SIGKILL");
      for (let part = await text.read(); !part.done; part = await text.read()) {
        printed += part.value;
      }
      await writer.status;
      const reported = Number(printed.trim().split("\n").at(-1));
      const catalogue = await Catalogue.open(folder, WRITTEN);
      const size = await catalogue.size();
      assert.ok(reported > 0 && size % BATCH === 0, `${size} items after ${reported}`);
      assert.ok(size === reported || size === reported + BATCH, `${size} items after ${reported}`);
      const { ids } = await catalogue.search(batchOf(size / BATCH - 1).vectors.slice(0, 64), 20);
      assert.deepEqual(ids[0], batchOf(size / BATCH - 1).items.map(({ id }) => id));
      catalogue.close();
    }
  });
});
