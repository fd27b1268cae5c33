/** What differs between two runs: `compareSettings`, `compareMethods`. */

import {
  type ScoreDifferences,
  scoreDifferences,
  type ScoredQueries,
} from "../metrics/differences.ts";
import { recipeText } from "./facts.ts";
import type { MethodResults, Metrics, ModelFiles, RunFiles } from "../runs/run_files.ts";

/** A setting that two runs do not share. */
export interface SettingDifference {
  setting: string;
  /** Undefined where the run does not have it. */
  first: string | undefined;
  second: string | undefined;
}

/** One way to describe photos, in both runs. */
export interface MethodDifference {
  first: MethodResults;
  second: MethodResults;
  /** Of P@k; undefined where a run kept no hits of single queries. */
  difference: ScoreDifferences | undefined;
}

/** What was measured in both runs. */
export interface MethodComparison {
  /** Whether both asked the same queries of the same index. */
  paired: boolean;
  methods: MethodDifference[];
}

function settingsOf(model: ModelFiles): [string, string][] {
  const { title, experiment: { profile, seed, dataset, backend, versions } } = model;
  const { train, validation, test } = dataset.splits;
  return [
    ["data set", [dataset.name, dataset.origin].filter(Boolean).join(", from ")],
    ["photos", `${dataset.photos} (${train} / ${validation} / ${test})`],
    ["split by", dataset.split],
    ["fingerprint", dataset.fingerprint.slice(0, 12)],
    ["profile", profile],
    ["seed", String(seed)],
    [`recipe of ${title}`, recipeText(model)],
    [`backend of ${title}`, `${backend.name}: ${backend.device}`],
    ...Object.entries(versions).map(([name, version]): [string, string] => [
      `version of ${name}`,
      version,
    ]),
  ];
}

/** Settings that the two runs do not share, in the order in which a report names them. */
export function compareSettings(first: RunFiles, second: RunFiles): SettingDifference[] {
  const [a, b] = [first, second].map(({ models, umap }) =>
    new Map([
      ...models.flatMap(settingsOf),
      ...(umap
        ? [["map", `${umap.neighbors} neighbours, least distance ${umap.minDist}`]]
        : []) as [
          string,
          string,
        ][],
    ])
  ) as [Map<string, string>, Map<string, string>];
  return [...new Set([...a.keys(), ...b.keys()])]
    .map((setting) => ({ setting, first: a.get(setting), second: b.get(setting) }))
    .filter(({ first, second }) => first !== second);
}

/**
 * The methods that both runs measured. Runs of the same photos (fingerprint) and split asked the same
 * queries, so their differences are paired; others are not.
 *
 * @param seed of the resamples
 */
export function compareMethods(first: Metrics, second: Metrics, seed = 1): MethodComparison {
  const paired = first.dataset.fingerprint === second.dataset.fingerprint &&
    first.index.split === second.index.split;
  const methods = first.methods.flatMap((method): MethodDifference[] => {
    const same = second.methods.find(({ name }) => name === method.name);
    if (!same) return [];
    const [a, b] = [scoredQueries(first, method), scoredQueries(second, same)];
    const difference = a && b ? scoreDifferences(a, b, { paired, seed }) : undefined;
    return [{ first: method, second: same, difference }];
  });
  return { paired, methods };
}

/** P@k of each query; undefined where the run did not keep it. */
function scoredQueries({ index, k }: Metrics, { hits }: MethodResults): ScoredQueries | undefined {
  if (!hits || !index.codes) return undefined;
  return {
    scores: Float64Array.from(hits, (count) => count / k),
    grouping: {
      categories: index.categories,
      codes: Int32Array.from(index.codes),
      // Nothing is relevant to a category's only photo, so no mean counts it.
      counted: Uint8Array.from(index.counts, (count) => count > 1 ? 1 : 0),
    },
  };
}
