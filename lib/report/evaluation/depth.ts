/** Charts, tables and verdicts of `metrics.json` for appendix A1. */

import { SEARCH_NETWORK } from "../../embedding/compositions.ts";
import { formatInterval } from "../../io/format.ts";
import { categoryIntervals } from "../../metrics/bootstrap.ts";
import { pairedDifference } from "../../metrics/differences.ts";
import { bestWhitening } from "../../metrics/whitening_sizes.ts";
import { PRESETS } from "../../runs/presets.ts";
import { BASELINES } from "../../runs/evaluated_compositions.ts";
import type { EmbeddingResults, Metrics } from "../../runs/results.ts";
import { barComparison, categoryBars, gainLossBars } from "../../view/charts/bars.ts";
import { lineChart } from "../../view/charts/lines.ts";
import type { PlotlyFigure } from "../../view/figure.ts";
import type { Markdown } from "../../view/markdown.ts";
import { type Row, type Table, table } from "../../view/table.ts";
import { verdict } from "../../view/verdict.ts";
import { shortName } from "./charts.ts";
import {
  all,
  bestVariants,
  compareEmbeddings,
  differenceText,
  estimateOf,
  findEmbedding,
  gainVerdict,
  headlineQueries,
  isAbove,
  rawNetworks,
} from "./queries.ts";

/** Every embedding within the index: four measures of its ranking, the best first. */
export function rankingTable({ embeddings, k, index, chance }: Metrics): Table {
  const rows: Row[] = embeddings.map(({ name, leaveOneOut: scores }) => ({
    name,
    micro: scores.precision.micro,
    interval: formatInterval(scores.precision.interval.micro),
    macro: scores.precision.macro,
    average: scores.averagePrecision.micro,
    mapAtR: scores.mapAtR.micro,
    rPrecision: scores.rPrecision.micro,
  })).sort((a, b) => b.micro - a.micro);
  rows.push({ name: "chance", micro: chance.micro, macro: chance.macro });
  return table(rows, [
    { key: "name", label: "embedding" },
    { key: "micro", label: `P@${k} micro`, digits: 3 },
    { key: "interval", label: "95 % interval" },
    { key: "macro", label: `P@${k} macro`, digits: 3 },
    { key: "average", label: `AP@${k}`, digits: 3 },
    { key: "mapAtR", label: "MAP@R", digits: 3 },
    { key: "rPrecision", label: "R-precision", digits: 3 },
  ], { caption: `${index.items} images of the index, leave-one-out` });
}

/** P@1, P@2, ... within the index, and whether every curve ends lower than it begins. */
export function precisionByK(
  { precisionAtK, embeddings, chance }: Metrics,
): [PlotlyFigure, Markdown] {
  const curves = lineChart({
    lines: precisionAtK.map(({ name, micro }) => ({
      name,
      kind: embeddings.find((embedding) => embedding.name === name)?.kind ?? "baseline",
      points: micro.map((value, i) => ({ x: i + 1, value })),
    })),
    xName: "k (neighbours looked at)",
    metric: "P@k (fraction of the k nearest)",
    chance: chance.micro,
    title: "Precision against the number of neighbours, leave-one-out",
  });
  const ends = precisionAtK.map(({ name, micro }) => ({
    name,
    first: micro[0]!,
    last: micro.at(-1)!,
  }));
  const depth = Math.max(...precisionAtK.map(({ micro }) => micro.length));
  const falls = verdict({
    expected: "Precision falls with k",
    holds: ends.every(({ first, last }) => last < first),
    because: ends.map(({ name, first, last }) =>
      `${name}: P@1 ${first.toFixed(3)}, P@${depth} ${last.toFixed(3)}`
    ).join("; "),
  });
  return [curves, falls];
}

/**
 * What each category gains from the first network to the last, of one network from pixels to it: within
 * the index, paired by query; and whether more gain or lose than chance would put outside their
 * intervals.
 */
