/** What a search finds, as notebook 07 shows it: `lookalikes`, `broughtSheets`, and how it is judged. */

import { join } from "node:path";
import { decodeFull } from "../dataset/decode/decode.ts";
import { squaredDistance } from "../embedding/distance.ts";
import { colourHistogram } from "../embedding/descriptors.ts";
import { tinted } from "../embedding/tint.ts";
import { messageOf } from "../io/errors.ts";
import { mean } from "../io/mean.ts";
import { readRegularFile } from "../io/regular_file.ts";
import { deriveSeed, shuffledIndices } from "../io/random.ts";
import { pairedDifference } from "../metrics/differences.ts";
import type { Difference } from "../metrics/score_schemas.ts";
import { encodeGroups } from "../metrics/labels.ts";
import { openBrought } from "../runs/brought_embeddings.ts";
import { scoredQueries } from "../runs/dataset_needs.ts";
import { originalsDirectory } from "../runs/directories.ts";
import { encoderName } from "../runs/encoder_embedding.ts";
import { chosenComposition } from "../runs/evaluated_compositions.ts";
import { openSearch } from "../runs/open_search.ts";
import {
  type FindOptions,
  type FoundImage,
  imageOfPhoto,
  type PhotoOptions,
  type ProductSearch,
  querySplit,
} from "../runs/product_search.ts";
import { loadMetrics, type Metrics } from "../runs/results.ts";
import type { Markdown } from "../view/markdown.ts";
import type { Picture } from "../view/picture.ts";
import { createPalette } from "../view/palette.ts";
import { cropSteps } from "../view/pictures/boards.ts";
import { foundSheet } from "../view/pictures/found.ts";
import type { Photo } from "../view/pictures/photo.ts";
import { verdict } from "../view/verdict.ts";
import {
  bestVariants,
  compareEmbeddings,
  differenceText,
  findEmbedding,
  headlineQueries,
  isAbove,
  isBelow,
  scoreText,
  searchedPrecision,
} from "./evaluation/queries.ts";

/** How to search, with a heading for the row; a box counts for photos alone. */
export interface NamedSearch extends PhotoOptions {
  head?: string;
}

/**
 * One picture of queries and what is found for each, nearest first. Frames say whether the category is
 * that of the query, where it is known and nothing was restricted.
 *
 * @param queries Rows of the store, and paths of photos
 * @param searches How to search; several are rows below each other
 * @example
 * ```ts ignore
 * import { lookalikes, openSearch, readSettings, show } from "lookalike";
 *
 * const search = await openSearch(readSettings());
 * await show(await lookalikes(search, ["my.jpg"]));
 * ```
 */
export async function lookalikes(
  search: ProductSearch,
  queries: readonly (number | string)[],
  searches: readonly NamedSearch[] = [{}],
): Promise<Picture> {
  const { store } = search;
  const shown = await Promise.all(queries.map(async (query) => {
    const bytes = typeof query === "number" ? undefined : readPhoto(query);
    const results = [];
    for (const { head = "Query", ...options } of searches) {
      const found = bytes
        ? await search.byPhoto(bytes, options)
        : await search.byId(store.items[query as number]!.id, options);
      results.push({ head, found });
    }
    if (typeof query === "number") return { query, results };
    const image = await imageOfPhoto(bytes!, searches[0]?.box);
    const photo: Photo = { image, alt: "your photo", caption: "your photo" };
    return { query: photo, results };
  }));
  const asked = shown.map(({ query }) =>
    typeof query === "number" ? store.items[query]!.category : query.alt
  );
  const alt = `${asked.join(", ")}: each beside its nearest neighbours by ${search.embedding.name}`;
  return await foundSheet(store, shown, { alt });
}

/**
 * For each embedding that EMBEDDINGS and ENCODER name, in the form that validation queries choose:
 * what it finds for `queries`, and whether it finds more than the chosen embedding. Nothing where
 * none is named, or it is the chosen one.
 *
 * @param queries Rows of the store
 */
