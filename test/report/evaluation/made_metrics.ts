/** A `metrics.json` with test queries, made for tests: `madeMetrics`. */

import { summariseScores } from "../../../lib/metrics/bootstrap.ts";
import { pairedDifference } from "../../../lib/metrics/differences.ts";
import type { Metrics } from "../../../lib/runs/results.ts";

/** An embedding of a made run. */
export interface MadeEmbedding {
  name: string;
  kind?: "model" | "baseline";
  of?: string;
  transform?: string;
  /** Of the five nearest of each test query, by turns; validation queries have one less each. */
  test: number[];
  /** Macro P@5 with the query in the index. @default 0.5 */
  selfIncluded?: number;
  /** Hits of five without neighbours of the query's group, and those of the same look, by turns. */
  stricter?: number[];
  /** Recall@1 of copies. @default 0.5 */
  recall?: number;
}

/** Categories of the 40 test queries and of the 40 images of the index, by turns. */
const CATEGORIES = ["Bags", "Hats"];
const CODES = Array.from({ length: 40 }, (_, i) => i % 2);
/** Places in the index of the ten augmented copies' images. */
const COPIES = Array.from({ length: 10 }, (_, i) => i);
const GROUPING = {
  categories: CATEGORIES,
  codes: Int32Array.from(CODES),
  counted: Uint8Array.of(1, 1),
};

const ofFive = (hits: number[]) => Float64Array.from(hits, (count) => count / 5);

function scoresOf(hits: number[]) {
  const { means } = summariseScores({ means: ofFive(hits) }, GROUPING, { resamples: 100 });
  const scores = { precision: means, averagePrecision: means, mapAtR: means, rPrecision: means };
  return { k: 5, ...scores, hits };
}

/** Metrics of a run with these embeddings; those of the index are as those of the test split. */
export function madeMetrics(
  made: readonly MadeEmbedding[],
  { heldOut = true }: { heldOut?: boolean } = {},
): Metrics {
  const embeddings = made.map((embedding) => {
    const { name, kind = "model", of, transform, test, selfIncluded = 0.5 } = embedding;
    const { stricter, recall = 0.5 } = embedding;
    const repeated = CODES.map((_, i) => test[i % test.length]!);
    const { hits, ...leaveOneOut } = scoresOf(repeated);
    const validation = scoresOf(repeated.map((count) => Math.max(0, count - 1)));
    const strict = stricter && scoresOf(CODES.map((_, i) => stricter[i % stricter.length]!));
    const of40 = { queryCount: 40, chance: { macro: 0.25, micro: 0.25 } };
    const groups = strict && {
      ...strict,
      ...of40,
      difference: pairedDifference(ofFive(hits), ofFive(strict.hits), { resamples: 100 }),
    };
    const looks = strict && { look: { precision: strict.precision, ...of40 } };
    return {
      ...{ name, kind, of, transform, dim: 2, bytes: 320, leaveOneOut, hits },
      ...(groups && { leaveOneGroupOut: groups }),
      ...looks,
      selfIncluded: { macro: selfIncluded, perCategory: {} },
      heldOut: heldOut ? { validation, test: { ...scoresOf(repeated), ...looks } } : {},
      copies: {
        ...{ recall, interval: [recall - 0.1, recall + 0.1] as [number, number] },
        hits: COPIES.map((copy) => copy < 10 * recall ? 1 : 0),
      },
    };
  });
  const chance = { macro: 0.5, micro: 0.5 };
  const queries = { queries: 40, chance, codes: CODES };
  const chosen = embeddings.at(-1)!.name;
  return {
    ...{
      run: "made",
      profile: "quick",
      seed: 42,
      k: 5,
      chance,
      copies: COPIES,
      chosen,
      embeddings,
      searchedWith: chosen,
    },
    weights: {},
    dataset: { name: "made", fingerprint: "ab".repeat(32) },
    backend: { name: "cpu", device: "JavaScript", gpu: false },
    index: { split: "train", items: 40, categories: CATEGORIES, counts: [20, 20], codes: CODES },
    heldOut: heldOut ? { validation: queries, test: queries } : {},
    whitening: { components: 2, tried: [] },
    supervised: [],
    precisionAtK: [],
    confusion: [heldOut ? "test" : "train"].map((split) => {
      return { name: chosen, split, categories: CATEGORIES, shares: [0.75, 0.25, 0.5, 0.5] };
    }),
    attributes: [],
  };
}
