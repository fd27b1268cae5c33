/** Recommendations for every product of a run: `recommendProducts`. */

import { ownValue } from "../io/own_value.ts";
import type { Item } from "../dataset/store/image_store.ts";
import { squaredDistance } from "../embedding/distance.ts";
import type { Vectors } from "../embedding/embedding.ts";
import { takeRows } from "../embedding/rows.ts";
import { shuffledIndices } from "../io/random.ts";
import { type Calibration, probabilityAt } from "../metrics/calibration.ts";
import { likenessIn } from "../metrics/likeness.ts";
import {
  findNearDuplicates,
  groupConnected,
  type SearchedSpace,
} from "../metrics/near_duplicates.ts";
import { diversify } from "../search/diversify.ts";
import { kNearest, type Neighbours } from "../search/neighbours.ts";
import type { SearchedImages } from "./search_calibration.ts";

/** What recommendations are explained with: vectors of every image of the store. */
export interface ReasonParts {
  shape: Vectors;
  colour: Vectors;
}

/** How to recommend. */
export interface RecommendOptions {
  /** Neighbours of each product, as far as there are so many. @default 10 */
  k?: number;
  /** What distances mean (`calibrateSearch`). @default unknown, and so are probabilities */
  calibration?: Calibration | undefined;
  /** Only neighbours that are right at least so often, 0 to 1; needs a calibration. @default 0 */
  minProbability?: number;
  /** 0: the nearest; up to 1: neighbours that differ from each other (`diversify`). @default 0 */
  diversity?: number;
  /** A neighbour must have these in common with the product: "category" or attributes. @default none */
  same?: readonly string[];
  /** A neighbour must have these values: `{ category: "Shoes", colour: "red" }`. @default any */
  where?: Readonly<Record<string, string>>;
  /** Rows of the store that take part. @default all */
  rows?: Uint32Array;
}

/** One neighbour of one product; rows are of the store. */
export interface Recommendation {
  product: number;
  /** 1 for the first. */
  rank: number;
  row: number;
  /** Euclidean distance of the two. */
  distance: number;
  /** How often a neighbour at this distance has the category of its query. */
  probability: number | undefined;
  /** Fractions of random pairs that are less alike in outline and in colour. */
  shape: number;
  colour: number;
  /** Near duplicates of the neighbour, which stands for them. */
  duplicates: number[];
}

/** Recommendations of all products. */
export interface Recommendations {
  /** By product and rank. */
  recommendations: Recommendation[];
  /** Rows of each group of near duplicates, ascending: two or more. */
  duplicates: number[][];
  /** Products that took part, and how many of them something is recommended for. */
  products: number;
  covered: number;
}

/** How many times as many candidates as neighbours `diversify` chooses from. */
const POOL = 5;
/** Neighbours searched beyond the candidates, as some are near duplicates. */
const MARGIN = 8;

/**
 * The nearest other products of every product. Near duplicates (`findNearDuplicates` in the
 * embedding, shape and colour) are one recommendation, the first of them that may be found, and never
 * recommended for each other.
 *
 * @throws {RangeError} if an option is out of range, or no product has such an attribute or value
 */
export async function recommendProducts(
  { store: { items }, embedding }: SearchedImages,
  parts: ReasonParts,
  options: RecommendOptions = {},
): Promise<Recommendations> {
  checkOptions(items, options);
  const { same = [], where = {}, rows = Uint32Array.from(items.keys()) } = options;
  const filtered = same.length + Object.keys(where).length > 0;
  const whole = await searchWhole(rows, embedding, filtered ? 1 : poolOf(options) + MARGIN);
  const groupOf = await nearDuplicateGroups(rows, whole, [embedding, parts.shape, parts.colour]);
  const search = { embedding, groupOf, options, whole: filtered ? undefined : whole };
  const wanted = Object.entries(where);
  const partitions = Map.groupBy(rows, (row) => {
    const values = same.map((name) => valueOf(items[row]!, name));
    return values.includes(undefined) ? undefined : JSON.stringify(values);
  });
  const found: Neighbour[] = [];
  for (const [key, members] of partitions) {
    if (key === undefined) continue; // without the value, nothing has the same
    const candidates = members.filter((row) =>
      wanted.every(([name, value]) => valueOf(items[row]!, name) === value)
    );
    found.push(...await recommendWithin(members, candidates, search));
  }
  const [shape, colour] = [likenessIn(parts.shape), likenessIn(parts.colour)];
  const recommendations = found.sort((a, b) => a.product - b.product || a.rank - b.rank)
    .map((neighbour): Recommendation => ({
      ...neighbour,
      shape: shape(neighbour.product, neighbour.row),
      colour: colour(neighbour.product, neighbour.row),
    }));
  const groups = [...Map.groupBy(rows, (row) => groupOf.get(row)).values()];
  return {
    recommendations,
    duplicates: groups.filter(({ length }) => length > 1),
    products: rows.length,
    covered: new Set(recommendations.map(({ product }) => product)).size,
  };
}

