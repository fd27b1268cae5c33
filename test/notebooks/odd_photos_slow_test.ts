import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import sharp from "sharp";
import { datasetDirectory, runDirectory } from "../../lib/runs/directories.ts";
import { openDataset } from "../../lib/runs/open_dataset.ts";
import { readSettings } from "../../lib/runs/settings.ts";
import { selectNotebooks } from "../../lib/cli/selection.ts";
import { PROJECT_ROOT } from "../../lib/io/paths.ts";

/** A small photo: a block on white, at a place and in a colour of its own for each number. */
async function photo(number: number): Promise<Uint8Array> {
  const colour = { r: number * 47 % 256, g: number * 91 % 256, b: number * 29 % 256 };
  const block = sharp({ create: { width: 14, height: 20, channels: 3, background: colour } }).png();
  return await sharp({ create: { width: 40, height: 40, channels: 3, background: "white" } })
    .composite([{ input: await block.toBuffer(), left: number * 5 % 26, top: number * 3 % 20 }])
    .png().toBuffer();
}

/** A folder with so many photos in each of its folders, for the run `odd`, removed at the end of the block. */
async function oddPhotos(counts: Record<string, number>, draw: (number: number) => number) {
  const root = await Deno.makeTempDir({ prefix: "lookalike-odd-" });
  let number = 0;
  for (const [folder, count] of Object.entries(counts)) {
    for (let i = 0; i < count; i++) {
      const path = join(root, folder, `${i}.png`);
      await Deno.mkdir(dirname(path), { recursive: true });
      // Other bytes for each, of which some may show the same.
      const bytes = await sharp(await photo(draw(number)))
        .withExif({ IFD0: { ImageDescription: `${number++}` } }).png().toBuffer();
      await Deno.writeFile(path, bytes);
    }
  }
  const env = { DATASET: root, RUN: `odd-${Deno.pid}`, PROFILE: "tiny", MODELS: "plus_layer" };
  const settings = readSettings({}, env);
  const made = [root, datasetDirectory(settings), runDirectory(settings)];
  return {
    env,
    settings,
    async [Symbol.asyncDispose]() {
      for (const path of made) await Deno.remove(path, { recursive: true }).catch(() => {});
    },
  };
}

const each = (number: number) => number;

for (
  const [name, counts, draw] of [
    ["eight photos in one folder, the first like the last", { "": 8 }, (n: number) => n % 7],
    [
      "no validation split, categories that do not train, and some of one photo",
      { "train/a": 5, "train/b": 1, "train/c": 2, "test/d": 3 },
      each,
    ],
  ] as const
) {
  Deno.test(`all notebooks run to the end: ${name}`, async () => {
    await using odd = await oddPhotos(counts, draw);
    const notebooks = await selectNotebooks(join(PROJECT_ROOT, "notebooks"), []);
    const { success, stderr } = await new Deno.Command(Deno.execPath(), {
      args: [
        "run",
        "-P=test",
        "--no-check",
        join(import.meta.dirname!, "run_cells.ts"),
        ...notebooks,
      ],
      cwd: PROJECT_ROOT,
      env: { ...odd.env, NO_COLOR: "1" },
      stdout: "null",
      stderr: "piped",
    }).output();
    assert.ok(success, new TextDecoder().decode(stderr));
  });
}

Deno.test("notebook 1 says in a sentence what other data sets lack, and prepares nothing", async () => {
  for (
    const [counts, message, draw = each] of [
      [{ a: 1, b: 1 }, /6 photos or more must be there to train on: current value is 2 of 2/],
      [{ a: 4, b: 3 }, /6 photos or more must be there to train on: current value is 5 of 7/],
      [{ a: 1, b: 1, c: 1, d: 1, e: 1, f: 1, g: 1, h: 1 }, /some category must have two photos/],
      [{ a: 6, b: 6 }, /photos must differ: current value is 12 photos of the same/, () => 1],
    ] as const
  ) {
    await using odd = await oddPhotos(counts, draw);
    await assert.rejects(openDataset(odd.settings), { name: "RangeError", message });
    await assert.rejects(Deno.stat(join(datasetDirectory(odd.settings), "dataset.json")));
  }
});

Deno.test("notebook 1 splits photos that are all for validation, and says so", async () => {
  await using odd = await oddPhotos({ "val/a": 6, "val/b": 6 }, each);
  const messages: string[] = [];
  const store = await openDataset(odd.settings, { onMessage: (text) => void messages.push(text) });
  const sizes = (["train", "validation", "test"] as const).map((split) =>
    store.rowsOf(split).length
  );
  store.close();
  assert.deepEqual(sizes, [10, 1, 1]);
  assert.deepEqual(messages, [
    "All photos are given for validation, none for training: splits are drawn from all of them instead",
  ]);
});