export async function broughtSheets(
  { settings, store }: ProductSearch,
  queries: readonly number[],
  options: NamedSearch = {},
): Promise<(Picture | Markdown)[]> {
  const brought = (await openBrought(settings, store)).map(({ name }) => name);
  if (settings.encoder) brought.push(encoderName(settings)!);
  if (brought.length === 0) return [];
  const metrics = await loadMetrics(settings);
  const chosen = findEmbedding(metrics, metrics.chosen)!;
  const shown: (Picture | Markdown)[] = [];
  for (const best of bestVariants(metrics)) {
    const { name, of = name } = best;
    if (!brought.includes(of) || best === chosen) continue;
    await using search = await openSearch(settings, chosenComposition(metrics, { name, brought }));
    shown.push(await lookalikes(search, queries, [options]));
    const difference = compareEmbeddings(metrics, chosen, best);
    shown.push(verdict({
      expected: `${name} finds more than ${chosen.name}`,
      holds: isAbove(difference),
      because: `The difference of P@${metrics.k} is ${differenceText(difference)}`,
    }));
  }
  return shown;
}

/** The bytes of the photo at `path`. @throws {RangeError} if there is none */
function readPhoto(path: string): Uint8Array {
  try {
    return readRegularFile(path);
  } catch (error) {
    throw new RangeError(
      `Cannot search as there must be a photo at "${path}": ${messageOf(error)}`,
      { cause: error },
    );
  }
}

/**
 * `count` rows of the split that queries come from (`querySplit`), drawn at random of those whose
 * category can be found.
 */
export function randomQueries(
  { store, products, rows: searched, settings }: ProductSearch,
  count: number,
): number[] {
  const rows = scoredQueries(store.items, store.rowsOf(querySplit(store)), searched)
    .filter((row) => products.includes(row));
  const order = shuffledIndices(rows.length, deriveSeed(settings.seed, "shown queries"));
  return Array.from(order.slice(0, count), (place) => rows[place]!);
}

/**
 * The one of `queries`, rows of the store, that finds the fewest images of its category; of those whose
 * category has more than `k` images in the catalogue, where there are such.
 */
export async function hardestQuery(
  search: ProductSearch,
  queries: readonly number[],
  { k = 5 }: Pick<FindOptions, "k"> = {},
): Promise<number> {
  const { items } = search.store;
  const size = (row: number) =>
    search.rows.reduce((sum, at) => sum + Number(items[at]!.category === items[row]!.category), 0);
  const large = queries.filter((row) => size(row) > k);
  const asked = large.length > 0 ? large : queries;
  const hits = await Promise.all(
    asked.map(async (row) => hitsOf(search, row, await search.byId(items[row]!.id, { k }))),
  );
  return asked[hits.indexOf(Math.min(...hits))]!;
}

/** How many images are of the category of the image in `row`. */
function hitsOf({ store }: ProductSearch, row: number, found: readonly FoundImage[]): number {
  return found.filter((one) => store.items[one.row]!.category === store.items[row]!.category)
    .length;
}

/** A part of a photo that shows several things. */
export interface Region {
  /** Path of the photo. */
  path: string;
  /** Left, top, width, height as fractions. */
  box: readonly [x: number, y: number, width: number, height: number];
  /** Row of the store that it was prepared as. @default none */
  row?: number;
}

/** The last held-out item that was cropped from a photo; undefined where none was. */
export function exampleRegion({ store, settings }: ProductSearch): Region | undefined {
  const row = store.items.findLastIndex(({ box, split }) => box !== undefined && split !== "train");
  const item = store.items[row];
  if (!item?.box) return undefined;
  return { path: join(originalsDirectory(settings), item.file), box: item.box, row };
}

