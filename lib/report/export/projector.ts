/** Files for TensorBoard's projector: `metadataTsv`, `projectorConfig`, `spriteSheet`. */

import { ownValue } from "../../io/own_value.ts";
import sharp from "sharp";
import type { ImageStore, Item } from "../../dataset/store/image_store.ts";
import { putImages } from "../../view/pictures/encode.ts";

/** Longest side of a sprite sheet that TensorBoard takes, pixels. */
const LONGEST_SIDE = 8192;
/** Side of a photo on a sheet that has room for it, pixels. */
const PHOTO_SIDE = 48;
/** Photos read at once. */
const BATCH = 256;

/** Any character that some reader may take for the end of a cell or line, and other controls. */
const CONTROLS = /[\p{Cc}\u2028\u2029]+/gu;

/** One row per item, in their order, below a line of headings: id, category, split and attributes. */
export function metadataTsv(items: readonly Item[]): string {
  const attributes = [...new Set(items.flatMap((item) => Object.keys(item.attributes)))].sort();
  const rows = items.map((item) => [
    item.id,
    item.category,
    item.split,
    ...attributes.map((name) => ownValue(item.attributes, name) ?? ""),
  ]);
  return [["id", "category", "split", ...attributes], ...rows]
    .map((row) => row.map((cell) => cell.replace(CONTROLS, " ")).join("\t") + "\n").join("");
}

/** projector_config.pbtxt: the embeddings (files of `count * dim` float32), and what their rows are. */
export function projectorConfig(
  embeddings: readonly { name: string; file: string; count: number; dim: number }[],
  { metadata, sprite, spriteSide }: { metadata: string; sprite: string; spriteSide: number },
): string {
  return embeddings.map(({ name, file, count, dim }) =>
    `embeddings {
  tensor_name: ${JSON.stringify(name)}
  tensor_shape: ${count}
  tensor_shape: ${dim}
  tensor_path: ${JSON.stringify(file)}
  metadata_path: ${JSON.stringify(metadata)}
  sprite {
    image_path: ${JSON.stringify(sprite)}
    single_image_dim: ${spriteSide}
    single_image_dim: ${spriteSide}
  }
}
`
  ).join("");
}

/** The layout of `count` photos on a sheet: columns, rows and the side of each photo in pixels. */
export function spriteGrid(count: number): { columns: number; rows: number; side: number } {
  const columns = Math.max(1, Math.ceil(Math.sqrt(count)));
  const side = Math.min(PHOTO_SIDE, Math.floor(LONGEST_SIDE / columns));
  if (side < 1) {
    throw new RangeError(
      `Cannot make sprite sheet as there must be at most ${LONGEST_SIDE ** 2} photos: ` +
        `current number is ${count}`,
    );
  }
  return { columns, rows: Math.max(1, Math.ceil(count / columns)), side };
}

/** All photos of `store` on one PNG, row after row; `side` is that of each, pixels. */
export async function spriteSheet(
  store: Pick<ImageStore, "count" | "readImages">,
): Promise<{ png: Uint8Array; side: number }> {
  const { columns, rows, side } = spriteGrid(store.count);
  const width = columns * side;
  const sheet = new Uint8Array(width * rows * side * 3);
  for (let start = 0; start < store.count; start += BATCH) {
    const length = Math.min(BATCH, store.count - start);
    const images = await store.readImages(Array.from({ length }, (_, i) => start + i));
    await putImages(sheet, images, { first: start, columns, side });
  }
  // In all its colours: a palette would have 256 for all photos together.
  const png = await sharp(sheet, { raw: { width, height: rows * side, channels: 3 } })
    .png().toBuffer();
  return { png: new Uint8Array(png), side };
}
