/** Search of a run's catalogue by images: `openSearch`, `ProductSearch`. */

import { decodeCrops, decodePhoto } from "../dataset/decode/decode.ts";
import { toPixelBox } from "../dataset/decode/crop.ts";
import { type ImageStore, openImageStore } from "../dataset/store/image_store.ts";
import {
  compose,
  type ComposedEmbedding,
  type Composition,
  needsCopies,
  sourcesOf,
} from "../embedding/compose.ts";
import { DESCRIPTORS, SEARCH_NETWORK } from "../embedding/compositions.ts";
import { colourHistogram } from "../embedding/descriptors.ts";
import type { Embedding, Vectors } from "../embedding/embedding.ts";
import { ifExists } from "../io/files.ts";
import { embedRows, type Encoder, imageRows } from "../embedding/row_source.ts";
import { takeRows } from "../embedding/rows.ts";
import { tinted } from "../embedding/tint.ts";
import type { Autoencoder } from "../model/autoencoder.ts";
import type { SearchNetwork } from "../model/search_network/search_network.ts";
import { embedImages } from "../model/embed.ts";
import { FlatIndex } from "../search/flat_index.ts";
import { datasetDirectory } from "./directories.ts";
import { openEmbeddings } from "./embeddings.ts";
import { chosenComposition } from "./evaluated_compositions.ts";
import { copiesOf } from "./fused_embedding.ts";
import { createExperiment, type Experiment } from "./experiment.ts";
import { PRESETS } from "./presets.ts";
import { loadMetrics } from "./results.ts";
import type { Settings } from "./settings.ts";
import { openSearchNetwork } from "./search_network.ts";
import { openTrained } from "./trained.ts";

/** What to search with: a row of the store, the path of a photo, or an image of 128 x 128 pixels. */
export type SearchQuery = number | string | Uint8Array;

/** How to search. */
export interface FindOptions {
  /** Images to find, as far as there are so many. @default 10 */
  k?: number;
  /** Only images of this category. @default any */
  category?: string;
  /** Part of the photo: left, top, width, height as fractions. @default the whole photo */
  box?: readonly [x: number, y: number, width: number, height: number];
  /** Fusion weight of the colour histogram; at 1 it says as much as the embedding. @default 0 */
  colourWeight?: number;
  /** The colour to find, RGB 0 to 255, where `colourWeight` is above 0. @default the query's own */
  colour?: readonly [red: number, green: number, blue: number];
}

/** An image that was found. */
export interface FoundImage {
  /** Its row in the store. */
  row: number;
  /** Euclidean distance to the query. */
  distance: number;
}

/** The images of a run that are searched, by one embedding. */
export class ProductSearch {
  #models = new Map<string, Promise<Autoencoder | SearchNetwork>>();
  #coloured = new Map<number, Promise<{ composed: ComposedEmbedding; index: FlatIndex }>>();
  #colours: Promise<Vectors> | undefined;

  /** Use `openSearch`. */
  constructor(
    readonly settings: Settings,
    readonly store: ImageStore,
    /** Rows of the store that can be found. */
    readonly rows: Uint32Array,
    /** Of every image of the store. */
    readonly embedding: Embedding,
    readonly index: FlatIndex,
    private readonly composed: ComposedEmbedding,
  ) {}