/** The photo with its region, the crop and its square; and what is found for the crop. */
export async function regionSheet(
  search: ProductSearch,
  { path, box, row }: Region,
  options: FindOptions = {},
): Promise<[steps: Picture, found: Picture]> {
  const photo = readPhoto(path);
  const image = await imageOfPhoto(photo, box);
  const category = "query";
  const items = [{ category, split: "test" as const, box }];
  const board = { ...await decodeFull(photo), items };
  const steps = await cropSteps(board, 0, { image, palette: createPalette([category]) });
  const found = await search.byPhoto(photo, { ...options, box });
  const query = row ?? { image, alt: "the region", caption: "the region" };
  const alt = `A region of a photo beside its nearest neighbours by ${search.embedding.name}`;
  const results = [{ head: "Query", found }];
  return [steps, await foundSheet(search.store, [{ query, results }], { alt })];
}

/** Whether the search finds more hits than misses for held-out queries. */
export function searchVerdict(metrics: Metrics): Markdown {
  const precision = searchedPrecision(metrics);
  return verdict({
    expected: "More of the nearest neighbours are of the query's category than not",
    holds: precision && isAbove({ interval: precision.interval.micro }, 0.5),
    because: precision
      ? `P@${metrics.k} of ${headlineQueries(metrics).title} is ${scoreText(precision)}`
      : "No query is held out",
  });
}

/**
 * What a colour weight changes for `queries`, searched with and without it in the wanted colour: means
 * with 95 % intervals.
 *
 * @returns `closer` is the distance of the neighbours' colour histograms to the wanted one, without less
 *   with the weight; `precision` is P@k with it less P@k without
 */
export async function colourTradeoff(
  search: ProductSearch,
  queries: readonly number[],
  { k = 5, ...options }: FindOptions,
): Promise<{ queries: number; closer: Difference; precision: Difference }> {
  const { store } = search;
  const [closer, precision] = [new Float64Array(queries.length), new Float64Array(queries.length)];
  for (const [i, row] of queries.entries()) {
    const image = await store.readImages([row]);
    const wanted = colourHistogram(options.colour ? tinted(image, options.colour) : image);
    const distance = async (found: FoundImage[]) => {
      const colours = colourHistogram(await store.readImages(found.map(({ row }) => row)));
      const dim = wanted.length;
      const all = found.map((_, at) => squaredDistance(wanted, 0, colours, at * dim, dim));
      return mean(all.map(Math.sqrt));
    };
    const { id } = store.items[row]!;
    const without = await search.byId(id, { k });
    const coloured = await search.byId(id, { k, ...options });
    closer[i] = await distance(without) - await distance(coloured);
    precision[i] = (hitsOf(search, row, coloured) - hitsOf(search, row, without)) / k;
  }
  const [groups] = encodeGroups(queries.map((row) => store.items[row]!.group)) ?? [];
  const summary = (gains: Float64Array) =>
    pairedDifference(new Float64Array(gains.length), gains, { groups, seed: search.settings.seed });
  return { queries: queries.length, closer: summary(closer), precision: summary(precision) };
}

/** Whether a colour weight brings the colour for `queries`, and what it costs. */
export async function colourWeightResults(
  search: ProductSearch,
  queries: readonly number[],
  options: FindOptions,
): Promise<Markdown[]> {
  return colourWeightVerdicts(await colourTradeoff(search, queries, options));
}

/** The verdicts of `colourWeightResults`. */
export function colourWeightVerdicts(
  { queries, closer, precision }: Awaited<ReturnType<typeof colourTradeoff>>,
): Markdown[] {
  return [
    verdict({
      expected: "A colour weight finds images nearer to the wanted colour",
      holds: isAbove(closer),
      because: `the distance to it falls by ${differenceText(closer).replace("+", "")}, ` +
        `${queries} queries`,
    }),
    verdict({
      expected: "It costs some of the category",
      holds: isBelow(precision),
      because: `P@k changes by ${differenceText(precision)}`,
    }),
  ];
}
