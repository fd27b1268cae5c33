/** Embeddings of a run's photos by other programs, which EMBEDDINGS names: `openBrought`. */

import { basename, extname } from "node:path";
import type { ImageStore } from "../dataset/store/image_store.ts";
import type { Embedding } from "../embedding/embedding.ts";
import { takeRows } from "../embedding/rows.ts";
import { readVectors } from "../embedding/vector_files.ts";
import type { Settings } from "./settings.ts";

/** How ids and file names are compared, the strictest first. */
const KEYS: readonly ((path: string) => string)[] = [
  (path) => path,
  (path) => basename(path),
  (path) => basename(path, extname(path)),
];

/**
 * The embeddings that `settings` name, row i of image i of `store`. A vector belongs to the image
 * whose id or file name its id is, with folders or without, at last without the ending too. Vectors
 * of other images are left out.
 *
 * @throws {RangeError} if an image has no vector, with the ids of both; if two embeddings have one
 *   name, or a file cannot be used
 */
export async function openBrought(
  { embeddings = [] }: Pick<Settings, "embeddings">,
  store: Pick<ImageStore, "items">,
): Promise<Embedding[]> {
  const opened: Embedding[] = [];
  const ids = store.items.map(({ id }) => id);
  for (const path of embeddings) {
    const { name, dim, vectors, ids: brought } = await readVectors(path);
    if (opened.some((other) => other.name === name)) {
      throw new RangeError(`Cannot use "${path}" as another file is "${name}" too: rename it`);
    }
    const rows = matchRows(path, store.items, brought);
    opened.push({ name, dim, ids, vectors: takeRows(vectors, dim, rows) });
  }
  return opened;
}

/** The row of each image among `ids`. */
function matchRows(path: string, items: ImageStore["items"], ids: readonly string[]): number[] {
  let most: (number | undefined)[] = [];
  for (const keyOf of KEYS) {
    const keysOf = (names: readonly string[]) => {
      return names.map((name) => keyOf(name.replaceAll("\\", "/").normalize("NFC")));
    };
    const rowOf = uniqueRows(keysOf(ids));
    for (const names of [items.map(({ id }) => id), items.map(({ file }) => file)]) {
      const keys = keysOf(names);
      // Crops of one photo share its file, which then names none of them.
      if (!rowOf || new Set(keys).size < keys.length) continue;
      const rows = keys.map((key) => rowOf.get(key));
      if (rows.every((row) => row !== undefined)) return rows;
      const found = rows.filter((row) => row !== undefined).length;
      if (most.length === 0 || found > most.filter((row) => row !== undefined).length) most = rows;
    }
  }
  const missing = items.filter((_, i) => most[i] === undefined).map(({ id }) => id);
  const left = ids.filter((_, row) => !most.includes(row));
  throw new RangeError(
    `Cannot use "${path}" as it must have a vector for each of ${items.length} photos: ` +
      `${missing.length} are missing, such as ${some(missing)}; ids that are no photo's: ` +
      (left.length > 0 ? some(left) : "none"),
  );
}

/** The row of each key; undefined if one stands twice. */
function uniqueRows(keys: readonly string[]): Map<string, number> | undefined {
  const rows = new Map(keys.map((key, row) => [key, row]));
  return rows.size === keys.length ? rows : undefined;
}

function some(ids: readonly string[]): string {
  return ids.slice(0, 3).map((id) => JSON.stringify(id.slice(0, 100))).join(", ");
}