export function gainAndLoss(metrics: Metrics): [PlotlyFigure, Markdown] {
  const { index: { categories }, k } = metrics;
  const networks = rawNetworks(metrics).map(({ name }) => name);
  const from = networks.length > 1 ? networks[0]! : BASELINES.pixels;
  const to = networks.at(-1)!;
  const gains = categoryGains(metrics, from, to);
  const bars = gainLossBars({
    ...{ categories, from, to },
    differences: categories.map((category) => gains.get(category) ?? null),
    metric: `P@${k} (fraction of the ${k} nearest)`,
    title: "Gain and loss by category, leave-one-out",
  });
  const measured = [...gains.values()].filter(({ low }) => low !== undefined);
  const gaining = measured.filter(({ low }) => low! > 0).length;
  const losing = measured.filter(({ high }) => high! < 0).length;
  const byChance = measured.length / 20;
  const more = verdict({
    expected: `More categories gain from ${from} to ${to} than lose`,
    holds: Math.max(gaining, losing) <= Math.ceil(byChance) || gaining === losing
      ? undefined
      : gaining > losing,
    because: `${gaining} of ${measured.length} intervals lie above 0 and ${losing} below; by ` +
      `chance about ${byChance.toFixed(1)} would`,
  });
  return [bars, more];
}

function categoryGains(metrics: Metrics, from: string, to: string) {
  const { index: { categories, codes, groups: known }, k, seed } = metrics;
  const [before, after] = [from, to].map((name) => {
    const embedding = findEmbedding(metrics, name);
    if (embedding) return embedding.hits;
    throw new RangeError(`Cannot compare embeddings as the run must have one called "${name}"`);
  });
  const labels = codes.map((code) => categories[code]!);
  const gains = after!.map((hits, i) => (hits - before![i]!) / k);
  return categoryIntervals(gains, labels, { seed, groups: known && Int32Array.from(known) });
}

/**
 * Neighbours that share a category, colour, pattern, ...: of some raw embeddings, within the index; and
 * where colours are known, whether the colour histogram is best at them.
 */
export function attributeResults(metrics: Metrics): [PlotlyFigure, ...Markdown[]] {
  const { attributes, k } = metrics;
  const shown = metrics.embeddings.filter(({ name, kind, of }) =>
    of === undefined &&
    (kind === "model" || [BASELINES.colour, BASELINES.hog].some((other) => other === name))
  );
  const bars = categoryBars({
    categories: attributes.map(({ name }) => name),
    models: shown.map(({ name, kind }) => ({
      ...{ name, kind },
      scores: attributes.map(({ embeddings }) => {
        const score = embeddings.find((one) => one.name === name);
        return score ? estimateOf(score) : null;
      }),
    })),
    chance: attributes.map(({ chance }) => chance),
    metric: `P@${k} (fraction of the ${k} nearest)`,
    title: "Neighbours that share an attribute, leave-one-out",
  });
  return [bars, ...colourVerdict(metrics)];
}

/** Whether the colour histogram is best at colour; nothing where no colour is known. */
function colourVerdict({ attributes, index, k, seed }: Metrics): Markdown[] {
  const colour = attributes.find(({ name }) => name === "colour");
  const raw = colour?.embeddings.filter(({ hits }) => hits !== undefined) ?? [];
  const histogram = raw.find(({ name }) => name === BASELINES.colour);
  const [best] = raw.filter((one) => one !== histogram).sort((a, b) => b.micro - a.micro);
  if (!colour || !histogram || !best) return [];
  const groups = index.groups && Int32Array.from(colour.queries, (row) => index.groups![row]!);
  const [from, to] = [best, histogram].map(({ hits }) => hits!.map((count) => count / k));
  const difference = pairedDifference(from!, to!, { groups, seed });
  const scores = `It has ${histogram.micro.toFixed(3)}, ${best.name} ${best.micro.toFixed(3)}`;
  const expected = "Of raw embeddings the colour histogram is best at colour";
  return [gainVerdict(expected, scores, difference)];
}

/**
 * What class posteriors add to the same embedding without labels, by the headline's queries, and whether
 * they help every embedding.
 */
