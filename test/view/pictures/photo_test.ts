import assert from "node:assert/strict";
import { relative } from "node:path";
import sharp from "sharp";
import type { ImageStore, Item } from "../../../lib/dataset/store/image_store.ts";
import { writePhotos } from "../../../lib/view/pictures/photo.ts";

Deno.test("writePhotos() writes the pixels of images, a folder for each category", async () => {
  const items = [{ category: "Hats" }, { category: "Shirts/Tops" }] as Item[];
  const imageOf = (row: number) =>
    Uint8Array.from({ length: 128 * 128 * 3 }, (_, i) => (i * 7 + row) % 256);
  const readImages: ImageStore["readImages"] = (rows) => Promise.resolve(imageOf(rows[0]!));
  const folder = await Deno.makeTempDir();
  try {
    const paths = await writePhotos({ items, imageSize: 128, readImages }, [1, 0], folder);
    assert.deepEqual(paths.map((path) => relative(folder, path).replaceAll("\\", "/")), [
      "Shirts-Tops/new-1.png",
      "Hats/new-0.png",
    ]);
    const pixels = await sharp(await Deno.readFile(paths[0]!)).raw().toBuffer();
    assert.deepEqual(new Uint8Array(pixels), imageOf(1));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
