/** Pages for browser tests of the explorer, of made-up items: `explorerPage`. */

import { createRandom } from "../../lib/io/random.ts";
import { explorer } from "../../lib/view/explorer/explorer.ts";
import { createPalette } from "../../lib/view/palette.ts";
import type { Item } from "../../lib/dataset/store/image_store.ts";

/** A category and a file name that would be markup if anything took them for it. */
export const EVIL_CATEGORY = "<img src=x onerror=alert(1)>";
export const EVIL_ID = `it's a "name" & </script><b onclick='alert(2)'>.jpg`;

/** Side of a photo, pixels, and its bytes. */
const SIDE = 128;
const BYTES = SIDE * SIDE * 3;

/** Red, green and blue of item `row`'s photo, which is of that colour all over. */
export function photoColor(row: number): [red: number, green: number, blue: number] {
  return [(row * 53) % 256, (row * 97) % 256, (row * 151) % 256];
}

/**
 * A page with the explorer of `n` items in 21 categories: one map in space and a flat one on which
 * item 0 lies alone at the right, models whose neighbours of item `i` are the next and the previous.
 */
export async function explorerPage(n: number): Promise<string> {
  const categories = [
    EVIL_CATEGORY,
    ...Array.from({ length: 20 }, (_, i) => `Category ${String(i + 1).padStart(2, "0")}`),
  ];
  const items = Array.from({ length: n }, (_, i): Item => ({
    id: i === 0 ? EVIL_ID : `item-${i}`,
    file: `item-${i}.jpg`,
    category: categories[i % categories.length]!,
    split: (["train", "validation", "test"] as const)[i % 3]!,
    width: SIDE,
    height: SIDE,
    attributes: { colour: ["red", "blue"][i % 2]!, pattern: ["plain", "dots"][i % 2]! },
  }));
  const readImages = (rows: ArrayLike<number>) => {
    const images = new Uint8Array(rows.length * BYTES);
    for (let i = 0; i < rows.length; i++) {
      const photo = images.subarray(i * BYTES, (i + 1) * BYTES);
      photo.set(photoColor(rows[i]!));
      for (let done = 3; done < BYTES; done *= 2) photo.copyWithin(done, 0, done);
    }
    return Promise.resolve(images);
  };
  const random = createRandom(5);
  const map = (components: 2 | 3) => Float32Array.from({ length: n * components }, () => random());
  const flat = map(2);
  flat.set([2, 0.5]);
  const around = (step: number) => ({
    indices: Int32Array.from(
      { length: n * 5 },
      (_, i) => (Math.floor(i / 5) + step * (i % 5 + 1) + n) % n,
    ),
    distances: Float32Array.from({ length: n * 5 }, (_, i) => 1 + i % 5),
  });
  const { markup } = await explorer({
    store: { items, readImages },
    rows: items.map((_, i) => i),
    maps: [
      { name: "flat", components: 2, points: flat },
      { name: "in space", components: 3, points: map(3) },
    ],
    models: [{ name: "A", ...around(1) }, { name: "B & <b>", ...around(-1) }],
    palette: createPalette(categories),
    title: `Map of <i>${n}</i> items`,
  });
  return `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">` +
    `<meta name="viewport" content="width=device-width, initial-scale=1">` +
    `<meta name="color-scheme" content="light dark"><title>Explorer</title></head>` +
    `<body>${markup}</body></html>`;
}
