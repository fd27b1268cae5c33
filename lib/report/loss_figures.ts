/** Loss curves of trained models, a figure for each kind of loss: `lossFigures`. */

import { ARCHITECTURES, LOSS_NAMES } from "../model/architecture.ts";
import { PUBLISHED } from "./published.ts";
import { lossCurves, type LossHistory } from "../view/charts/mod.ts";
import type { PlotlyFigure } from "../view/figure.ts";
import type { ModelFiles } from "../runs/run_files.ts";

/**
 * The losses of all models that have any, in figures of one kind of loss each: others cannot be compared.
 *
 * @param names what each model is called. @default their titles
 * @param options.published Whether the original's curve stands beside those of its kind. @default false
 */
export function lossFigures(
  models: readonly ModelFiles[],
  { names = models.map(({ title }) => title), published = false }: {
    names?: readonly string[];
    published?: boolean;
  } = {},
): PlotlyFigure[] {
  const kinds = new Map<string, LossHistory[]>();
  for (const [order, { name, history }] of models.entries()) {
    if (history.length === 0) continue;
    const { learns } = ARCHITECTURES[name];
    kinds.set(learns, [...kinds.get(learns) ?? [], {
      name: names[order]!,
      train: history.map(({ trainLoss }) => trainLoss),
      validation: history.flatMap(({ validationLoss }) => validationLoss ?? []),
      order,
    }]);
  }
  return [...kinds].map(([learns, models]) => {
    const yTitle = LOSS_NAMES[learns as keyof typeof LOSS_NAMES];
    return published && learns === "reconstruction"
      ? lossCurves({
        models,
        yTitle,
        published: PUBLISHED.plusLayerLoss,
        title: "Loss by epoch, beside the original's",
      })
      : lossCurves({ models, yTitle, title: `Loss by epoch: ${yTitle}` });
  });
}
