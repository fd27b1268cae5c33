/** Charts of a run's training: `lossFigures`. */

import { PRESETS } from "../runs/presets.ts";
import { LOSS_NAMES } from "../model/objectives/objective.ts";
import type { ModelFiles } from "../runs/run_files.ts";
import { lossCurves } from "../view/charts/mod.ts";
import type { PlotlyFigure } from "../view/figure.ts";

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
    name: names[m]!,
    train: history.map(({ trainLoss }) => trainLoss),
    validation: history.flatMap(({ validationLoss }) => validationLoss ?? []),
  })).filter(({ train }) => train.length > 0);
  return [...Map.groupBy(curves, ({ kind }) => kind)].map(([kind, models]) => {
    const yTitle = LOSS_NAMES[kind];
    return lossCurves({ models, yTitle, title: `Loss by epoch: ${yTitle}` });
  });
}