/** A recommendation without its reasons. */
type Neighbour = Omit<Recommendation, "shape" | "colour">;

/** A row that was found, and its distance. */
type Found = Pick<Neighbour, "row" | "distance">;

/** What all products are searched with. */
interface Search {
  embedding: Vectors;
  /** Group of near duplicates of each row. */
  groupOf: ReadonlyMap<number, number>;
  options: RecommendOptions;
  /** Others that are near each product, nearest first; undefined where not all may be recommended. */
  whole: ReadonlyMap<number, Found[]> | undefined;
}

/** Candidates of each product. */
function poolOf({ k = 10, diversity = 0 }: RecommendOptions): number {
  return diversity > 0 ? POOL * k : k;
}

/** Recommendations for `products` among `candidates`, rows of the store, ascending. */
async function recommendWithin(
  products: readonly number[],
  candidates: readonly number[],
  { embedding, groupOf, options, whole }: Search,
): Promise<Neighbour[]> {
  const { k = 10, calibration, minProbability = 0, diversity = 0 } = options;
  const groups = Map.groupBy(candidates, (row) => groupOf.get(row)!);
  const depth = Math.min(groups.size, poolOf(options));
  const firsts = [...groups.values()].map(([first]) => first!);
  const lists = new Map<number, Found[]>();
  const isFirst = new Set(firsts);
  for (const product of whole ? products : []) {
    const own = groupOf.get(product);
    const list = whole!.get(product)!
      .filter(({ row }) => isFirst.has(row) && groupOf.get(row) !== own);
    if (list.length >= depth) lists.set(product, list.slice(0, depth));
  }
  const open = products.filter((product) => !lists.has(product));
  for (
    const [i, list] of (await searchFirsts(open, firsts, depth, { embedding, groupOf })).entries()
  ) {
    lists.set(open[i]!, list);
  }
  const { vectors, dim } = embedding;
  return products.flatMap((product) => {
    const list = lists.get(product)!
      .map((found) => ({
        ...found,
        probability: calibration && probabilityAt(calibration, found.distance),
      }))
      .filter(({ probability = 0 }) => probability >= minProbability);
    const between = (a: number, b: number) => {
      const [one, other] = [list[a]!.row * dim, list[b]!.row * dim];
      return Math.sqrt(squaredDistance(vectors, one, vectors, other, dim));
    };
    const distances = list.map(({ distance }) => distance);
    return diversify(distances, { k, diversity, between }).map((place, rank): Neighbour => {
      const { row, distance, probability } = list[place]!;
      const [, ...duplicates] = groups.get(groupOf.get(row)!)!;
      return { product, rank: rank + 1, row, distance, probability, duplicates };
    });
  });
}

/** The nearest of `firsts` to each product, without that of its own group. */
async function searchFirsts(
  products: readonly number[],
  firsts: readonly number[],
  depth: number,
  { embedding: { vectors, dim }, groupOf }: Pick<Search, "embedding" | "groupOf">,
): Promise<Found[][]> {
  if (products.length === 0 || firsts.length === 0) return products.map(() => []);
  const placeOf = new Map(firsts.map((row, place) => [groupOf.get(row)!, place]));
  const index = { vectors: takeRows(vectors, dim, firsts), dim };
  const neighbours = await kNearest(index, depth, {
    queries: takeRows(vectors, dim, products),
    exclude: products.map((row) => placeOf.get(groupOf.get(row)!) ?? -1),
  });
  return products.map((_, query) => foundBy(query, neighbours, firsts));
}

/** What a query found, as rows: those at the places of its neighbours. */
function foundBy(
  query: number,
  { k, indices, distances }: Neighbours,
  rows: ArrayLike<number>,
): Found[] {
  const places = [...indices.subarray(query * k, (query + 1) * k)];
  return places.flatMap((place, at) => {
    if (place < 0) return []; // fewer are left
    return { row: rows[place]!, distance: Math.sqrt(distances[query * k + at]!) };
  });
}

