/** Embeddings of a run's photos by other programs, which EMBEDDINGS names: `openBrought`. */

import { extname } from "node:path";
import type { ImageStore } from "../dataset/store/image_store.ts";
import type { Embedding } from "../embedding/embedding.ts";
import { takeRows } from "../embedding/rows.ts";
import { readVectors } from "../embedding/vector_files.ts";
import { comparablePath } from "../io/paths.ts";
import type { Settings } from "./settings.ts";

/**
 * How ids and file names are compared, the strictest first: whole, by ever fewer of their folders, by
 * the name alone; then all of this without endings.
 */
function* keysOf(depth: number): Generator<(path: string) => string> {
  const withoutEnding = (path: string) => path.slice(0, path.length - extname(path).length);
  for (const named of [(path: string) => path, withoutEnding]) {
    yield named;
    for (let parts = depth; parts > 0; parts--) {
      yield (path) => named(path).split("/").slice(-parts).join("/");
    }
  }
}

/** Folders and name of the longest path. */
function depthOf(paths: readonly string[]): number {
  return paths.reduce((depth, path) => Math.max(depth, path.split("/").length), 0);
}

/**
 * The embeddings that `settings` name, row i of image i of `store`. A vector belongs to the image
 * whose id or file name its id is, with folders above or without, at last without the ending too. Vectors
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
  const brought = ids.map(comparablePath);
  // Crops of one photo share its file, which then names none of them.
  const named = [items.map(({ id }) => id), items.map(({ file }) => file)]
    .map((names) => names.map(comparablePath));
  for (const keyOf of keysOf(Math.min(depthOf(brought), depthOf(named.flat())))) {
    const rowOf = uniqueRows(brought.map(keyOf));
    for (const names of named) {
      const keys = names.map(keyOf);
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
