/**
 * Whether files of a run hold what they must, after they were read: `experimentFrom`, `metricsFrom`,
 * `umapFrom`. Each throws a SyntaxError that says what is wrong.
 */

import type { ExperimentRecord } from "../model/experiment_record.ts";
import type { Metrics, UmapResults } from "./run_files.ts";

/** A value as JSON gives it, with whatever fields. */
// deno-lint-ignore no-explicit-any
type Json = any;

function need(condition: boolean, what: string): asserts condition {
  if (!condition) throw new SyntaxError(`it must have ${what}`);
}

const isNumbers = (value: Json): value is number[] =>
  Array.isArray(value) && value.every(Number.isFinite);
/** Means may be of nothing, which JSON writes as null. */
const isMeans = (values: Json[]) =>
  values.every((value) => value === null || Number.isFinite(value));
const isTexts = (value: Json): value is string[] =>
  Array.isArray(value) && value.every((text) => typeof text === "string");
const isFingerprint = (value: Json) => typeof value === "string" && /^[0-9a-f]{64}$/.test(value);

/** What `experiment.json` says. */
export function experimentFrom(value: Json): ExperimentRecord {
  for (const key of ["run", "profile", "model"]) {
    need(typeof value?.[key] === "string", `a text "${key}"`);
  }
  const { recipe, seed, dataset, backend, versions } = value;
  for (const key of ["epochs", "batchSize", "learningRate"]) {
    need(recipe?.[key] > 0, `a number above 0 for "recipe.${key}"`);
  }
  need(Number.isSafeInteger(seed) && seed >= 0, `a whole number "seed"`);
  need(isFingerprint(dataset?.fingerprint), `a SHA-256 for "dataset.fingerprint"`);
  need(Number.isSafeInteger(dataset.photos), `a whole number "dataset.photos"`);
  need(isNumbers(Object.values(dataset.splits ?? {})), `numbers of photos in "dataset.splits"`);
  need(typeof backend?.name === "string" && typeof versions?.deno === "string", "its backend");
  return value;
}

/** What `metrics.json` says. */
export function metricsFrom(value: Json): Metrics {
  const { dataset, index, k, chance, methods } = value ?? {};
  need(isFingerprint(dataset?.fingerprint), `a SHA-256 for "dataset.fingerprint"`);
  need(isTexts(index?.categories), `texts in "index.categories"`);
  const { categories, counts, codes, items } = index;
  need(isNumbers(counts) && counts.length === categories.length, "a count for each category");
  need(
    codes === undefined ||
      (isNumbers(codes) && codes.length === items && codes.every((code) => code in categories)),
    "a category for each photo of the index",
  );
  need(Number.isSafeInteger(k) && k > 0, `a whole number "k"`);
  need(isMeans([chance?.macro, chance?.micro]), `numbers in "chance"`);
  need(Array.isArray(methods), `a list "methods"`);
  for (const { name, dim, bytes, leaveOneOut, hits } of methods) {
    need(typeof name === "string" && isNumbers([dim, bytes]), "a name and sizes for each method");
    for (const score of ["precisionAt5", "averagePrecisionAt5", "mapAtR", "rPrecision"]) {
      const { micro, macro, interval } = leaveOneOut?.[score] ?? {};
      const means = [micro, macro, ...(interval?.micro ?? [NaN]), ...(interval?.macro ?? [NaN])];
      need(isMeans(means), `means and intervals of ${score} for "${name}"`);
    }
    need(
      hits === undefined ||
        (isNumbers(hits) && hits.length === items && hits.every((n) => n >= 0 && n <= k)),
      `hits of each photo, 0 to ${k}, for "${name}"`,
    );
  }
  return value;
}

/** What `umap.json` says. */
export function umapFrom(value: Json): UmapResults {
  const { ids, neighbors, minDist, trustworthiness, maps } = value ?? {};
  need(isTexts(ids), `texts in "ids"`);
  need(isNumbers([neighbors, minDist]), `numbers "neighbors" and "minDist"`);
  need(isMeans(Object.values(trustworthiness ?? {})), `numbers in "trustworthiness"`);
  need(typeof maps === "object" && maps !== null, `"maps"`);
  for (const [name, points] of Object.entries<Json>(maps)) {
    need(
      isNumbers(points) && [2, 3].some((axes) => points.length === axes * ids.length),
      `a place for each photo in map "${name}"`,
    );
  }
  return value;
}
