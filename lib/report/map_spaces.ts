/** The images and embeddings that notebook 06 makes maps of: `mappedImages`, `mapSpaces`. */

import type { ImageStore } from "../dataset/store/image_store.ts";
import type { Vectors } from "../embedding/embedding.ts";
import { takeRows } from "../embedding/rows.ts";
import { formatNumber } from "../io/format.ts";
import { shuffledIndices } from "../io/random.ts";
import { openBrought } from "../runs/brought_embeddings.ts";
import { openEmbeddings } from "../runs/embeddings.ts";
import { openEncoded } from "../runs/encoder_embedding.ts";
import { createExperiment } from "../runs/experiment.ts";
import { PRESETS } from "../runs/presets.ts";
import { type ProductSearch, searchableRows } from "../runs/product_search.ts";
import { kNearest, type Neighbours } from "../search/neighbours.ts";
import { explorer } from "../view/explorer/explorer.ts";
import type { ExplorerMap, ExplorerModel } from "../view/explorer/pack.ts";
import { createPalette } from "../view/palette.ts";

/** The images on the maps; others name them by their place in `rows`. */
export interface MappedImages {
  /** Rows of the store, ascending. */
  readonly rows: Uint32Array;
  /** Category of each image. */
  readonly labels: readonly string[];
  /** Group of each image, such as its board; undefined for an image that has none. */
  readonly groups: readonly (string | undefined)[];
  /** Places of the images that a search can find. */
  readonly catalogue: Uint32Array;
  /** Places of the held-out queries; none if the catalogue holds all images. */
  readonly queries: Uint32Array;
}

/** All images of a store, or `most` of them by seed. */
export function mappedImages(
  store: ImageStore,
  { most, seed }: { most: number; seed: number },
): MappedImages {
  const rows = Uint32Array.from(shuffledIndices(store.count, seed).slice(0, most)).sort();
  const searchable = new Set(searchableRows(store));
  const places = rows.map((_, place) => place);
  return {
    rows,
    labels: Array.from(rows, (row) => store.items[row]!.category),
    groups: Array.from(rows, (row) => store.items[row]!.group),
    catalogue: places.filter((place) => searchable.has(rows[place]!)),
    queries: places.filter((place) => !searchable.has(rows[place]!)),
  };
}

/** An embedding of the images on the maps. */
export interface MapSpace extends Vectors {
  readonly title: string;
  /** The nearest other images of each image, which a map tries to keep. */
  readonly neighbours: Neighbours;
  /** What a search for each image finds in the catalogue, the image itself left out. */
  readonly found: Neighbours;
}

/** Neighbours that a map of `count` images keeps: fewer than half of them, or nothing could be lost. */
export function keptNeighbours(count: number, nNeighbors: number): number {
  return Math.max(1, Math.min(nNeighbors, Math.floor((count - 1) / 2)));
}

/** An embedding with the neighbours of its rows. */
export async function mapSpace(
  title: string,
  { vectors, dim }: Vectors,
  { catalogue, nNeighbors }: Pick<MappedImages, "catalogue"> & { nNeighbors: number },
): Promise<MapSpace> {
  const count = vectors.length / dim;
  const [kept, listed] = [keptNeighbours(count, nNeighbors), Math.min(nNeighbors, count - 1)];
  const neighbours = await kNearest({ vectors, dim }, kept, { exclude: "self" });
  const found = await kNearest({ vectors, dim }, listed, { exclude: "self", filter: catalogue });
  return { title, vectors, dim, neighbours, found };
}

/** Title of the space of the embedding that `search` uses. */
export function searchSpaceTitle({ embedding }: Pick<ProductSearch, "embedding">): string {
  return `Search: ${embedding.name}`;
}

/**
 * The embedding that `search` uses, which finds here what notebook 07 finds, and behind it those that
 * were brought and the raw embedding of each model of the run, the last of them first.
 *
 * @param options.nNeighbors Neighbours of each image
 */
export async function mapSpaces(
  search: ProductSearch,
  { rows, catalogue }: Pick<MappedImages, "rows" | "catalogue">,
  { nNeighbors }: { nNeighbors: number },
): Promise<MapSpace[]> {
  const options = { catalogue, nNeighbors };
  const spaceOf = (title: string, { vectors, dim }: Vectors) =>
    mapSpace(title, { vectors: takeRows(vectors, dim, rows), dim }, options);
  const spaces = [await spaceOf(searchSpaceTitle(search), search.embedding)];
  const { settings, store } = search;
  const brought = [...await openBrought(settings, store), ...await openEncoded(settings, store)];
  for (const embedding of brought) spaces.push(await spaceOf(embedding.name, embedding));
  for (const name of settings.models.toReversed()) {
    const all = await openEmbeddings(createExperiment(settings, name));
    spaces.push(await spaceOf(PRESETS[name].title, all));
  }
  return spaces;
}

/** The explorer of `maps` of a run's images, coloured by category. */
export async function mapExplorer(
  store: ImageStore,
  rows: Uint32Array,
  spaces: readonly MapSpace[],
  maps: readonly ExplorerMap[],
  { k }: { k: number },
): ReturnType<typeof explorer> {
  const palette = createPalette(store.categories);
  const title = `${formatNumber(rows.length)} images of ${store.name}: neighbours look alike`;
  const models = explorerModels(spaces);
  return await explorer({ store, rows, maps, models, palette, title }, { k });
}

/** What is found for each image, in the form that `explorer` takes. */
export function explorerModels(
  spaces: readonly Pick<MapSpace, "title" | "found">[],
): ExplorerModel[] {
  return spaces.map(({ title: name, found: { indices, distances } }) => ({
    name,
    indices,
    distances: distances.map(Math.sqrt),
  }));
}
