/** Small photos for tests, made here: `makePhotoFolder`. */

import { join } from "node:path";
import sharp from "sharp";
import { uniformAt } from "../lib/random.ts";

/**
 * A folder `<root>/<category>/<n>.png` of `perCategory` photos each: a bright shape on white whose
 * colour and place are the category's and size the photo's own.
 */
export async function makePhotoFolder(
  categories: readonly string[],
  perCategory: number,
): Promise<string> {
  const root = await Deno.makeTempDir({ prefix: "lookalike-photos-" });
  for (const [c, category] of categories.entries()) {
    await Deno.mkdir(join(root, category));
    for (let i = 0; i < perCategory; i++) {
      const side = 20 + uniformAt(c + 1, i) * 30;
      const rgb = [0, 1, 2].map((k) => Math.floor(uniformAt(99, c * 3 + k) * 220));
      const shape = c % 2 === 0
        ? `<circle cx="${20 + c * 15}" cy="50" r="${side / 2}"/>`
        : `<rect x="20" y="${10 + c * 5}" width="${side}" height="${70 - side / 2}"/>`;
      const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="90" height="100">` +
        `<rect width="90" height="100" fill="white"/><g fill="rgb(${rgb})">${shape}</g></svg>`;
      const png = await sharp(new TextEncoder().encode(svg)).png().toBuffer();
      await Deno.writeFile(join(root, category, `${i}.png`), png);
    }
  }
  return root;
}
