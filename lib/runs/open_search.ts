/** A run opened for search: `openSearch`. */

import { join } from "node:path";
import { useBackend } from "../backend/mod.ts";
import { type ImageStore, openImageStore } from "../dataset/store/image_store.ts";
import { compose, type Composition, needsCopies, sourcesOf } from "../embedding/compose.ts";
import { isDescriptor } from "../embedding/compositions.ts";
import type { Vectors } from "../embedding/embedding.ts";
import { joinRows, takeRows } from "../embedding/rows.ts";
import { openProducts, type RunProducts, sectionOf } from "./added_products.ts";
import { openBrought } from "./brought_embeddings.ts";
import { datasetDirectory, runDirectory } from "./directories.ts";
import { readEmbeddings } from "./embeddings.ts";
import { chosenComposition } from "./evaluated_compositions.ts";
import { isEncoder, readEncoded } from "./encoder_embedding.ts";
import { findStore } from "./find_store.ts";
import { copiesOf } from "./fused_embedding.ts";
import { PRESETS } from "./presets.ts";
import { ProductSearch, type TextEmbedder } from "./product_search.ts";
import { experimentsOf, QueryEncoder } from "./query_encoder.ts";
import { recordedSettings } from "./recorded_settings.ts";
import { openAddedVectors, openSource } from "./kept_vectors.ts";
import { loadMetrics } from "./results.ts";
import { type FittedSearch, readSearch, saveSearch, searchKey } from "./saved_search.ts";
import { type Settings, wantedBackend } from "./settings.ts";

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
   * What `byText` embeds a text with, in the space of the only source of the composition: of CLIP's
   * `[{ of: "clip.onnx", steps: ["l2"] }]` its text half, with a tokenizer and L2-normalised.
   */
  textEncoder?: TextEmbedder;
  /**
   * Keep what was fitted in the run, so that it opens in a second the next time; not of an own
   * composition.
   *
   * @default false
   */
  keep?: boolean;
  /**
   * Without products that were added since the evaluation, and with those that were removed. An own
   * composition is always opened so.
   *
   * @default false
   */
  asEvaluated?: boolean;
}

/**
 * Search the images of a run that are not test queries (`searchableRows`), and the products that were
 * added to it (`addProducts`), with the embedding that its evaluation chose. It is fitted on the training
 * split, as it was evaluated. Nothing is written unless `keep` is set.
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
  {
    composition,
    name = "own composition",
    encoder,
    textEncoder,
    keep = false,
    asEvaluated = false,
  }: OpenSearchOptions = {},
): Promise<ProductSearch> {
  const recorded = typeof run === "string" ? await recordedSettings(run, "search") : run;
  const settings = encoder ? { ...recorded, encoder } : recorded;
  if (!composition) {
    const fit = await openFitted(settings, { keep });
    return await searchOf(settings, fit, { products: !asEvaluated, keep, textEncoder });
  }
  await useBackend(wantedBackend(settings));
  using opening = new DisposableStack();
  const store = opening.use(await openEvaluated(settings));
  const fitted = await fitStore(settings, store, composition);
  opening.move();
  return await searchOf(settings, { name, store, ...fitted }, { textEncoder });
}

/** The search that a run's evaluation chose, fitted. */
export interface OpenedFit extends FittedSearch {
  name: string;
  /** The images that it was evaluated on; the caller closes it. */
  store: ImageStore;
  /** SHA-256, hex, of all that decides the vectors. */
  key: string;
}

/**
 * The embedding that the evaluation of a run chose: as it was kept in the run, else fitted, and then
 * kept if that is wanted.
 *
 * @throws as `openSearch`
 */
export async function openFitted(
  settings: Settings,
  { keep }: Required<Pick<OpenSearchOptions, "keep">>,
): Promise<OpenedFit> {
  await useBackend(wantedBackend(settings));
  const metrics = await loadMetrics(settings);
  const { name, composition } = chosenComposition(metrics);
  using opening = new DisposableStack();
  const store = opening.use(await openEvaluated(settings, metrics.dataset.fingerprint));
  const key = await searchKey(settings, store, composition);
  const kept = await readSearch(settings, key, store, composition);
  const fitted = kept ?? await fitStore(settings, store, composition);
  if (keep && !kept) await saveSearch(settings, key, fitted);
  opening.move();
  return { name, store, key, ...fitted };
}

/** A search of the products of a fit; of those that came and went too, if `products` says so. */
async function searchOf(
  settings: Settings,
  fit: Omit<OpenedFit, "key"> & { key?: string },
  { products = false, keep = false, textEncoder }:
    & { products?: boolean }
    & Pick<OpenSearchOptions, "keep" | "textEncoder">,
): Promise<ProductSearch> {
  const { name, composed, key = "", vectors: { vectors, dim } } = fit;
  using opening = new DisposableStack();
  const dataset = opening.use(fit.store);
  const found: RunProducts = products
    ? await openProducts(settings, dataset)
    : { store: dataset, removed: new Set(), sections: [sectionOf(settings, dataset)] };
  const added = found.sections.slice(1);
  for (const { store } of added) opening.use(store);
  const encoder = new QueryEncoder(settings, dataset, composed);
  const parts = [vectors];
  try {
    for (const section of added) {
      parts.push(await openAddedVectors(section, encoder, { key, keep }));
    }
  } finally {
    await encoder.dispose();
  }
  opening.move();
  const ids = found.store.items.map(({ id }) => id);
  const embedding = { name, ids, dim, vectors: joinRows(parts) };
  return new ProductSearch(settings, found, composed, embedding, textEncoder);
}

/** The images that a run was evaluated on, or those of its settings where it was not. */
export async function openEvaluated(settings: Settings, fingerprint?: string): Promise<ImageStore> {
  if (fingerprint === undefined) return await openImageStore(datasetDirectory(settings));
  const store = await findStore(fingerprint);
  if (store) return store;
  throw new RangeError(
    `Cannot search as the images that run "${settings.run}" was evaluated on must be here ` +
      `(fingerprint ${fingerprint}): run notebooks 01, 02 and 05 again`,
  );
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
