/** Means of scores over queries with 95 % bootstrap confidence intervals. */

import { checkInteger } from "../io/check_integer.ts";
import { createRandom } from "../io/random.ts";
import { checkEntries, encodeLabels } from "./labels.ts";
import type { CategoryMeans, Interval, ScoreMeans } from "./score_schemas.ts";

/** How scores are summarised. */
export interface SummaryOptions {
  /** Resamples for the 95 % intervals, 1 or more. @default 1000 */
  resamples?: number;
  /** Seed of the resamples, an integer. @default 1 */
  seed?: number;
}

/** Which category each query is of. */
export interface Grouping {
  /** Names of the categories. */
  categories: readonly string[];
  /** int32, one per query: place in `categories`. */
  codes: Int32Array;
  /** 1 for each category whose queries count in `macro` and `micro`. */
  counted: Uint8Array;
  /**
   * Group of each query, int32, such as the board or the sender of its photo. Queries of a group are
   * not independent, so samples draw whole groups. @default each query is a group of its own
   */
  groups?: Int32Array | undefined;
}

/** Mean of a score over the queries of one category, with its 95 % interval. */
export interface CategoryInterval {
  value: number;
  /** Lower and upper end; missing for a category of one query or group, whose spread is unknown. */
  low?: number;
  high?: number;
  /** How many queries it is the mean of. */
  queries: number;
}

/**
 * What `statistic` makes of each of `resamples` samples: as many of `items` as there are, drawn with
 * replacement. With `groups`, a sample has as many groups as there are, each with all its items
 * (cluster bootstrap; Davison and Hinkley, Bootstrap Methods and their Application, 1997, section
 * 3.8). The sample is good during the call only.
 *
 * @param options.groups group of each item by its number
 */
export function bootstrap<T>(
  items: Int32Array,
  statistic: (sample: Int32Array) => T,
  { resamples, random, groups }: {
    resamples: number;
    random: () => number;
    groups?: Int32Array | undefined;
  },
): T[] {
  const clusters = groups
    ? [...Map.groupBy(items, (item) => groups[item]).values()]
    : Array.from(items, (item) => [item]);
  const largest = clusters.reduce((most, { length }) => Math.max(most, length), 0);
  const sample = new Int32Array(clusters.length * largest);
  return Array.from({ length: resamples }, () => {
    let size = 0;
    for (let i = 0; i < clusters.length; i++) {
      const cluster = clusters[Math.floor(random() * clusters.length)]!;
      for (let j = 0; j < cluster.length; j++) sample[size++] = cluster[j]!;
    }
    return statistic(sample.subarray(0, size));
  });
}

/** The 2.5th and 97.5th percentile of numbers in any order, linear between two. */
export function interval95(values: ArrayLike<number>): Interval {
  const sorted = Float64Array.from(values).sort();
  const percentile = (fraction: number) => {
    const place = fraction * (sorted.length - 1);
    const below = Math.floor(place);
    const above = Math.min(below + 1, sorted.length - 1);
    return sorted[below]! + (place - below) * (sorted[above]! - sorted[below]!);
  };
  return [percentile(0.025), percentile(0.975)];
}

/** Mean of the scores of some queries. */
export function meanAt(scores: ArrayLike<number>, queries: Int32Array): number {
  return queries.reduce((sum, query) => sum + scores[query]!, 0) / queries.length;
}

/** The queries whose category counts. */
export function countedQueries({ codes, counted }: Grouping): Int32Array {
  return Int32Array.from(codes.keys()).filter((query) => counted[codes[query]!] === 1);
}

/**
 * Means of a score over some queries; `perCategory` by code, NaN for a category that none of them is
 * of, which `macro` leaves out.
 */
