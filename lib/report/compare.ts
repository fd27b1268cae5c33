/** What differs between two runs: `compareSettings`, `compareEmbeddings`. */

import {
  type ScoreDifferences,
  scoreDifferences,
  type ScoredQueries,
} from "../metrics/differences.ts";
import type { EmbeddingResults, Metrics } from "../runs/results.ts";
import type { ModelFiles, RunFiles } from "../runs/run_files.ts";
import { recipeText } from "./facts.ts";

/** What both runs evaluated. */
export interface Comparison {
  /** Whether both had the same queries and the same index. */
  paired: boolean;
  /** An embedding that both evaluated, each; the difference is that of P@k, second minus first. */
  embeddings: {
    first: EmbeddingResults;
    second: EmbeddingResults;
    difference: ScoreDifferences;
  }[];
}

function settingsOf({ title, experiment, ...model }: ModelFiles): [string, string][] {
  const { profile, seed, dataset, backend, versions } = experiment;
  const { train, validation, test } = dataset.splits;
  return [
    ["data set", [dataset.name, dataset.origin].filter(Boolean).join(", from ")],
    ["photos", `${dataset.photos} (${train} / ${validation} / ${test})`],
    ["split by", dataset.split],
    ["fingerprint", dataset.fingerprint.slice(0, 12)],
    ["profile", profile],
    ["seed", String(seed)],
    [`recipe of ${title}`, recipeText({ ...model, experiment })],
    [`backend of ${title}`, `${backend.name}: ${backend.device}`],
    ...Object.entries(versions).map(([name, version]): [string, string] => [
      `version of ${name}`,
      version,
    ]),
  ];
}

/**
 * Settings that the two runs do not share, in the order in which a report names them; undefined where a
 * run does not have it.
 */
export function compareSettings(
  first: RunFiles,
  second: RunFiles,
): { setting: string; first: string | undefined; second: string | undefined }[] {
  const settings = ({ models, umap }: RunFiles) =>
    new Map(models.flatMap(settingsOf)).set(
      "map",
      umap ? `${umap.neighbours} neighbours, least distance ${umap.minDist}` : "",
    );
  const [a, b] = [settings(first), settings(second)];
  return [...new Set([...a.keys(), ...b.keys()])]
    .map((setting) => ({
      setting,
      first: a.get(setting) || undefined,
      second: b.get(setting) || undefined,
    }))
    .filter(({ first, second }) => first !== second);
}

/**
 * The embeddings that both runs evaluated. Runs of the same photos (fingerprint) and split had the
 * same queries, so their differences are paired; others are not.
 */
export function compareEmbeddings(first: Metrics, second: Metrics): Comparison {
  const paired = first.dataset.fingerprint === second.dataset.fingerprint &&
    first.index.split === second.index.split;
  const embeddings = first.embeddings.flatMap((embedding) => {
    const same = second.embeddings.find(({ name }) => name === embedding.name);
    if (!same) return [];
    const [from, to] = [scoredQueries(first, embedding), scoredQueries(second, same)];
    const difference = scoreDifferences(from, to, { paired, seed: 1 });
    return [{ first: embedding, second: same, difference }];
  });
  return { paired, embeddings };
}

/** P@k of each query. */
function scoredQueries({ index, k }: Metrics, { hits }: EmbeddingResults): ScoredQueries {
  return {
    scores: Float64Array.from(hits, (count) => count / k),
    grouping: {
      categories: index.categories,
      codes: Int32Array.from(index.codes),
      groups: index.groups && Int32Array.from(index.groups),
      // Nothing is relevant to a category's only photo, so no mean counts it.
      counted: Uint8Array.from(index.counts, (count) => count > 1 ? 1 : 0),
    },
  };
}
