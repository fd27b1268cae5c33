import assert from "node:assert/strict";
import { join } from "node:path";
import sharp from "sharp";
import { PICTURES, takePictures } from "../../lib/cli/pictures.ts";
import { PROJECT_ROOT } from "../../lib/io/paths.ts";
import { reconstructionGrid } from "../../lib/view/pictures/mod.ts";
import { launchChromium, needsChromium } from "./chromium.ts";

Deno.test("README shows every picture that is taken, and no other", async () => {
  const readme = await Deno.readTextFile(join(PROJECT_ROOT, "README.md"));
  const shown = [...readme.matchAll(/\(data\/pictures\/([^)]+)\)/g)].map(([, file]) => file!);
  assert.deepEqual(shown.sort(), Object.keys(PICTURES).sort());
});

Deno.test({
  ...needsChromium("takePictures() takes the part of a page that a picture is of"),
  async fn() {
    const folder = await Deno.makeTempDir();
    const browser = (await launchChromium())!;
    try {
      const photo = { image: new Uint8Array(128 * 128 * 3), alt: "dark" };
      const column = { original: photo, reconstructions: [{ ...photo, model: "m" }] };
      const { markup } = await reconstructionGrid(new Array(30).fill(column), {
        title: "Originals, and what each model draws",
      });
      const page = (body: string) => `<!DOCTYPE html><body style="margin:0">${body}</body>`;
      await Deno.writeTextFile(join(folder, "03_reconstruct.html"), page(markup));
      const options = { reports: folder, folder: join(folder, "pictures") };
      const files = await takePictures(browser, { ...options, notebooks: ["03_reconstruct"] });
      assert.deepEqual(files, ["reconstructions.webp"]);
      const picture = await Deno.readFile(join(folder, "pictures", files[0]!));
      const { width, height, format } = await sharp(picture).metadata();
      // The window's 1000 pixels, one and a half times; one row of two photos of 112, where all 30
      // columns would be several.
      assert.deepEqual([format, width], ["webp", 1500]);
      assert.ok(height > 1.5 * 2 * 112 && height < 1.5 * 3 * 112, `${height} pixels high`);

      await Deno.writeTextFile(join(folder, "07_recommend.html"), page("<p>nothing</p>"));
      await assert.rejects(
        takePictures(browser, { ...options, notebooks: ["07_recommend"], patience: 500 }),
        /Timeout/,
      );
    } finally {
      await browser.close();
      await Deno.remove(folder, { recursive: true });
    }
  },
});