/** The `depth` nearest others of each of `rows`, as far as there are so many. */
async function searchWhole(
  rows: Uint32Array,
  space: Vectors,
  depth: number,
): Promise<Map<number, Found[]>> {
  const k = Math.min(depth, rows.length - 1);
  if (k < 1) return new Map(Array.from(rows, (row) => [row, []]));
  // A search of vectors by themselves takes half the time of one by others.
  const neighbours = await kNearest(vectorsOf(space, rows), k, { exclude: "self" });
  return new Map(Array.from(rows, (row, i) => [row, foundBy(i, neighbours, rows)]));
}

/** Rows whose nearest neighbours show the typical distance of a space. */
const SAMPLE = 256;

/** Of each of `rows` the lowest row that it is a near duplicate of in all spaces, or itself. */
async function nearDuplicateGroups(
  rows: Uint32Array,
  nearest: ReadonlyMap<number, Found[]>,
  [first, ...others]: readonly [Vectors, ...Vectors[]],
): Promise<Map<number, number>> {
  if (rows.length < 2) return new Map(Array.from(rows, (row) => [row, row]));
  const placeOf = new Map(Array.from(rows, (row, place) => [row, place]));
  const found = Array.from(rows, (row) => nearest.get(row)![0]!);
  const neighbours = {
    k: 1,
    indices: Int32Array.from(found, ({ row }) => placeOf.get(row)!),
    distances: Float32Array.from(found, ({ distance }) => distance ** 2),
  };
  const searched: SearchedSpace[] = [{ ...vectorsOf(first, rows), neighbours }];
  const spaces = others.map((other) => vectorsOf(other, rows));
  const sample = shuffledIndices(rows.length, 1).slice(0, SAMPLE);
  // In another space, the nearest neighbour of a row is at most as far away as that of the first space.
  const atMost = spaces.map(({ vectors, dim }): SearchedSpace => {
    const indices = Int32Array.from(sample, (place) => neighbours.indices[place]!);
    const distances = Float32Array.from(sample, (place, i) => {
      return squaredDistance(vectors, place * dim, vectors, indices[i]! * dim, dim);
    });
    return { vectors, dim, neighbours: { k: 1, indices, distances } };
  });
  let { pairs } = findNearDuplicates([...searched, ...atMost]);
  // Mostly that leaves none, and a search of the other spaces takes as long as that of the first.
  if (pairs.length > 0) {
    for (const space of spaces) {
      const queries = takeRows(space.vectors, space.dim, sample);
      const neighbours = await kNearest(space, 1, { queries, exclude: sample });
      searched.push({ ...space, neighbours });
    }
    ({ pairs } = findNearDuplicates(searched));
  }
  const groups = groupConnected(pairs.map((pair) => pair.rows), rows.length);
  return new Map(Array.from(rows, (row, place) => [row, rows[groups[place]!]!]));
}

/** The vectors of `rows`, which ascend: copied unless these are all. */
function vectorsOf({ vectors, dim }: Vectors, rows: Uint32Array): Vectors {
  const all = vectors.length === rows.length * dim;
  return { vectors: all ? vectors : takeRows(vectors, dim, rows), dim };
}

/** The value of an item by a name: "category", or that of an attribute. */
function valueOf({ category, attributes }: Item, name: string): string | undefined {
  return name === "category" ? category || undefined : ownValue(attributes, name);
}

function checkOptions(
  items: readonly Item[],
  { k = 10, calibration, minProbability = 0, diversity = 0, same = [], where = {} }:
    RecommendOptions,
): void {
  const refuse = (condition: string, value: unknown) => {
    throw new RangeError(`Cannot recommend as ${condition}: current value is ${value}`);
  };
  if (!Number.isInteger(k) || k < 1) refuse("k must be a whole number of 1 or more", k);
  if (!(minProbability >= 0 && minProbability <= 1)) {
    refuse("minProbability must be a number from 0 to 1", minProbability);
  }
  if (!(diversity >= 0 && diversity <= 1)) {
    refuse("diversity must be a number from 0 to 1", diversity);
  }
  if (minProbability > 0 && !calibration) {
    refuse("minProbability needs images that are held out for validation", minProbability);
  }
  const names = [
    "category",
    ...new Set(items.flatMap(({ attributes }) => Object.keys(attributes))),
  ];
  for (const name of [...same, ...Object.keys(where)]) {
    if (!names.includes(name)) refuse(`products must have one of ${names.join(", ")}`, `"${name}"`);
  }
  for (const [name, value] of Object.entries(where)) {
    const known = [...new Set(items.map((item) => valueOf(item, name)))].filter(Boolean).sort();
    if (!known.includes(value)) refuse(`${name} must be one of ${known.join(", ")}`, `"${value}"`);
  }
}
