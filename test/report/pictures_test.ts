import assert from "node:assert/strict";
import { join } from "node:path";
import sharp from "sharp";
import { type PictureName, readPicture, savePicture } from "../../lib/report/pictures.ts";
import { picture } from "../../lib/view/picture.ts";
import { madeSettings, writeRun } from "./made_run.ts";
import { encodePng } from "../../lib/view/pictures/encode.ts";

const settings = madeSettings("made");
const pixels = new Uint8Array(3 * 5 * 3).fill(200);
const png = picture(await encodePng(pixels, { width: 5, height: 3 }), "five by three");

Deno.test("savePicture() keeps what readPicture() gives back, as WebP", async () => {
  const run = join(await Deno.makeTempDir(), "made");
  assert.equal(await readPicture(run, "layers"), undefined);
  await assert.rejects(savePicture(settings, "layers", png, run), /trained first: run notebook 02/);
  await writeRun(run, "made");
  await savePicture(settings, "layers", png, run);
  const { bytes, alt, width, height } = (await readPicture(run, "layers"))!;
  assert.deepEqual([alt, width, height], ["five by three", 5, 3]);
  const metadata = await sharp(bytes).metadata();
  assert.deepEqual([metadata.format, metadata.width, metadata.height], ["webp", 5, 3]);
  await assert.rejects(
    savePicture(settings, "other" as PictureName, png, run),
    /must be one of reconstructions, layers, neighbours: current value is "other"/,
  );
  // Trained again, it would show other weights.
  await writeRun(run, "made", { seed: 7 });
  assert.equal(await readPicture(run, "layers"), undefined);
  await Deno.remove(run, { recursive: true });
});

Deno.test("readPicture() refuses an image that is damaged or missing, with what to do", async () => {
  const run = join(await Deno.makeTempDir(), "made");
  await writeRun(run, "made");
  await savePicture(settings, "neighbours", png, run);
  const path = join(run, "pictures", "neighbours.webp");
  const refused = /neighbours\.webp" \(run notebook 07_recommend again\): checksum mismatch$/;
  const bytes = await Deno.readFile(path);
  bytes[bytes.length - 1]! ^= 1;
  await Deno.writeFile(path, bytes);
  await assert.rejects(readPicture(run, "neighbours"), refused);
  await Deno.remove(path);
  await assert.rejects(readPicture(run, "neighbours"), refused);
  await Deno.remove(run, { recursive: true });
});
