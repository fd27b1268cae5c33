/** What notebook 05 shows of `metrics.json`, section by section: figures, tables and verdicts. */

import type { Metrics } from "../../runs/results.ts";
import type { Showable } from "../../view/plain_text.ts";
import { resultsTable } from "../results.ts";
import * as charts from "./charts.ts";
import { rankingTable } from "./depth.ts";
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
    ...charts.productTable(metrics),
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

/** P@k with the query in the index, as the original counted. */
export function originalMetric(metrics: Metrics): Showable[] {
  return [charts.originalMetricTable(metrics), sentences.originalMetricVerdict(metrics)];
}

/** Every embedding: by held-out queries, within the index, and by products where known. */
export function allEmbeddings(metrics: Metrics): Showable[] {
  return [resultsTable(metrics), rankingTable(metrics), ...charts.productTable(metrics)];
}
