/** What notebook 05 shows of `metrics.json`, section by section: figures, tables, pictures and verdicts. */

import { exampleQueries } from "../../metrics/example_queries.ts";
import type { RunEvaluation } from "../../runs/evaluation.ts";
import { HELD_OUT_SPLITS, type Metrics } from "../../runs/results.ts";
import type { Picture } from "../../view/picture.ts";
import { foundSheet } from "../../view/pictures/found.ts";
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

/** Queries of each of the three kinds of examples. */
const EXAMPLES = 2;

/**
 * The queries of the headline with the fewest, about the mean number and the most hits of the chosen
 * embedding, each with its k nearest.
 */
export async function exampleSheet(
  { images, labels, k, embeddings, chosen }: RunEvaluation,
): Promise<Picture> {
  const { store, index } = images;
  const { scores } = embeddings.find(({ name }) => name === chosen)!;
  const split = HELD_OUT_SPLITS.findLast((split) => scores.heldOut[split]);
  const { hits, neighbours } = split ? scores.heldOut[split]! : scores.retrieval!;
  const queries = split ? images[split] : index;
  const queryLabels = split ? Array.from(queries, (row) => store.items[row]!.category) : labels;
  const heldOut = split !== undefined;
  const { worst, typical, best } = exampleQueries(hits, queryLabels, EXAMPLES, { heldOut });
  const shown = [...worst, ...typical, ...best].map((query) => {
    const at = query * neighbours.k;
    const found = Array.from(neighbours.indices.subarray(at, at + k), (place, i) => {
      return { row: index[place]!, distance: Math.sqrt(neighbours.distances[at + i]!) };
    });
    return { query: queries[query]!, results: [{ head: `${hits[query]} of ${k} hits`, found }] };
  });
  const heads = `${worst.length} with the fewest hits, ${typical.length} typical ones and ` +
    `${best.length} with the most`;
  return await foundSheet(store, shown, { alt: `Queries and what ${chosen} finds: ${heads}` });
}