  /**
   * The images nearest to a query, nearest first.
   *
   * @throws {RangeError} if there is no such row, photo or category
   */
  async find(
    query: SearchQuery,
    { k = 10, category, box, colourWeight = 0, colour }: FindOptions = {},
  ): Promise<FoundImage[]> {
    const { items } = this.store;
    if (category !== undefined && !this.rows.some((row) => items[row]!.category === category)) {
      const known = [...new Set(Array.from(this.rows, (row) => items[row]!.category))].sort();
      throw new RangeError(
        `Cannot search as category must be one of ${known.join(", ")}: current value is ` +
          `"${category}"`,
      );
    }
    const image = await this.imageOf(query, box);
    const whole = typeof query === "number" && box === undefined;
    const { vectors, dim } = this.embedding;
    const vector = whole ? takeRows(vectors, dim, [query]) : await this.embed(image);
    const { index, embedded } = colourWeight === 0
      ? { index: this.index, embedded: vector }
      : await this.#withColour(vector, colour ? tinted(image, colour) : image, colourWeight);
    const filter = category === undefined
      ? undefined
      : (place: number) => items[this.rows[place]!]!.category === category;
    const found = await index.search(embedded, Math.min(k, index.size), { filter });
    return Array.from(found.indices).flatMap((place, i): FoundImage[] => {
      if (place < 0) return []; // fewer than k are of the category
      return [{ row: this.rows[place]!, distance: Math.sqrt(found.distances[i]!) }];
    });
  }

  /** The image of a query, or of a part of it: uint8 `[128, 128, 3]`. */
  async imageOf(query: SearchQuery, box?: FindOptions["box"]): Promise<Uint8Array> {
    if (typeof query === "number") return await this.store.readImages([query]);
    if (typeof query !== "string") return query;
    const bytes = await ifExists(Deno.readFile(query));
    if (!bytes) throw new RangeError(`Cannot search as there is no photo "${query}"`);
    if (!box) return (await decodePhoto(bytes)).pixels;
    const [crop] = await decodeCrops(bytes, (width, height) => [toPixelBox(box, width, height)]);
    return crop!.pixels;
  }

