/** Search of a run's images by a photo or by the id of one of them: `ProductSearch`. */

import { toPixelBox } from "../dataset/decode/crop.ts";
import { decodeCrops, decodePhoto } from "../dataset/decode/decode.ts";
import { UnusablePhoto } from "../dataset/decode/photo_header.ts";
import type { ImageStore } from "../dataset/store/image_store.ts";
import { compose, type ComposedEmbedding, sourcesOf } from "../embedding/compose.ts";
import { colourHistogram } from "../embedding/descriptors.ts";
import type { Embedding, Vectors } from "../embedding/embedding.ts";
import { embedRows, imageRows } from "../embedding/row_source.ts";
import { takeRows } from "../embedding/rows.ts";
import { tinted } from "../embedding/tint.ts";
import { type Calibration, probabilityAt } from "../metrics/calibration.ts";
import { FlatIndex } from "../search/flat_index.ts";
import { scoredQueries } from "./dataset_needs.ts";
import type { RunProducts, Section } from "./added_products.ts";
import { QueryEncoder } from "./query_encoder.ts";
import { calibrateSearch } from "./search_calibration.ts";
import type { Settings } from "./settings.ts";

/** How to search. */
export interface FindOptions {
  /** Images to find, as far as there are so many. @default 10 */
  k?: number;
  /** Only images of this category. @default any */
  category?: string;
  /**
   * Only images that are of the query's category at least this often, 0 to 1, as their distance says
   * (`calibrateSearch`). It needs validation images, and no colour weight. @default any
   */
  minProbability?: number;
  /** Fusion weight of the colour histogram; at 1 it says as much as the embedding. @default 0 */
  colourWeight?: number;
  /** The colour to find, RGB 0 to 255, where `colourWeight` is above 0. @default the query's own */
  colour?: readonly [red: number, green: number, blue: number];
}

/** How to search by a photo. */
export interface PhotoOptions extends FindOptions {
  /** Part of the photo: left, top, width, height as fractions. @default the whole photo */
  box?: readonly [x: number, y: number, width: number, height: number];
}

/** How to search by a vector or a text: distances to them mean something else than those of photos. */
export type VectorOptions = Pick<FindOptions, "k" | "category">;

/** Turns a text into a vector, such as the text half of CLIP. */
export type TextEmbedder = (text: string) => Float32Array | Promise<Float32Array>;

/** An image that was found. */
export interface FoundImage {
  /** Its id: the file's path below the folder of photos; of a crop, its board and number. */
  id: string;
  category: string;
  /** Its row in the store. */
  row: number;
  /** Euclidean distance to the query. */
  distance: number;
  /** How often an image at this distance is of the query's category, where `minProbability` asks. */
  probability?: number;
}

/** The images of a run that are searched, by one embedding. */
export class ProductSearch {
  /** The images of the data set, and of products that were added since. */
  readonly store: ImageStore;
  /** The stores that it joins. */
  readonly sections: readonly Section[];
  /** Rows of the store that were not removed, of all splits. */
  readonly products: Uint32Array;
  /** Those of them that can be found. */
  readonly rows: Uint32Array;
  /** Categories of the images that can be found, sorted. */
  readonly categories: readonly string[];
  /** The vectors of these rows. */
  readonly index: FlatIndex;
  readonly #encoder: QueryEncoder;
  readonly #composed: ComposedEmbedding;
  readonly #textEncoder: TextEmbedder | undefined;
  readonly #rowOf: ReadonlyMap<string, number>;
  #coloured = new Map<number, Promise<{ composed: ComposedEmbedding; index: FlatIndex }>>();
  #colours: Promise<Vectors> | undefined;
  #calibration: Promise<Calibration | undefined> | undefined;

