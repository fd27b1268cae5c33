/**
 * Means of a score over queries, and how sure they are: `summariseScores`, and `interval95` for
 * means drawn elsewhere.
 */

import { createRandom } from "../io/random.ts";

/** Lower and upper end of an interval. */
export type Interval = [low: number, high: number];

/** Means of a score by category. */
export interface CategoryMeans {
  /** Mean over the queries of each category. */
  perCategory: Record<string, number>;
  /** Mean of the categories' means: each category counts the same. */
  macro: number;
}

/** Means of a score and their 95 % intervals. */
export interface ScoreMeans extends CategoryMeans {
  /** Mean over all queries: each query counts the same. */
  micro: number;
  /** 95 % intervals of `macro` and `micro`. */
  interval: { macro: Interval; micro: Interval };
}

/** Which category each query is of. */
export interface Grouping {
  /** Names of the categories. */
  categories: readonly string[];
  /** int32, one a query: place in `categories`. */
  codes: Int32Array;
  /** 1 for each category whose queries count in `macro` and `micro`. */
  counted: Uint8Array;
}

/** Mean over the queries of each category, and the mean of those of the categories that count. */
export function categoryMeans(scores: Float64Array, grouping: Grouping): CategoryMeans {
  const { categories, codes, counted } = grouping;
  const sums = new Float64Array(categories.length);
  const sizes = new Float64Array(categories.length);
  codes.forEach((code, query) => {
    sums[code] = sums[code]! + scores[query]!;
    sizes[code] = sizes[code]! + 1;
  });
  const means = categories.map((
    name,
    code,
  ): [string, number] => [name, sums[code]! / sizes[code]!]);
  const present = means.filter((_, code) => counted[code] === 1 && sizes[code]! > 0);
  return {
    perCategory: Object.fromEntries(means.filter((_, code) => sizes[code]! > 0)),
    macro: present.reduce((sum, [, mean]) => sum + mean, 0) / present.length,
  };
}

/**
 * Means of several scores of the same queries, each with 95 % percentile bootstrap intervals.
 *
 * A resample draws as many queries as there are, with replacement, from all queries that count; a
 * category none of whose queries was drawn is left out of that resample's macro mean. The interval
 * lies between the 2.5th and 97.5th percentile of the resamples' means. It says how far the mean
 * would move with other queries, not with another training run.
 *
 * @param scores for each name a number a query
 * @param resamples how many; 1000 is usual
 */
export function summariseScores<Name extends string>(
  scores: Record<Name, Float64Array>,
  grouping: Grouping,
  { resamples, seed }: { resamples: number; seed: number },
): Record<Name, ScoreMeans> {
  const names = Object.keys(scores) as Name[];
  const { codes, counted } = grouping;
  const queries = Array.from(codes.keys()).filter((query) => counted[codes[query]!] === 1);
  const draws = bootstrap(names.map((name) => scores[name]), queries, grouping, resamples, seed);
  const entries = names.map((name, i): [Name, ScoreMeans] => {
    const { macro, micro } = draws[i]!;
    return [name, {
      ...categoryMeans(scores[name], grouping),
      micro: queries.reduce((sum, query) => sum + scores[name][query]!, 0) / queries.length,
      interval: { macro: interval95(macro), micro: interval95(micro) },
    }];
  });
  return Object.fromEntries(entries) as Record<Name, ScoreMeans>;
}

/** For each score the macro and micro means of the resamples, ascending. */
function bootstrap(
  scores: Float64Array[],
  queries: number[],
  { categories, codes }: Grouping,
  resamples: number,
  seed: number,
): { macro: Float64Array; micro: Float64Array }[] {
  const random = createRandom(seed);
  const draws = scores.map(() => ({
    macro: new Float64Array(resamples),
    micro: new Float64Array(resamples),
  }));
  const sizes = new Float64Array(categories.length);
  const sums = scores.map(() => new Float64Array(categories.length));
  for (let resample = 0; resample < resamples; resample++) {
    sizes.fill(0);
    for (const sum of sums) sum.fill(0);
    for (let i = 0; i < queries.length; i++) {
      const query = queries[Math.floor(random() * queries.length)]!;
      const code = codes[query]!;
      sizes[code] = sizes[code]! + 1;
      for (let s = 0; s < sums.length; s++) sums[s]![code] = sums[s]![code]! + scores[s]![query]!;
    }
    const present = sizes.reduce((count, size) => size > 0 ? count + 1 : count, 0);
    sums.forEach((sum, s) => {
      const total = sum.reduce((a, b) => a + b, 0);
      const ofMeans = sum.reduce((a, b, code) => sizes[code]! > 0 ? a + b / sizes[code]! : a, 0);
      draws[s]!.macro[resample] = ofMeans / present;
      draws[s]!.micro[resample] = total / queries.length;
    });
  }
  for (const { macro, micro } of draws) {
    macro.sort();
    micro.sort();
  }
  return draws;
}

/** The 2.5th and 97.5th percentile of ascending numbers, linear between neighbours. */
export function interval95(sorted: Float64Array): Interval {
  return [percentile(sorted, 0.025), percentile(sorted, 0.975)];
}

function percentile(sorted: Float64Array, share: number): number {
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below]! + (place - below) * (sorted[above]! - sorted[below]!);
}
