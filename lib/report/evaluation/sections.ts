/** What notebooks 05 and A1 show of `metrics.json`, section by section: figures, tables and verdicts. */

import type { PcaSize } from "../../metrics/pca_sizes.ts";
import type { Metrics } from "../../runs/results.ts";
import type { Showable } from "../../view/plain_text.ts";
import { resultsTable } from "../results.ts";
import * as charts from "./charts.ts";
import * as depth from "./depth.ts";
import { pcaSizeChart, pcaSizeVerdict } from "./index_sheets.ts";
import { productTable } from "./products.ts";
import * as sentences from "./sentences.ts";

/** P@k of held-out queries, of new categories too where there are such, and what baselines are worth. */
export function heldOutResults(metrics: Metrics): Showable[] {
  return [
    charts.heldOutChart(metrics),
    ...charts.zeroShotChart(metrics),
    ...sentences.baselineVerdicts(metrics),
  ];
}

/** The same without the query's group, for the same look, and for the same product where known. */
export function stricterProtocols(metrics: Metrics): Showable[] {
  return [
    charts.protocolTable(metrics),
    ...charts.groupChart(metrics),
    ...sentences.groupVerdict(metrics),
    ...productTable(metrics),
  ];
}

/** What whitening and concatenation bring, and what was chosen on the validation split. */
export function postProcessing(metrics: Metrics): Showable[] {
  const { whitening: { components }, chosen, searchedWith } = metrics;
  return [
    charts.postProcessingTable(metrics),
    sentences.whiteningVerdict(metrics),
    `Whitened to ${components} dimensions. Best on the validation split: ${chosen}; to search ` +
    `with: ${searchedWith}`,
  ];
}

/** Which categories are found for which. */
export function confusions(metrics: Metrics): Showable[] {
  return [charts.confusionChart(metrics), charts.confusionTable(metrics)];
}

/** P@k with the query in the index, as the original counted. */
export function originalMetric(metrics: Metrics): Showable[] {
  return [charts.originalMetricTable(metrics), sentences.originalMetricVerdict(metrics)];
}

/** Every embedding: by held-out queries, within the index, and by products where known. */
export function allEmbeddings(metrics: Metrics): Showable[] {
  return [resultsTable(metrics), depth.rankingTable(metrics), ...productTable(metrics)];
}

/** P@1, P@2, ... within the index. */
export function precisionByK(metrics: Metrics): Showable[] {
  return [depth.precisionCurves(metrics), depth.precisionCurveVerdict(metrics)];
}

/** What each category gains from the first network to the last; of one network, from pixels to it. */
export function gainAndLoss(metrics: Metrics): Showable[] {
  const names = metrics.embeddings.filter(({ kind, of }) => kind === "model" && of === undefined)
    .map(({ name }) => name);
  const from = names.length > 1 ? names[0]! : "16 x 16 pixels";
  const to = names.at(-1)!;
  return [depth.gainLossChart(metrics, from, to), depth.gainLossVerdict(metrics, from, to)];
}

/** Neighbours that share a colour, a pattern, ... */
export function attributeResults(metrics: Metrics): Showable[] {
  return [depth.attributeChart(metrics), ...depth.attributeVerdict(metrics)];
}

/** P@k by the number of principal components. */
export function pcaSizeResults(metrics: Metrics, sizes: readonly PcaSize[]): Showable[] {
  return [pcaSizeChart(metrics, sizes), pcaSizeVerdict(metrics, sizes)];
}

/** What class posteriors add. */
export function supervisedResults(metrics: Metrics): Showable[] {
  return [depth.supervisedTable(metrics), depth.supervisedVerdict(metrics)];
}

/** Recall@1 of perturbed copies. */
export function copiesResults(metrics: Metrics): Showable[] {
  return [depth.copiesChart(metrics), ...depth.copiesVerdict(metrics)];
}