  /** Use `openSearch`. */
  constructor(
    readonly settings: Settings,
    products: RunProducts,
    composed: ComposedEmbedding,
    /** Of every image of the store. */
    readonly embedding: Embedding,
    textEncoder?: TextEmbedder,
  ) {
    const { store, removed, sections } = products;
    const { vectors, dim, ids } = embedding;
    this.store = store;
    this.sections = sections;
    this.products = Uint32Array.from(store.items.keys()).filter((row) => !removed.has(row));
    this.rows = searchableRows(store).filter((row) => !removed.has(row));
    const categories = Array.from(this.rows, (row) => store.items[row]!.category);
    this.categories = [...new Set(categories)].sort();
    const rowIds = Array.from(this.rows, (row) => ids[row]!);
    this.index = FlatIndex.build(takeRows(vectors, dim, this.rows), dim, rowIds);
    this.#encoder = new QueryEncoder(settings, store, composed);
    this.#composed = composed;
    this.#textEncoder = textEncoder;
    this.#rowOf = new Map(Array.from(this.products, (row) => [ids[row]!, row]));
  }

  /**
   * The images nearest to a photo, nearest first; fewer than `k` where there are no more.
   *
   * @param photo the bytes of a JPEG, PNG, WebP or GIF file
   * @throws {UnusablePhoto} if it is another file, damaged or too large, or has no such box
   * @throws {RangeError} if there is no such category, or another option is out of its range
   */
  async byPhoto(photo: Uint8Array, { box, ...options }: PhotoOptions = {}): Promise<FoundImage[]> {
    this.#check(options);
    const image = await imageOfPhoto(photo, box);
    return await this.#nearest(await this.embed(image), options, { image });
  }

  /**
   * The images nearest to an image of the store, nearest first, that image itself left out.
   *
   * @throws {RangeError} if there is no such id or category, or another option is out of its range
   */
  async byId(id: string, options: FindOptions = {}): Promise<FoundImage[]> {
    this.#check(options);
    const row = this.rowOf(id);
    const { vectors, dim } = this.embedding;
    const image = await this.store.readImages([row]);
    return await this.#nearest(takeRows(vectors, dim, [row]), options, { image, self: row });
  }

