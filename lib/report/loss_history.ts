/** A model's history as charts take it: `lossHistory`. */

import type { LossHistory } from "../view/charts/mod.ts";
import type { ModelFiles } from "./run_files.ts";

/** A model's history as the chart takes it. */
export function lossHistory({ history, title }: ModelFiles, name = title): LossHistory {
  return {
    name,
    train: history.map(({ trainLoss }) => trainLoss),
    validation: history.flatMap(({ validationLoss }) => validationLoss ?? []),
  };
}