export function supervisedResults(metrics: Metrics): [Table, Markdown] {
  const { k } = metrics;
  const { title } = headlineQueries(metrics);
  const gains = supervisedGains(metrics);
  const rows = gains.map((row) => ({ ...row, gain: differenceText(row.gain) }));
  const shown = table(rows, [
    { key: "of", label: "embedding" },
    { key: "before", label: `P@${k} without labels`, digits: 3 },
    { key: "after", label: "with class posteriors", digits: 3 },
    { key: "gain", label: "gain (95 % interval)" },
  ], { caption: `${title} against the index` });
  const helps = verdict({
    expected: "Labels of the index help every embedding",
    holds: all(gains.map(({ gain }) => isAbove(gain))),
    because: gains.length === 0
      ? "There are no held-out queries, or no categories"
      : `Gains of ${
        gains.filter(({ gain }) => isAbove(gain)).length
      } of ${gains.length} lie above 0`,
  });
  return [shown, helps];
}

function supervisedGains(metrics: Metrics) {
  const { split, scoresOf } = headlineQueries(metrics);
  if (split === "train") return [];
  return metrics.supervised.flatMap((after) => {
    // What the posteriors are concatenated with: the last composition of the same embedding.
    const before = metrics.embeddings.findLast(({ of }) => of === after.of);
    if (!before || !after.heldOut[split]) return [];
    const results: EmbeddingResults = { ...before, name: after.name, heldOut: after.heldOut };
    return [{
      of: after.of,
      before: scoresOf(before).precision.micro,
      after: scoresOf(results).precision.micro,
      gain: compareEmbeddings(metrics, before, results),
    }];
  });
}

/**
 * Recall@1 of perturbed copies: of each embedding the variant that validation queries choose; and whether
 * training with augmented views finds more copies than training to reconstruct.
 */
export function copiesResults(metrics: Metrics): [PlotlyFigure, ...Markdown[]] {
  const rows = bestVariants(metrics).flatMap((embedding) => {
    const { kind, copies } = embedding;
    if (!copies) return [];
    const { recall: value, interval: [low, high] } = copies;
    return [{ name: shortName(embedding), kind, value, low, high }];
  });
  const bars = barComparison({
    embeddings: rows.sort((a, b) => b.value - a.value),
    metric: "recall@1 (fraction of the copies that find their original first)",
    title: `Copy detection: ${metrics.copies.length} perturbed duplicates`,
  });
  return [bars, ...copiesVerdict(metrics)];
}

function copiesVerdict(metrics: Metrics): Markdown[] {
  const { title } = PRESETS.plus_layer;
  const [views, reconstruction] = [SEARCH_NETWORK, title]
    .map((name) => findEmbedding(metrics, name)?.copies);
  if (!views || !reconstruction) return [];
  const { copies, index, seed } = metrics;
  const groups = index.groups && Int32Array.from(copies, (row) => index.groups![row]!);
  const difference = pairedDifference(reconstruction.hits, views.hits, { groups, seed });
  const expected = `${SEARCH_NETWORK}, trained on augmented views, finds more copies than ${title}`;
  const recall = [views, reconstruction].map(({ recall }) => recall.toFixed(2)).join(" and ");
  return [gainVerdict(expected, `Recall@1, raw: ${recall}`, difference)];
}

/** P@k of validation queries by the number of dimensions that whitening leaves, and the mean that chose. */
export function whiteningTable({ whitening: { tried, components }, k, heldOut }: Metrics): Table {
  const sizes = [...new Set(tried.flatMap(({ sizes }) => sizes.map((size) => size.components)))]
    .sort((a, b) => a - b);
  const rows: Row[] = tried.map(({ name, sizes: scores }) => ({
    name,
    ...Object.fromEntries(scores.map((score) => [`d${score.components}`, score.precision])),
  }));
  const means = sizes.map((size) => {
    const only = tried.map(({ sizes }) => sizes.filter(({ components }) => components === size));
    return only.every((scores) => scores.length > 0)
      ? [[`d${size}`, bestWhitening(only).precision]]
      : [];
  });
  rows.push({ name: "mean", ...Object.fromEntries(means.flat()) });
  const by = heldOut.validation
    ? `${heldOut.validation.queries} validation queries`
    : "the index, leave-one-out";
  return table(rows, [
    { key: "name", label: "embedding" },
    ...sizes.map((size) => ({ key: `d${size}`, label: `${size} dimensions`, digits: 3 })),
  ], { caption: `P@${k} by ${by}: the mean is highest at ${components}` });
}
