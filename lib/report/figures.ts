/** Figures of a run's page: `lossFigures`, `mapFigure`. */

import type { EpochRecord } from "../model/history.ts";
import { LOSS_NAMES } from "../model/objectives/objective.ts";
import { findStore } from "../runs/find_store.ts";
import { PRESETS } from "../runs/presets.ts";
import type { UmapResults } from "../runs/results.ts";
import type { ModelFiles } from "../runs/run_files.ts";
import { lossCurves, type LossHistory, scatter2d } from "../view/charts/mod.ts";
import type { PlotlyFigure } from "../view/figure.ts";
import { createPalette } from "../view/palette.ts";

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

/**
 * The first flat map, coloured by category where the photos' store is here, else in
 * one colour; undefined if there is none.
 *
 * @param fingerprint of the photos
 */
export async function mapFigure(
  { ids, maps }: UmapResults,
  fingerprint: string,
): Promise<PlotlyFigure | undefined> {
  const first = Object.entries(maps).find(([, points]) => points.length === 2 * ids.length);
  if (!first) return undefined;
  const [title, points] = first;
  const store = await findStore(fingerprint);
  const categories = new Map(store?.items.map(({ id, category }) => [id, category]));
  store?.close();
  const labels = ids.map((id) => categories.get(id) ?? "photo");
  const known = store?.categories ?? [];
  return scatter2d({
    points: Float32Array.from(points),
    ids,
    labels,
    palette: createPalette(
      labels.every((label) => known.includes(label)) ? known : [...new Set(labels)].sort(),
    ),
    title: `UMAP of ${title}`,
  });
}
