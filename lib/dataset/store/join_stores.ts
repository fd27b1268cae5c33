/** Several stores as one: `joinStores`. */

import { sha256 } from "../../io/bytes.ts";
import { IMAGE_BYTES } from "./image_size.ts";
import type { ImageStore } from "./image_store.ts";

/** One of the joined stores, and the row that its first image has among all. */
interface Section {
  store: ImageStore;
  first: number;
}

/**
 * The images of `stores` as one store, one store after another. Ids may repeat where they do so in
 * different stores. `close()` closes them all.
 *
 * @throws {RangeError} if there is no store
 */
export function joinStores(stores: readonly ImageStore[]): ImageStore {
  const [one] = stores;
  if (!one) {
    throw new RangeError("Cannot join stores as there must be one or more: current number is 0");
  }
  if (stores.length === 1) return one;
  let count = 0;
  const sections = stores.map((store): Section => {
    const first = count;
    count += store.count;
    return { store, first };
  });
  const close = () => stores.forEach((store) => store.close());
  return {
    ...one,
    name: stores.map(({ name }) => name).join(" + "),
    fingerprint: sha256(stores.map(({ fingerprint }) => fingerprint).join("")),
    count,
    items: stores.flatMap(({ items }) => items),
    checksums: stores.flatMap(({ checksums }) => Array.from(checksums)),
    categories: [...new Set(stores.flatMap(({ categories }) => categories))].sort(),
    skipped: stores.flatMap(({ skipped }) => skipped),
    rowsOf: (split) =>
      Uint32Array.from(
        sections.flatMap(({ store, first }) =>
          Array.from(store.rowsOf(split), (row) => first + row)
        ),
      ),
    readImages: (rows) => readSections(sections, rows),
    close,
    [Symbol.dispose]: close,
  };
}

/** The images of `rows` in their order, each store read once. */
async function readSections(
  sections: readonly Section[],
  rows: ArrayLike<number>,
): Promise<Uint8Array> {
  const images = new Uint8Array(rows.length * IMAGE_BYTES);
  const places = sections.map((): number[] => []);
  for (let place = 0; place < rows.length; place++) {
    places[sections.findLastIndex(({ first }) => rows[place]! >= first)]!.push(place);
  }
  await Promise.all(sections.map(async ({ store, first }, i) => {
    const some = await store.readImages(places[i]!.map((place) => rows[place]! - first));
    for (const [at, place] of places[i]!.entries()) {
      const image = some.subarray(at * IMAGE_BYTES, (at + 1) * IMAGE_BYTES);
      images.set(image, place * IMAGE_BYTES);
    }
  }));
  return images;
}
