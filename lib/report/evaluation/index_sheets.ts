/** What embeddings of the index show: near-duplicates, outliers, PCA by its size, shuffled labels. */

import type { ImageStore } from "../../dataset/store/image_store.ts";
import { findNearDuplicates, type SearchedSpace } from "../../metrics/near_duplicates.ts";
import { findOutliers } from "../../metrics/outliers.ts";
import type { PcaSize } from "../../metrics/pca_sizes.ts";
import { permutedPrecision } from "../../metrics/permutation.ts";
import type { IndexEmbedding } from "../../runs/index_embeddings.ts";
import type { Metrics } from "../../runs/results.ts";
import { lineChart } from "../../view/charts/lines.ts";
import type { PlotlyFigure } from "../../view/figure.ts";
import type { Markdown } from "../../view/markdown.ts";
import type { Picture } from "../../view/picture.ts";
import { storePhotos } from "../../view/pictures/photo.ts";
import { photoSheet } from "../../view/pictures/sheet.ts";
import { verdict } from "../../view/verdict.ts";
import { differenceText, estimateOf, hitsDifference, isBelow, rawNetworks } from "./queries.ts";

/**
 * The pairs of images that all `spaces` place closest together, one above the other, with the largest
 * of their ratios to the typical distance to a neighbour; and how many pairs are within `maxRatio`.
 *
 * @param rows of the store, of the images in `spaces`
 * @param options.maxRatio What counts as a near-duplicate. @default 0.25
 */
export async function nearDuplicateSheet(
  store: ImageStore,
  rows: Uint32Array,
  spaces: readonly SearchedSpace[],
  { pairs = 6, maxRatio = 0.25 }: { pairs?: number; maxRatio?: number } = {},
): Promise<{ sheet: Picture; count: number }> {
  const found = findNearDuplicates(spaces, { maxRatio: Infinity }).pairs;
  const shown = found.slice(0, pairs);
  const ratioOf = ({ ratios }: typeof shown[number]) => Math.max(...ratios);
  const line = async (which: 0 | 1) => ({
    head: "",
    photos: await storePhotos(store, shown.map((pair) => rows[pair.rows[which]]!), {
      caption: ({ category }, i) => [category, `${ratioOf(shown[i]!).toFixed(2)} x typical`],
    }),
  });
  const alt = `The ${shown.length} nearest pairs of images`;
  return {
    sheet: await photoSheet([{ rows: [await line(0), await line(1)] }], { alt }),
    count: found.filter((pair) => ratioOf(pair) <= maxRatio).length,
  };
}

/** Of each embedding the images whose k-th neighbour is farthest away. */
export async function outlierSheet(
  store: ImageStore,
  rows: Uint32Array,
  embeddings: readonly IndexEmbedding[],
  { k, count = 6 }: { k: number; count?: number },
): Promise<Picture> {
  const lines = await Promise.all(embeddings.map(async ({ name, neighbours }) => {
    const outliers = findOutliers(neighbours, { k, count });
    const photos = await storePhotos(store, outliers.map(({ row }) => rows[row]!), {
      caption: ({ category }, i) => [category, `${outliers[i]!.timesMedian.toFixed(2)} x median`],
    });
    return { head: name, photos };
  }));
  const alt = "Of each embedding the images farthest from all";
  return await photoSheet([{ rows: lines }], { alt });
}

/**
 * P@k of the first 2, 4, 8, ... principal components, and of the models by their dimensions; and whether
 * the neighbours stop improving before the last component.
 */
export function pcaSizeResults(
  metrics: Metrics,
  sizes: readonly PcaSize[],
): [PlotlyFigure, Markdown] {
  const pca = {
    name: "PCA",
    kind: "baseline" as const,
    points: sizes.map(({ components: x, precision: value, interval: [low, high] }) => {
      return { x, value, low, high };
    }),
  };
  const points = rawNetworks(metrics).map(({ name, dim: x, leaveOneOut: { precision } }) => {
    return { name, kind: "model" as const, points: [{ x, ...estimateOf(precision) }] };
  });
  const { k } = metrics;
  const chart = lineChart({
    lines: [pca, ...points],
    xName: "Dimensions",
    metric: `P@${k} (fraction of the ${k} nearest)`,
    title: "How many dimensions are needed? Leave-one-out",
    log: true,
  });
  const best = sizes.reduce((a, b) => b.precision > a.precision ? b : a);
  const last = sizes.at(-1)!;
  const change = hitsDifference(metrics, metrics.index, best.hits, last.hits);
  const enough = verdict({
    expected: "A few dozen components are better than all of them",
    holds: best === last ? false : isBelow(change),
    because: `P@${k} is highest with ${best.components} components, ` +
      `${best.precision.toFixed(3)}; with all ${last.components} it is ` +
      `${last.precision.toFixed(3)}: ${differenceText(change)}`,
  });
  return [chart, enough];
}

/** Whether P@k with shuffled labels is that of chance. */
export function permutationVerdict(
  { chance, k, seed, index }: Metrics,
  embeddings: readonly IndexEmbedding[],
): Markdown {
  const labels = index.codes.map((code) => index.categories[code]!);
  const permuted = embeddings.map(({ name, neighbours }) => {
    return { name, ...permutedPrecision(neighbours, labels, { k, seed }) };
  });
  const outside = permuted.filter(({ interval: { micro: [low, high] } }) =>
    chance.micro < low || chance.micro > high
  );
  return verdict({
    expected: `With shuffled labels P@${k} is that of chance, ${chance.micro.toFixed(3)}`,
    // One interval of twenty misses by chance.
    holds: outside.length === 0 ? true : outside.length === 1 ? undefined : false,
    because: permuted.map(({ name, micro }) => `${name}: ${micro.toFixed(3)}`).join("; "),
  });
}
