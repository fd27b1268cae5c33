/** By how much a score differs between two runs, and how sure that is: `scoreDifferences`. */

import { createRandom, deriveSeed } from "../io/random.ts";
import { categoryMeans, type Grouping, type Interval, interval95 } from "./bootstrap.ts";

/** A score of each query, and which category each query is of. */
export interface ScoredQueries {
  /** One number a query. */
  scores: Float64Array;
  grouping: Grouping;
}

/** A mean of the second run minus the same of the first. */
export interface Difference {
  value: number;
  /** 95 % percentile bootstrap interval. */
  interval: Interval;
}

/** Differences of the means that `summariseScores` gives. */
export interface ScoreDifferences {
  micro: Difference;
  macro: Difference;
  /** Of the categories that both runs have. */
  perCategory: Record<string, Difference>;
}

/** Options of `scoreDifferences`. */
export interface DifferenceOptions {
  /** Whether both runs asked the same queries, in the same order. */
  paired: boolean;
  /** Resamples, 1 or more. @default 1000 */
  resamples?: number;
  /** Seed of the resamples, an integer. @default 1 */
  seed?: number;
}

/**
 * Means of `to` minus means of `from`, with 95 % percentile bootstrap intervals.
 *
 * A resample draws queries with replacement. Paired, the same draw serves both runs, so that what is
 * hard for both cancels out; otherwise each run has draws of its own. Only queries of categories that
 * count are drawn; a category that was not drawn is left out of that resample's macro mean.
 *
 * @throws {RangeError} if `paired` runs do not have the same queries
 */
export function scoreDifferences(
  from: ScoredQueries,
  to: ScoredQueries,
  { paired, resamples = 1000, seed = 1 }: DifferenceOptions,
): ScoreDifferences {
  if (paired && !sameQueries(from.grouping, to.grouping)) {
    throw new RangeError("Cannot pair queries as both runs must have the same, in the same order");
  }
  const [first, second] = [drawable(from), drawable(to)];
  const random = createRandom(deriveSeed(seed, "first run"));
  const other = createRandom(deriveSeed(seed, "second run"));
  const micro = new Float64Array(resamples);
  const macro = new Float64Array(resamples);
  const shared = from.grouping.categories.flatMap((name, code) => {
    const there = to.grouping.categories.indexOf(name);
    return there < 0 ? [] : [{ name, codes: [code, there] as const, values: [] as number[] }];
  });
  for (let i = 0; i < resamples; i++) {
    const drawn = draw(first, random);
    const a = meansOf(from, drawn);
    const b = meansOf(to, paired ? drawn : draw(second, other));
    micro[i] = b.micro - a.micro;
    macro[i] = b.macro - a.macro;
    for (const { codes: [here, there], values } of shared) {
      const value = b.perCategory[there]! - a.perCategory[here]!;
      if (!Number.isNaN(value)) values.push(value);
    }
  }
  const [a, b] = [meansOf(from, first), meansOf(to, second)];
  const [byCategory, thenByCategory] = [from, to].map(({ scores, grouping }) =>
    categoryMeans(scores, grouping).perCategory
  ) as [Record<string, number>, Record<string, number>];
  return {
    micro: { value: b.micro - a.micro, interval: interval95(micro.sort()) },
    macro: { value: b.macro - a.macro, interval: interval95(macro.sort()) },
    perCategory: Object.fromEntries(
      shared.filter(({ values }) => values.length > 0).map(({ name, values }) => [name, {
        value: thenByCategory[name]! - byCategory[name]!,
        interval: interval95(Float64Array.from(values).sort()),
      }]),
    ),
  };
}

function sameQueries(a: Grouping, b: Grouping): boolean {
  return a.codes.length === b.codes.length &&
    a.codes.every((code, i) => a.categories[code] === b.categories[b.codes[i]!]);
}

/** The queries that count. */
function drawable({ grouping: { codes, counted } }: ScoredQueries): Uint32Array {
  return Uint32Array.from(codes.keys()).filter((query) => counted[codes[query]!] === 1);
}

/** As many of `queries` as there are, with replacement. */
function draw(queries: Uint32Array, random: () => number): Uint32Array {
  return queries.map(() => queries[Math.floor(random() * queries.length)]!);
}

/** Means over `queries`; `perCategory` by code, NaN for a category none of them is of. */
function meansOf(
  { scores, grouping: { categories, codes } }: ScoredQueries,
  queries: Uint32Array,
): { micro: number; macro: number; perCategory: Float64Array } {
  const sums = new Float64Array(categories.length);
  const sizes = new Float64Array(categories.length);
  for (const query of queries) {
    const code = codes[query]!;
    sums[code] = sums[code]! + scores[query]!;
    sizes[code] = sizes[code]! + 1;
  }
  const perCategory = sums.map((sum, code) => sum / sizes[code]!);
  const present = perCategory.filter((mean) => !Number.isNaN(mean));
  return {
    micro: sums.reduce((a, b) => a + b, 0) / queries.length,
    macro: present.reduce((a, b) => a + b, 0) / present.length,
    perCategory,
  };
}
