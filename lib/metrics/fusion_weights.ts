/** Fusion weights of the parts of an embedding, chosen by P@k of held-out queries. */

import { concatenate, fusionScale } from "../embedding/concatenate.ts";
import type { Vectors } from "../embedding/embedding.ts";
import { mean } from "../io/mean.ts";
import { kNearest } from "../search/neighbours.ts";
import { hitsAtK } from "./precision_curve.ts";

/** One part of the embedding. */
export interface FusionPart {
  name: string;
  /** Of the index. */
  index: Vectors;
  /** Of the queries, float32 `[q, dim]`. */
  queries: Float32Array;
  /** Weight to begin with; that of the first part is 1. */
  weight: number;
}

/** How weights are judged. */
export interface FusionOptions {
  /** Category of each row of the index. */
  labels: readonly string[];
  /** Category of each query. */
  queryLabels: readonly string[];
  /** Neighbours looked at. @default 5 */
  k?: number;
}

/** The weights that were chosen, and what they reach. */
export interface FusionChoice {
  /** Fusion weight of each part but the first, beside the first, by name. */
  weights: Record<string, number>;
  /** P@k, micro, of the queries that chose. */
  precision: number;
  /** The same with the weights to begin with. */
  before: number;
}

/** Weights that are tried, and how often all parts are gone through. */
const [WEIGHTS, ROUNDS] = [[0, 0.1, 0.2, 0.3, 0.5, 0.7, 1], 2] as const;

/**
 * Fusion weights by coordinate ascent: for one part after the other, the weight of highest P@k of the
 * queries, the present one among equals. The weights to begin with stay unless those found gain more
 * than one standard error (of the queries' gains): few queries cannot tell weights apart.
 *
 * @param parts in the order of the composition; the first has weight 1
 * @throws {RangeError} if there is no query, or fewer than two rows
 */
export async function chooseFusionWeights(
  parts: readonly [FusionPart, ...FusionPart[]],
  { labels, queryLabels, k = 5 }: FusionOptions,
): Promise<FusionChoice> {
  if (queryLabels.length === 0) {
    throw new RangeError("Cannot choose fusion weights as there must be a query: there is none");
  }
  const [first, ...others] = parts;
  const known = new Map<string, Float64Array>();
  const precisionsAt = async (chosen: readonly number[]): Promise<Float64Array> => {
    const key = chosen.join();
    const precisions = known.get(key) ?? await searched(chosen);
    known.set(key, precisions);
    return precisions;
  };
  const searched = async (chosen: readonly number[]): Promise<Float64Array> => {
    let [index, queries]: [Vectors, Vectors] = [
      first.index,
      { vectors: first.queries, dim: first.index.dim },
    ];
    for (const [i, part] of others.entries()) {
      if (chosen[i] === 0) continue;
      const scale = fusionScale(first.index, part.index, chosen[i]!);
      index = concatenate(index, part.index, scale);
      queries = concatenate(queries, { vectors: part.queries, dim: part.index.dim }, scale);
    }
    const depth = Math.min(k, labels.length);
    const found = await kNearest(index, depth, { queries: queries.vectors });
    return Float64Array.from(hitsAtK(found, labels, depth, queryLabels), (hits) => hits / depth);
  };
  const start = others.map(({ weight }) => weight);
  const before = await precisionsAt(start);
  let [best, found] = [start, before];
  for (let round = 0; round < ROUNDS; round++) {
    for (const i of others.keys()) {
      for (const weight of WEIGHTS) {
        const tried = best.with(i, weight);
        const reached = await precisionsAt(tried);
        if (mean(reached) > mean(found)) [best, found] = [tried, reached];
      }
    }
  }
  const gains = found.map((precision, query) => precision - before[query]!);
  if (mean(gains) <= standardError(gains)) [best, found] = [start, before];
  const named = others.map(({ name }, i): [string, number] => [name, best[i]!]);
  return { weights: Object.fromEntries(named), precision: mean(found), before: mean(before) };
}

/** Standard error of the mean. */
function standardError(values: Float64Array): number {
  const centre = mean(values);
  const squares = values.reduce((sum, value) => sum + (value - centre) ** 2, 0);
  return Math.sqrt(squares / Math.max(1, values.length - 1) / values.length);
}
