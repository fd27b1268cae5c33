/** Whether a run done again found the same: `checkRepeat`. */

import { isDeepStrictEqual } from "node:util";
import { compareSettings } from "./compare.ts";
import type { MethodResults, ModelFiles, RunFiles } from "../runs/run_files.ts";

/** What losses may differ by where sums are not taken in one order, relative. */
export const LOSS_TOLERANCE = 1e-3;
/** What shares (P@5, trustworthiness) may differ by there, absolute. */
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
  const checks = [
    settings(first, second),
    ...first.models.filter(({ history }) => history.length > 0)
      .map((model) => losses(model, second, exact)),
    ...(first.metrics ? [neighbours(first, second, exact)] : []),
    ...(first.umap ? [map(first, second, exact)] : []),
  ];
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
function settings(first: RunFiles, second: RunFiles): RepeatCheck {
  // One that comes trained leaves a record where a notebook asked for its vectors; perhaps none does now.
  const models = first.models.filter(({ name, history }) =>
    history.length > 0 || second.models.some((model) => model.name === name)
  );
  const differences = compareSettings({ ...first, models }, second)
    .filter(({ setting }) => !/^(backend|version) of /.test(setting));
  const named = differences.map(({ setting, first, second }) =>
    `${setting}: ${first ?? "none"}, then ${second ?? "none"}`
  );
  return {
    what: "settings and photos",
    same: differences.length === 0,
    found: named.join("; ") || "the same",
  };
}

function losses({ name, title, history }: ModelFiles, second: RunFiles, exact: boolean) {
  const again = second.models.find((model) => model.name === name)?.history ?? [];
  const numbers = (rows: typeof history) =>
    rows.flatMap(({ trainLoss, validationLoss }) => [trainLoss, validationLoss ?? trainLoss]);
  return compared(`losses of ${title}`, numbers(history), numbers(again), {
    limit: exact ? 0 : LOSS_TOLERANCE,
    relative: true,
  });
}

function neighbours(first: RunFiles, second: RunFiles, exact: boolean): RepeatCheck {
  const what = "measures of the neighbours";
  if (exact) {
    // All that the notebook found out, not only what has a name here.
    const [a, b] = [first, second].map(({ metrics }) => metrics && { ...metrics, run: undefined });
    const same = isDeepStrictEqual(a, b);
    return { what, same, found: same ? "the same" : "not the same" };
  }
  const numbers = (methods: readonly MethodResults[] = []) =>
    methods.flatMap(({ leaveOneOut: { precisionAt5: { micro, macro } } }) => [micro, macro]);
  return compared(
    what,
    numbers(first.metrics?.methods),
    numbers(second.metrics?.methods),
    { limit: SHARE_TOLERANCE },
  );
}

function map({ umap: first }: RunFiles, { umap: second }: RunFiles, exact: boolean): RepeatCheck {
  const what = "maps";
  if (exact) {
    const same = isDeepStrictEqual(first!.maps, second?.maps);
    return { what, same, found: same ? "the same" : "not the same" };
  }
  // Rounding alone sends points elsewhere; how well the map keeps neighbours must be the same.
  const [a, b] = [first, second].map((umap) => Object.values(umap?.trustworthiness ?? {}));
  return compared("trustworthiness of the maps", a!, b!, { limit: SHARE_TOLERANCE });
}

function compared(
  what: string,
  first: readonly number[],
  second: readonly number[],
  { limit, relative = false }: { limit: number; relative?: boolean },
): RepeatCheck {
  if (first.length !== second.length) {
    return { what, same: false, found: `${first.length} numbers, then ${second.length}` };
  }
  const furthest = first.reduce((most, value, i) => {
    const difference = Math.abs(value - second[i]!);
    return Math.max(most, relative && difference > 0 ? difference / Math.abs(value) : difference);
  }, 0);
  const found = furthest === 0
    ? "the same"
    : `at most ${
      relative ? `${(100 * furthest).toPrecision(2)} %` : furthest.toPrecision(2)
    } apart`;
  return { what, same: furthest <= limit, found };
}
