/** Which queries of `metrics.json` the headline is about, and comparisons of embeddings by them. */

import { formatInterval } from "../../io/format.ts";
import { pairedDifference } from "../../metrics/differences.ts";
import type { Chance, Difference, ScoreMeans } from "../../metrics/score_schemas.ts";
import { type EmbeddingResults, HELD_OUT_SPLITS, type Metrics } from "../../runs/results.ts";
import type { Estimate } from "../../view/charts/theme.ts";
import type { Markdown } from "../../view/markdown.ts";
import { verdict } from "../../view/verdict.ts";

/** An embedding's scores by the queries of the headline. */
interface QueryScores {
  precision: ScoreMeans;
  /** Where a neighbour must also have the query's colour or pattern. */
  look?: { precision: ScoreMeans; chance: Chance } | undefined;
  /** Neighbours of the query's category among the k nearest of each query. */
  hits: readonly number[];
}

/** The queries that the headline is about. */
export interface HeadlineQueries {
  /** Split that they are of. */
  split: "test" | "validation" | "train";
  /** "35 test queries"; "632 images of the index, each left out of its own answers". */
  title: string;
  chance: Chance;
  /** Category of each query, as its place in `index.categories`. */
  codes: readonly number[];
  /** Number of each query's group, where some have one. */
  groups: readonly number[] | undefined;
  /** @throws {RangeError} if the embedding was not evaluated by these queries */
  scoresOf(embedding: EmbeddingResults): QueryScores;
}

/** The test split; where it is empty the validation split, else the index, each its own query. */
export function headlineQueries({ heldOut, index, chance }: Metrics): HeadlineQueries {
  for (const split of HELD_OUT_SPLITS.toReversed()) {
    const queries = heldOut[split];
    if (!queries) continue;
    return {
      split,
      title: `${queries.queries} ${split} queries`,
      ...{ chance: queries.chance, codes: queries.codes, groups: queries.groups },
      scoresOf: ({ name, heldOut: { [split]: scores } }) => {
        if (scores) return scores;
        throw new RangeError(
          `Cannot compare "${name}" as its scores of the ${split} split are missing`,
        );
      },
    };
  }
  return {
    split: "train",
    title: `${index.items} images of the index, each left out of its own answers`,
    ...{ chance, codes: index.codes, groups: index.groups },
    scoresOf: ({ leaveOneOut: { precision }, hits, look }) => ({ precision, hits, look }),
  };
}

/** The embedding of this name; undefined if the run has none. */
export function findEmbedding({ embeddings }: Metrics, name: string): EmbeddingResults | undefined {
  return embeddings.find((embedding) => embedding.name === name);
}

/** The embeddings of networks as they are, without what is composed of them. */
export function rawNetworks({ embeddings }: Metrics): EmbeddingResults[] {
  return embeddings.filter(({ kind, of }) => kind === "model" && of === undefined);
}

/** P@k of the embedding that is searched with; undefined if no query can evaluate it. */
export function searchedPrecision(metrics: Metrics): ScoreMeans | undefined {
  const { split, scoresOf } = headlineQueries(metrics);
  const plain = findEmbedding(metrics, metrics.searchedWith);
  if (plain) return scoresOf(plain).precision;
  // Fitted with the categories of the index, an embedding has scores of held-out queries alone.
  const labelled = metrics.supervised.find(({ name }) => name === metrics.searchedWith);
  return split === "train" ? undefined : labelled?.heldOut[split]?.precision;
}

/** P@k of validation queries, which choose; of the index where there are none. */
function selectionScore({ heldOut: { validation }, leaveOneOut }: EmbeddingResults): number {
  return (validation ?? leaveOneOut).precision.micro;
}

/** Of each raw embedding and what is composed of it the one that validation queries choose. */
export function bestVariants({ embeddings }: Metrics): EmbeddingResults[] {
  return [...Map.groupBy(embeddings, ({ name, of = name }) => of).values()].map(bestOf);
}

