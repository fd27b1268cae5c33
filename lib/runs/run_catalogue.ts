/**
 * The catalogue of a run, below `data/runs/<run>`: `openRunCatalogue`, and `openSearchCatalogue` with
 * what a search has in memory.
 */

import { join } from "node:path";
import type { Item } from "../dataset/store/image_store.ts";
import { takeRows } from "../embedding/rows.ts";
import { sha256 } from "../io/bytes.ts";
import { lockFolder } from "../io/lock.ts";
import { runDirectory } from "./directories.ts";
import type { ProductSearch } from "./product_search.ts";
import type { Settings } from "./settings.ts";
import { Catalogue, CatalogueError } from "../search/catalogue/mod.ts";

/** Items a write: some 40 MB of 512 numbers each. */
const BLOCK = 20_000;

/** What belongs into it. */
export interface RunCatalogueOptions {
  items: readonly Item[];
  /** Their vectors, float32 `[items.length, dim]`, row-major. */
  vectors: Float32Array;
  dim: number;
  /** Fingerprint of the store that the items are of. */
  dataset: string;
  /** Fingerprint of the model's weights. */
  weights: string;
  /** Name of the embedding. */
  encoder: string;
}

/** What this process has open, by the catalogue's folder. */
const opened = new Map<string, Disposable>();

/**
 * The catalogue in `data/runs/<run>/catalogue`, as it was left if it is whole and of these photos and
 * weights, else built anew in its place. Until it is closed, other processes wait for it; this one
 * has it once, and what it opened before is given up.
 *
 * @param onWarning called with a message about the process that is waited for. @default console.warn
 * @returns the catalogue, which the caller closes, and whether it was there
 */
export async function openRunCatalogue(
  settings: Settings,
  content: RunCatalogueOptions,
  onWarning?: (warning: string) => void | Promise<void>,
): Promise<{ catalogue: Catalogue; reused: boolean }> {
  const folder = runDirectory(settings);
  // A cell of a notebook may run twice, and would wait for itself.
  opened.get(folder)?.[Symbol.dispose]();
  const lock = { task: "use the catalogue", name: "catalogue", wait: true, onWarning };
  const held = await lockFolder(folder, lock);
  opened.set(folder, held);
  try {
    const opening = await openOrBuild(join(folder, "catalogue"), content);
    opening.catalogue.held = held;
    return opening;
  } catch (error) {
    held[Symbol.dispose]();
    throw error;
  }
}

async function openOrBuild(
  address: string,
  { items, vectors, dim, dataset, weights, encoder }: RunCatalogueOptions,
): Promise<{ catalogue: Catalogue; reused: boolean }> {
  const about = { dim, dataset, model: weights, encoder };
  if (await Catalogue.exists(address)) {
    const kept = await Catalogue.open(address, about).catch((error) => {
      // Of other vectors, or damaged: it holds nothing that is not made here again.
      if (error instanceof RangeError || error instanceof CatalogueError) return undefined;
      throw error;
    });
    if (kept && await kept.size() === items.length) return { catalogue: kept, reused: true };
    kept?.close();
    await Deno.remove(address, { recursive: true });
  }
  const catalogue = await Catalogue.create(address, about);
  for (let first = 0; first < items.length; first += BLOCK) {
    const part = items.slice(first, first + BLOCK);
    const rows = vectors.slice(first * dim, (first + part.length) * dim);
    await catalogue.add(
      part.map(({ id, category, attributes }) => ({ id, category, attributes })),
      rows,
    );
  }
  return { catalogue, reused: false };
}

/** The images that `search` finds, by the same vectors, in a catalogue on disk (`openRunCatalogue`). */
export async function openSearchCatalogue(
  { settings, store, rows, embedding: { vectors: all, dim, name } }: ProductSearch,
): Promise<{ catalogue: Catalogue; reused: boolean }> {
  const vectors = takeRows(all, dim, rows);
  const bytes = new Uint8Array(vectors.buffer, vectors.byteOffset, vectors.byteLength);
  return await openRunCatalogue(settings, {
    items: Array.from(rows, (row) => store.items[row]!),
    vectors,
    dim,
    dataset: store.fingerprint,
    weights: sha256(bytes),
    encoder: name,
  });
}
