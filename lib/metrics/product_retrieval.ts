/** Retrieval of products: whether a photo of a product finds its other photos. `evaluateProducts`. */

import * as v from "valibot";
import type { Vectors } from "../embedding/embedding.ts";
import { Share } from "../io/json.ts";
import { kNearest } from "../search/neighbours.ts";
import { summariseScores, type SummaryOptions } from "./bootstrap.ts";
import { encodeGroups } from "./labels.ts";
import { INTERVAL } from "./score_schemas.ts";
import { countHits, mapAtR } from "./scores.ts";

/** What is measured. */
export const PRODUCT_MEASURES = ["Recall@1", "Recall@5", "Recall@10", "MRR", "MAP@R"] as const;
/** Of each measure the mean over queries and its 95 % interval. */
export const PRODUCT_SCORES = v.strictObject(
  v.entriesFromList(PRODUCT_MEASURES, v.strictObject({ value: Share, interval: INTERVAL })),
);

/** A gallery and queries, and which product each is a photo of. */
export interface ProductInput extends Vectors, SummaryOptions {
  /** Product of each row of the gallery; undefined: of none that is known. */
  products: readonly (string | undefined)[];
  /** Queries that are not in the gallery. @default the gallery's rows, each left out of its own answer */
  queries?: { vectors: Float32Array; products: readonly (string | undefined)[] };
}

/** What `evaluateProducts` finds out. */
export interface ProductReport {
  /** Queries that have another photo of their product in the gallery; others do not count. */
  queries: number;
  /** Products that they are of. */
  products: number;
  /** Photos in the gallery. */
  gallery: number;
  scores: v.InferOutput<typeof PRODUCT_SCORES>;
}

/** Neighbours of a query that are looked at: what comes first after them counts as not found. */
const DEPTH = 100;

/**
 * How well photos find other photos of their product in a gallery, as in DeepFashion's in-shop task and
 * Stanford Online Products:
 *
 * - Recall@k: the fraction of queries with a photo of their product among the k nearest;
 * - MRR: the mean of 1 / rank of the first such photo, 0 beyond rank 100;
 * - MAP@R: as in `scores.ts`, with R photos of the product in the gallery.
 *
 * Intervals resample products, as photos of one are not independent.
 *
 * @returns undefined if no query has a photo of its product in the gallery
 * @throws {RangeError} if there is not one product a row
 */
export async function evaluateProducts(
  { vectors, dim, products, queries, ...options }: ProductInput,
): Promise<ProductReport | undefined> {
  const asked = queries?.products ?? products;
  checkProducts(products, vectors.length / dim);
  checkProducts(asked, (queries?.vectors ?? vectors).length / dim);
  const [gallery, own] = encodeGroups(products, asked) ?? [];
  if (!gallery || !own) return undefined;
  const sizes = new Map<number, number>();
  for (const code of gallery) sizes.set(code, (sizes.get(code) ?? 0) + 1);
  const relevantTo = (query: number) => (sizes.get(own[query]!) ?? 0) - (queries ? 0 : 1);
  const counted = Int32Array.from(
    [...asked.keys()].filter((query) => asked[query] !== undefined && relevantTo(query) > 0),
  );
  if (counted.length === 0) return undefined;
  const deepest = counted.reduce((most, query) => Math.max(most, relevantTo(query)), DEPTH);
  const k = Math.min(deepest, gallery.length);
  const { indices } = await kNearest({ vectors, dim }, k, {
    ...(queries ? { queries: queries.vectors } : { exclude: "self" }),
  });
  const values = PRODUCT_MEASURES.map((name) => [name, new Float64Array(counted.length)] as const);
  for (const [at, query] of counted.entries()) {
    const found = Array.from(indices.subarray(query * k, (query + 1) * k));
    const relevant = found.map((place) => place >= 0 && gallery[place] === own[query] ? 1 : 0);
    const first = relevant.indexOf(1);
    const scores = [
      ...[1, 5, 10].map((most) => Math.min(1, countHits(relevant, most))),
      first < 0 || first >= DEPTH ? 0 : 1 / (first + 1),
      mapAtR(relevant, relevantTo(query)),
    ];
    for (const [m, score] of scores.entries()) values[m]![1][at] = score;
  }
  const groups = counted.map((query) => own[query]!);
  const one = { categories: ["all"], codes: new Int32Array(counted.length) };
  const grouping = { ...one, counted: Uint8Array.of(1), groups };
  const means = summariseScores(Object.fromEntries(values), grouping, options);
  const scores = PRODUCT_MEASURES.map((name) => {
    const { micro, interval } = means[name]!;
    return [name, { value: micro, interval: interval.micro }];
  });
  return {
    queries: counted.length,
    products: new Set(groups).size,
    gallery: gallery.length,
    scores: Object.fromEntries(scores),
  };
}

function checkProducts(products: readonly unknown[], count: number): void {
  if (products.length === count) return;
  throw new RangeError(
    `Cannot evaluate products as there must be one for each of ${count} photos: current value is ` +
      `${products.length}`,
  );
}