export function sampleMeans(
  scores: Float64Array,
  { categories, codes }: Grouping,
  queries: Int32Array,
): { micro: number; macro: number; perCategory: Float64Array } {
  const sums = new Float64Array(categories.length);
  const sizes = new Float64Array(categories.length);
  for (let i = 0; i < queries.length; i++) {
    const query = queries[i]!;
    const code = codes[query]!;
    sums[code]! += scores[query]!;
    sizes[code]! += 1;
  }
  // Loops, as this runs for thousands of samples.
  const perCategory = new Float64Array(categories.length);
  let [sum, sumOfMeans, present] = [0, 0, 0];
  for (let code = 0; code < categories.length; code++) {
    sum += sums[code]!;
    const mean = perCategory[code] = sums[code]! / sizes[code]!;
    if (Number.isNaN(mean)) continue;
    sumOfMeans += mean;
    present += 1;
  }
  return { micro: sum / queries.length, macro: sumOfMeans / present, perCategory };
}

/** Mean over the queries of each category, and the mean of those of the categories that count. */
export function categoryMeans(scores: Float64Array, grouping: Grouping): CategoryMeans {
  const { categories, codes, counted } = grouping;
  const { perCategory } = sampleMeans(scores, grouping, Int32Array.from(codes.keys()));
  const means = categories.map((name, code): [string, number] => [name, perCategory[code]!])
    .filter(([, mean]) => !Number.isNaN(mean));
  const present = perCategory.filter((mean, code) => counted[code] === 1 && !Number.isNaN(mean));
  return {
    perCategory: Object.fromEntries(means),
    macro: present.reduce((sum, mean) => sum + mean, 0) / present.length,
  };
}

/**
 * Means of several scores of the same queries, each with 95 % percentile bootstrap intervals.
 *
 * A sample draws from all queries that count, or from their groups; a category none of whose queries
 * was drawn is left out of that sample's macro mean. The interval says how far the mean would move
 * with other queries, not with another training run.
 *
 * @param scores for each name a number per query
 * @throws {RangeError} if `resamples` is no positive integer
 */
export function summariseScores<Name extends string>(
  scores: Record<Name, Float64Array>,
  grouping: Grouping,
  { resamples = 1000, seed = 1 }: SummaryOptions = {},
): Record<Name, ScoreMeans> {
  checkInteger(resamples, { task: "summarise scores", name: "resamples" });
  const names = Object.keys(scores) as Name[];
  const queries = countedQueries(grouping);
  const samples = bootstrap(
    queries,
    (sample) => names.map((name) => sampleMeans(scores[name], grouping, sample)),
    { resamples, random: createRandom(seed), groups: grouping.groups },
  );
  const entries = names.map((name, i): [Name, ScoreMeans] => {
    const interval = (mean: "macro" | "micro") => interval95(samples.map((of) => of[i]![mean]));
    return [name, {
      ...categoryMeans(scores[name], grouping),
      micro: meanAt(scores[name], queries),
      interval: { macro: interval("macro"), micro: interval("micro") },
    }];
  });
  return Object.fromEntries(entries) as Record<Name, ScoreMeans>;
}

/**
 * Mean score of each category with a 95 % percentile bootstrap interval over the category's own
 * queries. With the difference of two models' scores as the score, the intervals are those of a paired
 * comparison.
 *
 * @param scores one per query
 * @param labels category of each query
 * @param options.groups number of each query's group: samples draw whole groups. @default none
 * @throws {RangeError} if there is not one label per query, or `resamples` is no positive integer
 */
export function categoryIntervals(
  scores: ArrayLike<number>,
  labels: ArrayLike<string | number>,
  { resamples = 1000, seed = 1, groups }: SummaryOptions & { groups?: Grouping["groups"] } = {},
): Map<string, CategoryInterval> {
  const action = "measure intervals";
  checkEntries(labels, scores.length, "labels", action);
  const { categories, codes } = encodeLabels(labels);
  checkInteger(resamples, { task: action, name: "resamples" });
  const random = createRandom(seed);
  const mean = (queries: Int32Array) => meanAt(scores, queries);
  return new Map(categories.map((category, code): [string, CategoryInterval] => {
    const own = Int32Array.from(codes.keys()).filter((query) => codes[query] === code);
    const value = mean(own);
    if (new Set(groups ? own.map((query) => groups[query]!) : own).size === 1) {
      return [category, { value, queries: own.length }];
    }
    const [low, high] = interval95(bootstrap(own, mean, { resamples, random, groups }));
    return [category, { value, low, high, queries: own.length }];
  }));
}
