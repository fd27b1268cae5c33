/** A run opened for search: `openSearch`. */

import { join } from "node:path";
import { useBackend } from "../backend/mod.ts";
import { type ImageStore, openImageStore } from "../dataset/store/image_store.ts";
import { compose, type Composition, needsCopies, sourcesOf } from "../embedding/compose.ts";
import type { Vectors } from "../embedding/embedding.ts";
import { takeRows } from "../embedding/rows.ts";
import { openBrought } from "./brought_embeddings.ts";
import { datasetDirectory, runDirectory } from "./directories.ts";
import { readEmbeddings } from "./embeddings.ts";
import { chosenComposition } from "./evaluated_compositions.ts";
import { isEncoder, readEncoded } from "./encoder_embedding.ts";
import { findStore } from "./find_store.ts";
import { copiesOf } from "./fused_embedding.ts";
import { PRESETS } from "./presets.ts";
import { ProductSearch } from "./product_search.ts";
import { experimentsOf } from "./query_encoder.ts";
import { recordedSettings } from "./recorded_settings.ts";
import { loadMetrics } from "./results.ts";
import { type FittedSearch, readSearch, saveSearch, searchKey } from "./saved_search.ts";
import { type Settings, wantedBackend } from "./settings.ts";
import { isDescriptor, openSource } from "./source_vectors.ts";

/** Options of `openSearch`. */
export interface OpenSearchOptions {
  /**
   * Another embedding; its sources are titles of models, and names of baselines and of embeddings
   * that were brought, which can be searched by id alone.
   *
   * @default the one that the evaluation chose (notebook 05)
   */
  composition?: Composition;
  /** Its name. */
  name?: string;
  /** Path of the encoder in ONNX, where the run searches with one. @default that of the settings */
  encoder?: string;
  /**
   * Keep what was fitted in the run, so that it opens in a second the next time; not of an own
   * composition.
   *
   * @default false
   */
  keep?: boolean;
}

/**
 * Search the images of a run that are not test queries (`searchableRows`), with the embedding that its
 * evaluation chose. It is fitted on the training split, as it was evaluated. Nothing is written unless
 * `keep` is set.
 *
 * @param run name of the run in `data/runs`, or its settings
 * @returns the search, which the caller closes
 * @throws {RangeError} if there is no such run, it was not evaluated, or its images are not here
 * @throws {Error} if a model was not trained, with what to do
 *
 * @example
 * ```ts ignore
 * import { openSearch } from "lookalike";
 *
 * const search = await openSearch("boards-quick");
 * const found = await search.byPhoto(await Deno.readFile("my.jpg"), { k: 10, category: "Shoes" });
 * console.log(found); // [{ id, category, row, distance }, ...]
 * await search.close();
 * ```
 */
export async function openSearch(
  run: string | Settings,
  { composition, name = "own composition", encoder, keep = false }: OpenSearchOptions = {},
): Promise<ProductSearch> {
  const recorded = typeof run === "string" ? await recordedSettings(run, "search") : run;
  const settings = encoder ? { ...recorded, encoder } : recorded;
  await useBackend(wantedBackend(settings));
  const metrics = composition ? undefined : await loadMetrics(settings);
  const chosen = composition ? { name, composition } : chosenComposition(metrics!);
  const store = await storeOf(settings, metrics?.dataset.fingerprint);
  try {
    const { composed, vectors } = composition
      ? await fitStore(settings, store, composition)
      : await openFitted(settings, store, chosen.composition, keep);
    const ids = store.items.map(({ id }) => id);
    return new ProductSearch(settings, store, composed, { name: chosen.name, ids, ...vectors });
  } catch (error) {
    store.close();
    throw error;
  }
}

/** The images that a run was evaluated on, or those of its settings where it was not. */
async function storeOf(settings: Settings, fingerprint?: string): Promise<ImageStore> {
  if (fingerprint === undefined) return await openImageStore(datasetDirectory(settings));
  const store = await findStore(fingerprint);
  if (store) return store;
  throw new RangeError(
    `Cannot search as the images that run "${settings.run}" was evaluated on must be here ` +
      `(fingerprint ${fingerprint}): run notebooks 01, 02 and 05 again`,
  );
}

/** The search that was kept in the run, else fitted, and then kept if that is wanted. */
async function openFitted(
  settings: Settings,
  store: ImageStore,
  composition: Composition,
  keep: boolean,
): Promise<FittedSearch> {
  const key = await searchKey(settings, store, composition);
  const kept = await readSearch(settings, key, store, composition);
  if (kept) return kept;
  const fitted = await fitStore(settings, store, composition);
  if (keep) await saveSearch(settings, key, fitted);
  return fitted;
}

/** A composition fitted on the training split, and its vectors of every image of the store. */
async function fitStore(
  settings: Settings,
  store: ImageStore,
  composition: Composition,
): Promise<FittedSearch> {
  const fitted = store.rowsOf("train");
  const sources = await embedSources(settings, store, composition);
  const ofIndex = Object.fromEntries(
    Object.entries(sources).map(([name, { vectors, dim }]) => {
      return [name, { vectors: takeRows(vectors, dim, fitted), dim }];
    }),
  );
  const labels = Array.from(fitted, (row) => store.items[row]!.category);
  const { seed } = settings;
  const copies = needsCopies(composition) ? await copiesOf(store, fitted, seed) : undefined;
  const composed = await compose(composition, ofIndex, { labels, copies, seed });
  return { composed, vectors: await composed.embed(sources) };
}

/** Vectors of every image of the store, by each source that a composition names. */
async function embedSources(
  settings: Settings,
  store: ImageStore,
  composition: Composition,
): Promise<Record<string, Vectors>> {
  const sources: Record<string, Vectors> = {};
  const directory = join(runDirectory(settings), "descriptors");
  for (const name of sourcesOf(composition)) {
    if (isDescriptor(name)) sources[name] = await openSource(store, name, { directory });
  }
  for (const experiment of experimentsOf(settings, store, composition)) {
    sources[PRESETS[experiment.model].title] = await readEmbeddings(experiment, store);
  }
  for (const name of [...sourcesOf(composition)].filter(isEncoder)) {
    sources[name] = await readEncoded(settings, name, store);
  }
  for (const brought of await openBrought(settings, store)) {
    if (sourcesOf(composition).has(brought.name)) sources[brought.name] = brought;
  }
  return sources;
}