  /**
   * The images nearest to a vector that another program made, nearest first.
   *
   * @param vector of the only source of the composition, such as the network that ENCODER names, before
   *   its steps: float32 `[dim]`
   * @throws {RangeError} if the composition has several sources, the vector has other dimensions or a
   *   value that is not finite, or as `byId`
   */
  async byVector(vector: Float32Array, options: VectorOptions = {}): Promise<FoundImage[]> {
    this.#check(options);
    const [source, ...others] = sourcesOf(this.#composed.composition);
    if (others.length > 0) {
      throw refused(
        "the composition must have one source to search by a vector",
        1 + others.length,
      );
    }
    const { inputDim } = this.#composed.parameters[0]!;
    if (vector.length !== inputDim) {
      throw refused(
        `the vector must have the ${inputDim} dimensions of "${source}"`,
        vector.length,
      );
    }
    const sources = { [source!]: { vectors: vector, dim: inputDim } };
    return await this.#nearest((await this.#composed.embed(sources)).vectors, options);
  }

  /**
   * The images nearest to a text, nearest first: `byVector` of what the text encoder makes of it.
   *
   * @throws {RangeError} if `openSearch` was given no text encoder, or as `byVector`
   */
  async byText(text: string, options: VectorOptions = {}): Promise<FoundImage[]> {
    if (this.#textEncoder) return await this.byVector(await this.#textEncoder(text), options);
    throw refused("openSearch must be given a textEncoder to search by a text", "none");
  }

  /** The row of an image in the store. @throws {RangeError} if there is no such id */
  rowOf(id: string): number {
    const row = this.#rowOf.get(id);
    if (row !== undefined) return row;
    const known = [...this.#rowOf.keys()].slice(0, 3).join(", ");
    const condition = `the id must be one of ${this.#rowOf.size}, such as ${known}`;
    throw refused(condition, JSON.stringify(id.slice(0, 100)));
  }

  /**
   * Vectors `[n, dim]` of new images, equal to the bit to those of the same images in the store.
   *
   * @param images uint8 `[n, 128, 128, 3]`, RGB
   */
  async embed(images: Uint8Array): Promise<Float32Array> {
    return await this.#encoder.embed(images);
  }

  /** Close the store and dispose the models. */
  async close(): Promise<void> {
    this.store.close();
    await this.#encoder.dispose();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close();
  }

  #check({ k = 1, category, minProbability = 0, colourWeight = 0 }: FindOptions): void {
    if (!Number.isInteger(k) || k < 1) throw refused("k must be a whole number of 1 or more", k);
    if (!(minProbability >= 0 && minProbability <= 1)) {
      throw refused("minProbability must be from 0 to 1", minProbability);
    }
    if (minProbability > 0 && colourWeight !== 0) {
      throw refused("colourWeight must be 0 with minProbability", colourWeight);
    }
    if (category === undefined || this.categories.includes(category)) return;
    throw refused(`category must be one of ${this.categories.join(", ")}`, `"${category}"`);
  }

  /** @param query its image, if it has one, and its row, which is not found */
  async #nearest(
    vector: Float32Array,
    { k = 10, category, minProbability, colourWeight = 0, colour }: FindOptions,
    { image, self }: { image?: Uint8Array; self?: number } = {},
  ): Promise<FoundImage[]> {
    const { items } = this.store;
    const { index, embedded } = colourWeight === 0 || !image
      ? { index: this.index, embedded: vector }
      : await this.#withColour(vector, colour ? tinted(image, colour) : image, colourWeight);
    const filter = category === undefined
      ? undefined
      : (place: number) => items[this.rows[place]!]!.category === category;
    const exclude = [self === undefined ? -1 : this.rows.indexOf(self)];
    const found = await index.search(embedded, Math.min(k, index.size), { filter, exclude });
    const nearest = Array.from(found.indices).flatMap((place, i): FoundImage[] => {
      if (place < 0) return []; // fewer than k are left
      const row = this.rows[place]!;
      const { id, category } = items[row]!;
      return [{ id, category, row, distance: Math.sqrt(found.distances[i]!) }];
    });
    return minProbability === undefined ? nearest : await this.#likely(nearest, minProbability);
  }

  /** Those that are right often enough, with how often that is. */
  async #likely(nearest: FoundImage[], minProbability: number): Promise<FoundImage[]> {
    const calibration = await (this.#calibration ??= calibrateSearch(this));
    if (!calibration) {
      throw refused("images must be held out for validation with minProbability", "none");
    }
    return nearest.map((found) => {
      return { ...found, probability: probabilityAt(calibration, found.distance) };
    }).filter(({ probability }) => probability >= minProbability);
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

function refused(condition: string, value: unknown): RangeError {
  return new RangeError(`Cannot search as ${condition}: current value is ${value}`);
}

/** The split that queries are drawn from: the first of these of which some find their category. */
export function querySplit(store: ImageStore): "test" | "validation" | "train" {
  const index = store.rowsOf("train");
  const heldOut = (["test", "validation"] as const)
    .find((split) => scoredQueries(store.items, store.rowsOf(split), index).length > 0);
  return heldOut ?? "train";
}

/** Rows of the images that can be found: all but the queries, unless there would be no others. */
export function searchableRows(store: ImageStore): Uint32Array {
  const queries = querySplit(store);
  const all = Uint32Array.from(store.items.keys());
  return queries === "train" ? all : all.filter((row) => store.items[row]!.split !== queries);
}

/**
 * The image of a photo, or of a part of it: uint8 `[128, 128, 3]`, RGB.
 *
 * @param photo the bytes of a JPEG, PNG, WebP or GIF file
 * @throws {UnusablePhoto} if it is another file, damaged or too large, or has no such box
 */
export async function imageOfPhoto(
  photo: Uint8Array,
  box?: PhotoOptions["box"],
): Promise<Uint8Array> {
  try {
    if (!box) return (await decodePhoto(photo)).pixels;
    const [crop] = await decodeCrops(photo, (width, height) => [toPixelBox(box, width, height)]);
    return crop!.pixels;
  } catch (error) {
    if (!(error instanceof UnusablePhoto)) throw error;
    throw new UnusablePhoto(`Cannot search as the photo ${error.message}`, { cause: error });
  }
}
