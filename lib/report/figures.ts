/** Loss curves of a run's models: `lossFigures`. */

import type { EpochRecord } from "../model/history.ts";
import { LOSS_NAMES } from "../model/objectives/objective.ts";
import { PRESETS } from "../runs/presets.ts";
import type { ModelFiles } from "../runs/run_files.ts";
import { lossCurves, type LossHistory } from "../view/charts/lines.ts";
import type { PlotlyFigure } from "../view/figure.ts";

/** The losses of one model in the form that `lossCurves` takes. */
export function lossHistory(name: string, history: readonly EpochRecord[]): LossHistory {
  return {
    name,
    train: history.map(({ trainLoss }) => trainLoss),
    validation: history.flatMap(({ validationLoss }) => validationLoss ?? []),
  };
}

/**
 * The loss curves of all trained models, a figure for each kind of loss: others cannot be compared.
 *
 * @param names what each model is called. @default their titles
 */
export function lossFigures(
  models: readonly ModelFiles[],
  names: readonly string[] = models.map(({ title }) => title),
): PlotlyFigure[] {
  const curves = models.map(({ name, history }, m) => ({
    kind: PRESETS[name].objective,
    ...lossHistory(names[m]!, history),
  })).filter(({ train }) => train.length > 0);
  return [...Map.groupBy(curves, ({ kind }) => kind)].map(([kind, models]) => {
    const yTitle = LOSS_NAMES[kind];
    return lossCurves({ models, yTitle, title: `Loss by epoch: ${yTitle}` });
  });
}
