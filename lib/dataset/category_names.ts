/** One name for each category: `withUnifiedCategories`. */

import { type PhotoSource, withItems } from "./photo_source.ts";

/**
 * `source` with the names of categories in Unicode's composed form (NFC): letters with accents are
 * one or two characters, depending on the system that wrote them, and look the same.
 *
 * @returns the source, and a warning where names differ only in case or spaces: those stay apart
 *
 * @example
 * ```ts
 * import type { PhotoSource } from "./photo_source.ts";
 * const items = ["Hat", "hat"].map((category, i) => ({ id: `${i}`, category }));
 * const photo = { file: "a.jpg", path: "a.jpg", size: 1, stamp: "", items };
 * const source: PhotoSource = { root: ".", photos: [photo], skipped: [] };
 * console.log(withUnifiedCategories(source).warning); // Categories differ only in case or spaces, ...
 * ```
 */
export function withUnifiedCategories(
  source: PhotoSource,
): { source: PhotoSource; warning?: string } {
  const photos = withItems(source.photos, (item) => {
    return { ...item, category: item.category.normalize("NFC") };
  });
  const names = new Set(photos.flatMap(({ items }) => items.map(({ category }) => category)));
  const alike = [...Map.groupBy(names, lookOf).values()]
    .filter(({ length }) => length > 1)
    .map((group) => group.map((name) => `"${name}"`).join(" and "));
  const unified = { ...source, photos };
  if (alike.length === 0) return { source: unified };
  const warning =
    `Categories differ only in case or spaces, and count as different: ${alike.join("; ")}. ` +
    "Rename their folders if they are the same";
  return { source: unified, warning };
}

/** The same of names that people take for one. */
function lookOf(name: string): string {
  return name.normalize("NFKC").toLowerCase().replace(/\s+/g, " ").trim();
}
