/** Differences of two scores, with bootstrap intervals: of the same queries, or of two runs. */

import { createRandom, deriveSeed } from "../io/random.ts";
import {
  bootstrap,
  countedQueries,
  type Grouping,
  interval95,
  meanAt,
  sampleMeans,
  type SummaryOptions,
} from "./bootstrap.ts";
import type { Difference } from "./score_schemas.ts";

/** A score of each query, and which category each query is of. */
export interface ScoredQueries {
  /** One number per query. */
  scores: Float64Array;
  grouping: Grouping;
}

/**
 * Mean of `to` minus `from` over the same queries, with its 95 % percentile bootstrap interval. A
 * sample serves both scores, so that what is hard for both cancels out.
 *
 * @param from a score of each query
 * @param to another score of each, in the same order
 * @param options.groups number of each query's group: samples draw whole groups. @default none
 * @throws {RangeError} if there is no query, or not one of each score per query
 */
export function pairedDifference(
  from: ArrayLike<number>,
  to: ArrayLike<number>,
  { groups, resamples = 1000, seed = 1 }: SummaryOptions & { groups?: Grouping["groups"] } = {},
): Difference {
  if (from.length !== to.length || from.length === 0) {
    throw new RangeError(
      `Cannot pair scores as there must be one of each per query: ` +
        `current value is ${from.length} and ${to.length}`,
    );
  }
  const gains = Float64Array.from(to, (score, query) => score - from[query]!);
  const meanOf = (queries: Int32Array) => meanAt(gains, queries);
  const queries = Int32Array.from(gains.keys());
  const random = createRandom(deriveSeed(seed, "first run"));
  return {
    value: meanOf(queries),
    interval: interval95(bootstrap(queries, meanOf, { resamples, random, groups })),
  };
}

/** Differences of the means that `summariseScores` gives. */
export interface ScoreDifferences {
  micro: Difference;
  macro: Difference;
  /** Of the categories that both runs have. */
  perCategory: Map<string, Difference>;
}

/**
 * Means of `to` minus means of `from`, with 95 % percentile bootstrap intervals.
 *
 * Paired, the same sample of queries serves both runs, so that what is hard for both cancels out;
 * otherwise each run has samples of its own. Only queries of categories that count are drawn; of those
 * that have groups, whole groups.
 *
 * @param options.paired whether both runs have the same queries, in the same order
 * @throws {RangeError} if `paired` runs do not have the same queries
 */
export function scoreDifferences(
  from: ScoredQueries,
  to: ScoredQueries,
  { paired, resamples = 1000, seed = 1 }: SummaryOptions & { paired: boolean },
): ScoreDifferences {
  if (paired && !sameQueries(from.grouping, to.grouping)) {
    throw new RangeError("Cannot pair queries as both runs must have the same, in the same order");
  }
  const meansOf = ({ scores, grouping }: ScoredQueries) => (queries: Int32Array) =>
    sampleMeans(scores, grouping, queries);
  const [first, second] = [from, to].map(({ grouping }) => countedQueries(grouping));
  const sampled = (of: ScoredQueries, queries: Int32Array, label: string) =>
    bootstrap(queries, meansOf(of), {
      resamples,
      random: createRandom(deriveSeed(seed, label)),
      groups: of.grouping.groups,
    });
  const before = sampled(from, first!, "first run");
  const after = paired ? sampled(to, first!, "first run") : sampled(to, second!, "second run");
  const [a, b] = [meansOf(from)(first!), meansOf(to)(second!)];
  const difference = (mean: "micro" | "macro"): Difference => ({
    value: b[mean] - a[mean],
    interval: interval95(after.map((means, i) => means[mean] - before[i]![mean])),
  });
  const [all, others] = [from, to].map(({ scores, grouping }) =>
    sampleMeans(scores, grouping, Int32Array.from(grouping.codes.keys())).perCategory
  );
  const perCategory = from.grouping.categories.flatMap((name, code): [string, Difference][] => {
    const other = to.grouping.categories.indexOf(name);
    const values = after.map(({ perCategory }, i) =>
      perCategory[other]! - before[i]!.perCategory[code]!
    ).filter((value) => !Number.isNaN(value));
    if (other < 0 || values.length === 0) return [];
    return [[name, { value: others![other]! - all![code]!, interval: interval95(values) }]];
  });
  return {
    micro: difference("micro"),
    macro: difference("macro"),
    perCategory: new Map(perCategory),
  };
}

function sameQueries(a: Grouping, b: Grouping): boolean {
  return a.codes.length === b.codes.length &&
    a.codes.every((code, i) => a.categories[code] === b.categories[b.codes[i]!]);
}
