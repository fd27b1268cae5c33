/** Small data sets for tests of the notebooks: `oddPhotos`, `runAllCells`. */

import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import sharp from "sharp";
import { selectNotebooks } from "../../lib/cli/selection.ts";
import { PROJECT_ROOT } from "../../lib/io/paths.ts";
import { datasetDirectory, runDirectory } from "../../lib/runs/directories.ts";
import { readSettings } from "../../lib/runs/settings.ts";

/** A small photo: a block on white, at a place and in a colour of its own for each number. */
async function photo(number: number): Promise<Uint8Array> {
  const colour = { r: number * 47 % 256, g: number * 91 % 256, b: number * 29 % 256 };
  const block = sharp({ create: { width: 14, height: 20, channels: 3, background: colour } }).png();
  return await sharp({ create: { width: 40, height: 40, channels: 3, background: "white" } })
    .composite([{ input: await block.toBuffer(), left: number * 5 % 26, top: number * 3 % 20 }])
    .png().toBuffer();
}

/** A folder with so many photos in each of its folders, for the run `odd`, removed at the end of the block. */
export async function oddPhotos(counts: Record<string, number>, draw: (number: number) => number) {
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

/** Run the cells of all notebooks in a program of their own, with these settings. */
export async function runAllCells(env: Record<string, string>): Promise<void> {
  const program = join(import.meta.dirname!, "run_cells.ts");
  const notebooks = await selectNotebooks(join(PROJECT_ROOT, "notebooks"), []);
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-P=test", "--no-check", program, ...notebooks],
    cwd: PROJECT_ROOT,
    env: { ...env, NO_COLOR: "1" },
    stdout: "null",
    stderr: "piped",
  }).output();
  assert.ok(success, new TextDecoder().decode(stderr));
}