  /**
   * Vectors `[n, dim]` of new images, equal to the bit to those of the same images in the store.
   *
   * @param images uint8 `[n, 128, 128, 3]`, RGB
   */
  async embed(images: Uint8Array): Promise<Float32Array> {
    const encoders: Record<string, Encoder> = { ...DESCRIPTORS };
    const { composition } = this.composed;
    for (const [title, open] of Object.entries(modelsOf(this.settings, composition))) {
      const model = await (this.#models.get(title) ?? this.#open(title, open));
      encoders[title] = (some) => embedImages(model, some);
    }
    return (await this.composed.embedImages(images, encoders)).vectors;
  }

  /** Open a model once; one that failed is tried again the next time. */
  #open(title: string, open: () => Promise<Autoencoder | SearchNetwork>) {
    const opened = open();
    this.#models.set(title, opened);
    opened.catch(() => this.#models.delete(title));
    return opened;
  }

  /** Close the store and dispose the models. */
  async close(): Promise<void> {
    this.store.close();
    for (const model of this.#models.values()) (await model).dispose();
    this.#models.clear();
  }

  async #withColour(vector: Float32Array, image: Uint8Array, weight: number) {
    const fused = this.#coloured.get(weight) ?? this.#fuseColour(weight);
    this.#coloured.set(weight, fused);
    const { composed, index } = await fused;
    const { dim } = this.embedding;
    const colours = colourHistogram(image);
    const sources = {
      look: { vectors: vector, dim },
      colour: { vectors: colours, dim: colours.length },
    };
    return { index, embedded: (await composed.embed(sources)).vectors };
  }

  /** The index with the colour histogram of each image concatenated at this weight. */
  async #fuseColour(weight: number) {
    const { vectors, dim, ids } = this.embedding;
    const look = { vectors: takeRows(vectors, dim, this.rows), dim };
    this.#colours ??= embedRows(imageRows(this.store, this.rows), (some) => colourHistogram(some));
    const sources = { look, colour: await this.#colours };
    const composed = await compose([{ of: "look" }, { of: "colour", weight }], sources);
    const { index } = composed;
    const rowIds = Array.from(this.rows, (row) => ids[row]!);
    return { composed, index: FlatIndex.build(index.vectors, index.dim, rowIds) };
  }
}

/** The split that queries are drawn from: the first of these that has images. */
export function querySplit(store: ImageStore): "test" | "validation" | "train" {
  const splits = ["test", "validation", "train"] as const;
  return splits.find((split) => store.rowsOf(split).length > 0)!;
}

/** Rows of the images that can be found: all but the queries, unless there would be no others. */
export function searchableRows(store: ImageStore): Uint32Array {
  const queries = querySplit(store);
  const all = Uint32Array.from({ length: store.count }, (_, row) => row);
  return queries === "train" ? all : all.filter((row) => store.items[row]!.split !== queries);
}

/** How to open each model that a composition names, by its title. */
function modelsOf(
  settings: Settings,
  composition: Composition,
): Record<string, () => Promise<Autoencoder | SearchNetwork>> {
  const trained = experimentsOf(settings, composition).map((experiment) => {
    const open = async () => (await openTrained(experiment)).model;
    return [PRESETS[experiment.model].title, open] as const;
  });
  const network = async () => (await openSearchNetwork()).network;
  return {
    ...Object.fromEntries(trained),
    ...(sourcesOf(composition).has(SEARCH_NETWORK) && { [SEARCH_NETWORK]: network }),
  };
}

/** The models of a run that a composition names. */
function experimentsOf(settings: Settings, composition: Composition): Experiment[] {
  const names = sourcesOf(composition);
  return settings.models.filter((name) => names.has(PRESETS[name].title))
    .map((name) => createExperiment(settings, name));
}

/**
 * Search the images of a run that are not test queries (`searchableRows`), with the embedding that its
 * evaluation chose (notebook 05). It is fitted on the training split, as it was evaluated.
 *
 * @param options.composition Another embedding; its sources are titles of models and names of
 *   baselines. @default the chosen one
 * @throws {Error} if the run was not evaluated or a model not trained, with what to do
 */
export async function openSearch(
  settings: Settings,
  { composition, name = "own composition" }: { composition?: Composition; name?: string } = {},
): Promise<ProductSearch> {
  const chosen = composition
    ? { name, composition }
    : chosenComposition(await loadMetrics(settings));
  const store = await openImageStore(datasetDirectory(settings));
  const fitted = store.rowsOf("train");
  const everything = imageRows(store, Uint32Array.from({ length: store.count }, (_, row) => row));
  const sources: Record<string, Vectors> = {};
  for (const [baseline, encoder] of Object.entries(DESCRIPTORS)) {
    if (!sourcesOf(chosen.composition).has(baseline)) continue;
    sources[baseline] = await embedRows(everything, encoder);
  }
  if (sourcesOf(chosen.composition).has(SEARCH_NETWORK)) {
    const { network } = await openSearchNetwork();
    sources[SEARCH_NETWORK] = await embedRows(everything, (some) => embedImages(network, some));
    network.dispose();
  }
  for (const experiment of experimentsOf(settings, chosen.composition)) {
    sources[PRESETS[experiment.model].title] = await openEmbeddings(experiment);
  }
  const ofIndex = Object.fromEntries(
    Object.entries(sources).map(([name, { vectors, dim }]) => {
      return [name, { vectors: takeRows(vectors, dim, fitted), dim }];
    }),
  );
  const labels = Array.from(fitted, (row) => store.items[row]!.category);
  const { seed } = settings;
  const copies = needsCopies(chosen.composition) ? await copiesOf(store, fitted, seed) : undefined;
  const composed = await compose(chosen.composition, ofIndex, { labels, copies, seed });
  const ids = store.items.map(({ id }) => id);
  const embedding = { name: chosen.name, ids, ...await composed.embed(sources) };
  const rows = searchableRows(store);
  const { vectors, dim } = embedding;
  const rowIds = Array.from(rows, (row) => ids[row]!);
  const index = FlatIndex.build(takeRows(vectors, dim, rows), dim, rowIds);
  return new ProductSearch(settings, store, rows, embedding, index, composed);
}
