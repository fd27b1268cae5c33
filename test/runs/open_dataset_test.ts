import assert from "node:assert/strict";
import { join } from "node:path";
import { datasetDirectory, originalsDirectory } from "../../lib/runs/directories.ts";
import { readSettings, type SettingsInput } from "../../lib/runs/settings.ts";
import { type DatasetProgress, openDataset } from "../../lib/runs/open_dataset.ts";
import { photoBytes, servePhotos } from "../dataset/download/photo_server.ts";
import { zipBytes } from "../dataset/zip_bytes.ts";

/** Opens a named data set, gives what was told meanwhile, and leaves nothing in the data folder. */
async function open(input: SettingsInput, remove: string[] = []) {
  const settings = readSettings({ profile: "tiny", ...input }, {});
  const messages: string[] = [];
  const stages = new Map<string, DatasetProgress>();
  try {
    const store = await openDataset(settings, {
      onMessage: (message) => void messages.push(message),
      onProgress: (progress) => stages.set(progress.stage, progress),
    });
    store.close();
    return { store, messages, stages };
  } finally {
    for (const path of [datasetDirectory(settings), ...remove]) {
      await Deno.remove(path, { recursive: true }).catch(() => {});
    }
  }
}

const sign = (n: number) => n.toString(16).padStart(32, "b");

Deno.test("openDataset() downloads Complete The Look by name and says so first", async () => {
  const folder = await Deno.makeTempDir({ prefix: "lookalike-open-" });
  await using server = servePhotos((path) =>
    path.endsWith(`${sign(3)}.jpg`)
      ? undefined
      : async () => new Response(await photoBytes(Number(path.at(-5)), { side: 60 }))
  );
  const header = "image_signature bounding_x bounding_y bounding_width bounding_height label";
  const rows = Array.from(
    { length: 24 },
    (_, i) => `${sign(Math.floor(i / 6))}\t0.1\t0.1\t0.5\t0.5\t${i % 2 ? "Hats" : "Shirts & Tops"}`,
  );
  const origin = join(folder, "table.tsv");
  await Deno.writeTextFile(origin, [header, ...rows, ""].join("\n"));
  const input = { dataset: "complete-the-look", origin, mirror: server.base };
  const originals = originalsDirectory(readSettings(input, {}));
  try {
    const { store, messages, stages } = await open(input, [originals]);
    assert.deepEqual([store.count, store.categories], [18, ["Hats", "Shirts"]]);
    assert.deepEqual([store.table!.rows, store.downloads!.failed], [24, 1]);
    assert.deepEqual(store.skipped, [
      { file: `${sign(3)}.jpg`, reason: "could not be downloaded (answered 404)" },
    ]);
    assert.equal(messages.length, 1);
    for (const part of ["Pinterest", "table.tsv", server.base, "data"]) {
      assert.ok(messages[0]!.includes(part), part);
    }
    // No path of this machine.
    assert.ok(!messages[0]!.includes(folder));
    assert.deepEqual([...stages.keys()], ["Downloading boards", "Preparing photos"]);
    const { done, total, extra } = stages.get("Downloading boards")!;
    assert.deepEqual([done, total, extra], [4, 4, { failed: 1 }]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("openDataset() takes the clothing photos by name from a local archive", async () => {
  const folder = await Deno.makeTempDir({ prefix: "lookalike-open-" });
  const photos = await Promise.all(Array.from({ length: 12 }, (_, shade) => photoBytes(shade)));
  const origin = join(folder, "mine.zip");
  await Deno.writeFile(
    origin,
    zipBytes(photos.map((content, i) => ({
      name: `root/${i % 2 ? "test" : "train"}/${i < 6 ? "dress" : "hat"}/${i}.jpg`,
      content,
    }))),
  );
  const originals = originalsDirectory(readSettings({ dataset: "clothing" }, {}));
  const before = await names(originals);
  try {
    const { store, messages, stages } = await open({ dataset: "clothing", origin });
    assert.deepEqual([store.count, store.categories], [12, ["dress", "hat"]]);
    assert.deepEqual([store.rowsOf("train").length, store.table], [6, undefined]);
    assert.match(messages[0]!, /CC0.*Archive of size not known before from mine\.zip/);
    assert.deepEqual([...stages.keys()], ["Unpacking photos", "Preparing photos"]);
    // What was unpacked is used again, without a word.
    const again = await open({ dataset: "clothing", origin });
    assert.deepEqual([again.store.count, again.messages], [12, []]);
  } finally {
    for (const name of await names(originals)) {
      if (!before.includes(name)) await Deno.remove(join(originals, name), { recursive: true });
    }
    await Deno.remove(folder, { recursive: true });
  }
});

async function names(folder: string): Promise<string[]> {
  try {
    return (await Array.fromAsync(Deno.readDir(folder))).map(({ name }) => name);
  } catch {
    return [];
  }
}
