import assert from "node:assert/strict";
import { join } from "node:path";
import sharp from "sharp";
import { FIGURE_WIDTH, figurePictures } from "../../lib/cli/chromium.ts";
import { README_PICTURES, writePictures } from "../../lib/cli/pictures.ts";
import { PROJECT_ROOT } from "../../lib/io/paths.ts";
import { savePicture } from "../../lib/report/pictures.ts";
import { confusionMap } from "../../lib/view/charts/confusion_map.ts";
import { scatter2d } from "../../lib/view/charts/scatter.ts";
import { encodeFigure } from "../../lib/view/figure.ts";
import { explorer } from "../../lib/view/explorer/explorer.ts";
import { createPalette } from "../../lib/view/palette.ts";
import { picture } from "../../lib/view/picture.ts";
import { encodePng } from "../../lib/view/pictures/encode.ts";
import { madeSettings, writeRun } from "../report/made_run.ts";
import { launchChromium, needsChromium } from "./chromium.ts";

Deno.test("README shows every picture that is written, and no other", async () => {
  const readme = await Deno.readTextFile(join(PROJECT_ROOT, "README.md"));
  const shown = [...readme.matchAll(/\(data\/pictures\/([^)]+)\)/g)].map(([, file]) => file!);
  assert.deepEqual(shown.sort(), Object.keys(README_PICTURES).map((name) => `${name}.webp`).sort());
});

Deno.test({
  ...needsChromium(
    "writePictures() takes saved pictures and draws the chart, of the notebooks named",
  ),
  async fn() {
    await using stack = new AsyncDisposableStack();
    const browser = (await launchChromium())!;
    stack.defer(() => browser.close());
    const figures = stack.use(await figurePictures(browser));
    const folder = await Deno.makeTempDir();
    const run = join(folder, "run");
    await writeRun(run, "run");
    const png = picture(await encodePng(Uint8Array.of(9, 9, 9), { width: 1, height: 1 }), "a dot");
    await savePicture(madeSettings("run"), "reconstructions", png, run);
    const sources = { runDirectory: run, reports: folder, browser, figures };
    const wanted = ["03_reconstruct", "05_evaluate"];
    const files = await writePictures(join(folder, "pictures"), wanted, sources);
    assert.deepEqual(files, ["reconstructions.webp", "methods.webp"]);
    const { format, width } = await sharp(join(folder, "pictures", "methods.webp")).metadata();
    // A figure is 760 wide, drawn one and a half times as large.
    assert.deepEqual([format, width], ["webp", 1140]);
    await assert.rejects(
      writePictures(join(folder, "pictures"), ["07_recommend"], sources),
      /"neighbours" of the run is missing: run notebook 07_recommend/,
    );
    await Deno.remove(folder, { recursive: true });
  },
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
      const figures = await figurePictures(browser);
      const sources = { runDirectory: folder, reports: folder, browser, figures };
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

Deno.test({
  ...needsChromium(
    "figurePictures() draws figures, transparent, in few colours",
  ),
  async fn() {
    const browser = (await launchChromium())!;
    try {
      await using figures = await figurePictures(browser);
      const items = { ids: ["1", "2"], labels: ["a", "b"], palette: createPalette(["a", "b"]) };
      for (
        const figure of [
          scatter2d({ points: Float32Array.of(0, 1, 2, 3), ...items, title: "t" }),
          confusionMap({
            categories: ["a"],
            shares: [0.6],
            color: "#0f78c3",
            title: "t",
          }),
        ]
      ) {
        const { bytes, width, height, alt } = await figures.draw(encodeFigure(figure), "alt");
        assert.deepEqual([width, height, alt], [FIGURE_WIDTH, figure.layout.height, "alt"]);
        assert.ok(bytes.length < 40_000, `${bytes.length} bytes`);
        const pixels = await sharp(bytes).ensureAlpha().raw().toBuffer();
        assert.equal(pixels[3], 0);
        const [r, g, b] = [15, 120, 195]; // the first category's colour
        const near = (at: number, value: number) => Math.abs(pixels[at]! - value) < 30;
        const drawn = Array.from({ length: pixels.length / 4 }, (_, i) => 4 * i)
          .filter((at) =>
            pixels[at + 3]! > 100 && near(at, r) && near(at + 1, g) && near(at + 2, b)
          );
        assert.ok(drawn.length > 10, `${drawn.length} dots`);
      }
    } finally {
      await browser.close();
    }
  },
});
