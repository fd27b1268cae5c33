/** Whether a run done again gave the same results: `checkRepeat`. */

import { isDeepStrictEqual } from "node:util";
import type { Metrics } from "../runs/results.ts";
import type { ModelFiles, RunFiles } from "../runs/run_files.ts";
import { compareSettings } from "./compare.ts";

/** What losses may differ by where sums are not taken in one order, relative. */
export const LOSS_TOLERANCE = 1e-3;
/** What P@k and trustworthiness may differ by there, absolute. */
export const SHARE_TOLERANCE = 0.02;

/** One thing that must be the same. */
export interface RepeatCheck {
  what: string;
  same: boolean;
  /** How far apart, for people. */
  found: string;
}

/** What became of a repeated run. */
export interface RepeatReport {
  /** Whether every number had to be the same to the bit. */
  exact: boolean;
  same: boolean;
  checks: RepeatCheck[];
}

/**
 * Compare a run with the same done again. To the bit if both were computed by native TensorFlow on a
 * CPU, by the same versions on the same device; else within `LOSS_TOLERANCE` and `SHARE_TOLERANCE`.
 */
export function checkRepeat(first: RunFiles, second: RunFiles): RepeatReport {
  const exact = isNativeCpu(first) && isNativeCpu(second) && machine(first) === machine(second);
  const checks = [settingsCheck(first, second)];
  for (const { name, title, history } of first.models.filter(({ history }) => history.length > 0)) {
    const again = second.models.find((model) => model.name === name)?.history ?? [];
    const limit = exact ? 0 : LOSS_TOLERANCE;
    checks.push(nearCheck(`losses of ${title}`, losses(history), losses(again), limit, true));
  }
  if (first.metrics) {
    checks.push(
      exact
        ? equalCheck("evaluation", unnamed(first.metrics), unnamed(second.metrics))
        : nearCheck("P@k", precisions(first.metrics), precisions(second.metrics), SHARE_TOLERANCE),
    );
  }
  if (first.umap) {
    // Rounding alone moves points elsewhere; how well the map keeps neighbours must be the same.
    const [a, b] = [first, second].map(({ umap }) => Object.values(umap?.trustworthiness ?? {}));
    checks.push(
      exact
        ? equalCheck("maps", first.umap.maps, second.umap?.maps)
        : nearCheck("trustworthiness of the maps", a!, b!, SHARE_TOLERANCE),
    );
  }
  return { exact, same: checks.every(({ same }) => same), checks };
}

function isNativeCpu({ models }: RunFiles): boolean {
  return models.every(({ experiment: { backend } }) =>
    backend.name === "tensorflow" && backend.device.startsWith("CPU")
  );
}

/** What decides in which order numbers are added. */
function machine({ models }: RunFiles): string {
  return JSON.stringify(models.map(({ experiment: { backend, versions } }) => [backend, versions]));
}

/** All settings but where it was computed, which decides only how much may differ. */
function settingsCheck(first: RunFiles, second: RunFiles): RepeatCheck {
  // A shipped model has a record where a notebook asked for its embeddings; perhaps none does now.
  const models = first.models.filter(({ name, history }) =>
    history.length > 0 || second.models.some((model) => model.name === name)
  );
  const differences = compareSettings({ ...first, models }, second)
    .filter(({ setting }) => !/^(backend|version) of /.test(setting))
    .map(({ setting, first = "none", second = "none" }) => `${setting}: ${first}, then ${second}`);
  return {
    what: "settings and photos",
    same: differences.length === 0,
    found: differences.join("; ") || "the same",
  };
}

function losses(history: ModelFiles["history"]): number[] {
  return history.flatMap((epoch) => [epoch.trainLoss, epoch.validationLoss ?? epoch.trainLoss]);
}

/** Metrics without the run's name, and without the fingerprints of files that hold times too. */
function unnamed(metrics: Metrics | undefined) {
  return metrics && { ...metrics, run: "", weights: {} };
}

function precisions(metrics: Metrics | undefined): number[] {
  const scores = metrics?.embeddings.map(({ leaveOneOut: { precision } }) => precision) ?? [];
  return scores.flatMap(({ micro, macro }) => [micro, macro]);
}

function equalCheck(what: string, first: unknown, second: unknown): RepeatCheck {
  const same = isDeepStrictEqual(first, second);
  return { what, same, found: same ? "the same" : "not the same" };
}

function nearCheck(
  what: string,
  first: readonly number[],
  second: readonly number[],
  limit: number,
  relative = false,
): RepeatCheck {
  if (first.length !== second.length) {
    return { what, same: false, found: `${first.length} numbers, then ${second.length}` };
  }
  const furthest = first.reduce((most, value, i) => {
    const difference = Math.abs(value - second[i]!);
    return Math.max(most, relative && difference > 0 ? difference / Math.abs(value) : difference);
  }, 0);
  const size = relative ? `${(100 * furthest).toPrecision(2)} %` : furthest.toPrecision(2);
  return {
    what,
    same: furthest <= limit,
    found: furthest === 0 ? "the same" : `at most ${size} apart`,
  };
}