/** The embedding with the highest P@k of validation queries, the first of equals. */
export function bestOf(embeddings: readonly EmbeddingResults[]): EmbeddingResults {
  return embeddings.reduce((a, b) => selectionScore(b) > selectionScore(a) ? b : a);
}

/** The embedding with class posteriors that validation queries choose; none without such queries. */
export function bestSupervised({ supervised }: Metrics): Metrics["supervised"][number] | undefined {
  const score = ({ heldOut }: Metrics["supervised"][number]) => {
    return heldOut.validation?.precision.micro ?? 0;
  };
  const [first, ...others] = supervised.filter((embedding) => score(embedding) > 0);
  return first && others.reduce((a, b) => score(b) > score(a) ? b : a, first);
}

/** A score and the ends of its interval, in the form that charts take. */
export function estimateOf(
  { micro: value, interval: { micro: [low, high] } }: Pick<ScoreMeans, "micro" | "interval">,
): Required<Estimate> {
  return { value, low, high };
}

/** `0.864 (0.836 to 0.887)`. */
export function scoreText({ micro, interval }: Pick<ScoreMeans, "micro" | "interval">): string {
  return `${micro.toFixed(3)} (${formatInterval(interval.micro)})`;
}

/** P@k of `to` minus that of `from` by the headline's queries, paired, with its 95 % interval. */
export function compareEmbeddings(
  metrics: Metrics,
  from: EmbeddingResults,
  to: EmbeddingResults,
): Difference {
  const queries = headlineQueries(metrics);
  return hitsDifference(metrics, queries, queries.scoresOf(from).hits, queries.scoresOf(to).hits);
}

/**
 * P@k of the hits `to` minus that of the hits `from`, with its 95 % interval: paired by query, whole
 * groups resampled. Queries that can find nothing of their category do not count.
 */
export function hitsDifference(
  { index: { counts }, k, seed }: Metrics,
  { codes, groups, split }: {
    codes: readonly number[];
    groups?: readonly number[] | undefined;
    split: string;
  },
  from: ArrayLike<number>,
  to: ArrayLike<number>,
): Difference {
  const fewest = split === "train" ? 2 : 1;
  const counted = [...codes.keys()].filter((query) => counts[codes[query]!]! >= fewest);
  const [before, after] = [from, to].map((hits) => counted.map((query) => hits[query]! / k));
  return pairedDifference(before!, after!, {
    groups: groups && Int32Array.from(counted, (query) => groups[query]!),
    seed,
  });
}

/** Whether a difference lies above 0, or a score above `than`: undefined where its interval holds that. */
export function isAbove(
  { interval: [low, high] }: { interval: readonly [number, number] },
  than = 0,
): boolean | undefined {
  return low > than ? true : high < than ? false : undefined;
}

/** Whether a difference lies below 0: undefined where its interval holds 0. */
export function isBelow(difference: Difference): boolean | undefined {
  const above = isAbove(difference);
  return above === undefined ? undefined : !above;
}

/** `+0.053 (−0.021 to 0.120)`. */
export function differenceText({ value, interval: [low, high] }: Difference): string {
  const digits = (number: number) => number.toFixed(3).replace("-", "−");
  return `${value < 0 ? "" : "+"}${digits(value)} (${digits(low)} to ${digits(high)})`;
}

/** Whether a difference lies above 0, as expected; `what` says what it is the difference of. */
export function gainVerdict(expected: string, what: string, difference: Difference): Markdown {
  const because = `${what}: ${differenceText(difference)}`;
  return verdict({ expected, holds: isAbove(difference), because });
}

/** True if all are, false if one is false, else undefined. */
export function all(values: readonly (boolean | undefined)[]): boolean | undefined {
  if (values.includes(false)) return false;
  return values.includes(undefined) ? undefined : true;
}
