import assert from "node:assert/strict";
import { join } from "node:path";
import sharp from "sharp";
import { README_PICTURES, writePictures } from "../../lib/cli/pictures.ts";
import { PROJECT_ROOT } from "../../lib/io/paths.ts";
import { savePicture } from "../../lib/report/pictures.ts";
import { readSettings } from "../../lib/runs/settings.ts";
import { explorer } from "../../lib/view/explorer/mod.ts";
import { createPalette } from "../../lib/view/palette.ts";
import { picture } from "../../lib/view/picture.ts";
import { encodePng } from "../../lib/view/pictures/encode.ts";
import { writeRun } from "../report/made_run.ts";
import { launchChromium, needsChromium } from "./chromium.ts";

Deno.test("README shows every picture that is written, and no other", async () => {
  const readme = await Deno.readTextFile(join(PROJECT_ROOT, "README.md"));
  const shown = [...readme.matchAll(/\(data\/pictures\/([^)]+)\)/g)].map(([, file]) => file!);
  assert.deepEqual(shown.sort(), Object.keys(README_PICTURES).map((name) => `${name}.webp`).sort());
});

Deno.test("writePictures() takes saved pictures and draws the chart, of the notebooks named", async () => {
  const folder = await Deno.makeTempDir();
  const run = join(folder, "run");
  await writeRun(run, "run");
  const png = picture(await encodePng(Uint8Array.of(9, 9, 9), { width: 1, height: 1 }), "a dot");
  await savePicture(readSettings({}, {}), "reconstructions", png, run);
  const sources = { runDirectory: run, reports: folder };
  const wanted = ["03_reconstruct", "05_evaluate", "06_umap"];
  const files = await writePictures(join(folder, "pictures"), wanted, sources);
  assert.deepEqual(files, ["reconstructions.webp", "methods.webp"]);
  const { format, width } = await sharp(join(folder, "pictures", "methods.webp")).metadata();
  // A still is 760 wide, drawn one and a half times as large.
  assert.deepEqual([format, width], ["webp", 1140]);
  await assert.rejects(
    writePictures(join(folder, "pictures"), ["07_recommend"], sources),
    /"neighbours" of the run is missing: run notebook 07_recommend/,
  );
  await Deno.remove(folder, { recursive: true });
});

Deno.test({
  ...needsChromium("writePictures() takes the explorer from the notebook's page"),
  async fn() {
    const folder = await Deno.makeTempDir();
    const browser = (await launchChromium())!;
    try {
      const page = (body: string) => `<!DOCTYPE html><body style="margin:0">${body}</body>`;
      const items = Array.from({ length: 40 }, (_, i) => ({
        id: `a/${i}`,
        file: `${i}`,
        category: "a",
        split: "train" as const,
        width: 128,
        height: 128,
        attributes: {},
      }));
      const indices = Int32Array.from(items, (_, i) => (i + 1) % 40);
      const { markup } = await explorer({
        store: {
          items,
          readImages: (rows) => Promise.resolve(new Uint8Array(rows.length * 128 * 128 * 3)),
        },
        rows: [...items.keys()],
        maps: [{
          name: "flat, 2-D",
          components: 2,
          points: Float32Array.from({ length: 80 }, (_, i) => i),
        }],
        models: [{ name: "m", indices, distances: new Float32Array(40).fill(1) }],
        palette: createPalette(["a"]),
      });
      await Deno.writeTextFile(join(folder, "06_umap.html"), page(markup));
      const sources = { runDirectory: folder, reports: folder, browser };
      const files = await writePictures(join(folder, "pictures"), ["06_umap"], sources);
      assert.deepEqual(files, ["explorer.webp"]);
      const { format, width } = await sharp(join(folder, "pictures", "explorer.webp")).metadata();
      // The window's 1280 pixels, one and a half times.
      assert.deepEqual([format, width], ["webp", 1920]);

      await Deno.writeTextFile(join(folder, "06_umap.html"), page("<p>nothing</p>"));
      await assert.rejects(
        writePictures(join(folder, "pictures"), ["06_umap"], { ...sources, patience: 500 }),
        /Timeout/,
      );
    } finally {
      await browser.close();
      await Deno.remove(folder, { recursive: true });
    }
  },
});
