/** Charts and tables of `metrics.json` for notebook 05 and a run's page. */

import { formatInterval } from "../../io/format.ts";
import { categoryIntervals } from "../../metrics/bootstrap.ts";
import type { ScoreMeans } from "../../metrics/score_schemas.ts";
import { strongestConfusions } from "../../metrics/confusion.ts";
import { PRODUCT_MEASURES } from "../../metrics/product_retrieval.ts";
import { PRESETS } from "../../runs/presets.ts";
import type { EmbeddingResults, Metrics } from "../../runs/results.ts";
import { barComparison, categoryBars } from "../../view/charts/bars.ts";
import { confusionMap } from "../../view/charts/confusion_map.ts";
import type { PlotlyFigure } from "../../view/figure.ts";
import { modelColor } from "../../view/palette.ts";
import { type Table, table } from "../../view/table.ts";
import { bestOf, bestSupervised, bestVariants, estimateOf, headlineQueries } from "./queries.ts";

/** Most rows of the chart. */
const ROWS = 10;

/**
 * P@k of held-out queries as sorted bars with intervals: of each embedding the variant that validation
 * queries choose, and of those with class posteriors the best; ten at most.
 */
export function heldOutChart(metrics: Metrics): PlotlyFigure {
  const { k, index } = metrics;
  const { split, title, chance, scoresOf } = headlineQueries(metrics);
  const scored: Scored[] = bestVariants(metrics).map((embedding) => {
    return { ...embedding, precision: scoresOf(embedding).precision };
  });
  const supervised = bestSupervised(metrics);
  const told = split === "train" ? undefined : supervised?.heldOut[split];
  if (supervised && told) {
    const kind = metrics.embeddings.find(({ name }) => name === supervised.of)?.kind ?? "baseline";
    scored.push({ ...supervised, kind, precision: told.precision });
  }
  return sortedBars(scored, {
    ...{ k, chance: chance.micro },
    title: `P@${k} of ${title} against ${index.items} indexed images`,
  });
}

/**
 * The same with images of the index as queries, without neighbours of the query's group (its board, or
 * who took the photo): nothing where no two images share a group.
 */
export function groupChart(metrics: Metrics): PlotlyFigure[] {
  const { k } = metrics;
  const variants = bestVariants(metrics);
  const scores = variants[0]?.leaveOneGroupOut;
  if (!scores) return [];
  const scored = variants.flatMap(({ leaveOneGroupOut, ...embedding }): Scored[] => {
    return leaveOneGroupOut ? [{ ...embedding, precision: leaveOneGroupOut.precision }] : [];
  });
  return [sortedBars(scored, {
    ...{ k, chance: scores.chance.micro },
    title: `P@${k} without the query's group, ${scores.queryCount} index images`,
  })];
}

/**
 * P@k of held-out images whose categories no training image has, each a query among the others: of the
 * embeddings that the chart of all shows. Nothing where there are no such images.
 */
export function zeroShotChart(metrics: Metrics): PlotlyFigure[] {
  const { zeroShot } = metrics;
  if (!zeroShot) return [];
  const { k, split, queries, chance, embeddings } = zeroShot;
  const scored = bestVariants(metrics).flatMap((embedding): Scored[] => {
    const found = embeddings.find(({ name }) => name === embedding.name);
    return found ? [{ ...embedding, precision: found.precision }] : [];
  });
  return [sortedBars(scored, {
    ...{ k, chance: chance.micro },
    title: `P@${k} of ${queries} ${split} images of new categories, among each other`,
  })];
}

/** An embedding with the score that a chart shows. */
type Scored = Pick<EmbeddingResults, "name" | "kind" | "copies"> & { precision: ScoreMeans };

function sortedBars(
  embeddings: readonly Scored[],
  { k, chance, title }: { k: number; chance: number; title: string },
): PlotlyFigure {
  const rows = embeddings.map((embedding) => {
    // Only what was brought has no copies.
    const brought = embedding.copies === undefined;
    const { kind, precision } = embedding;
    return { name: shortName(embedding), kind, brought, ...estimateOf(precision) };
  });
  return barComparison({
    embeddings: rows.sort((a, b) => b.value - a.value)
      .filter(({ brought }, place) => brought || place < ROWS),
    of: rows.length,
    metric: `P@${k} (fraction of the ${k} nearest)`,
    ...{ chance, title },
  });
}

/** Four protocols side by side: held-out, the look, leave-one-out, and that without the query's group. */
export function protocolTable(metrics: Metrics): Table {
  const { k, chance } = metrics;
  const { chance: heldOut, scoresOf, title } = headlineQueries(metrics);
  const [first, ...others] = bestVariants(metrics);
  const rows = [first!, ...others].map((embedding) => {
    const { precision, look } = scoresOf(embedding);
    return {
      embedding: embedding.name,
      heldOut: precision.micro,
      look: look?.precision.micro,
      lookInterval: look && formatInterval(look.precision.interval.micro),
      leaveOneOut: embedding.leaveOneOut.precision.micro,
      groupOut: embedding.leaveOneGroupOut?.precision.micro,
    };
  }).sort((a, b) => b.heldOut - a.heldOut);
  const byChance = {
    embedding: "chance",
    heldOut: heldOut.micro,
    look: scoresOf(first!).look?.chance.micro,
    leaveOneOut: chance.micro,
    groupOut: first!.leaveOneGroupOut?.chance.micro,
  };
  const known = (key: keyof typeof byChance) => byChance[key] !== undefined;
  return table([...rows, byChance], [
    "embedding",
    { key: "heldOut", label: `P@${k}`, digits: 3 },
    ...(known("look")
      ? [
        { key: "look", label: "the look", digits: 3 },
        { key: "lookInterval", label: "the look, 95 % interval" },
      ]
      : []),
    { key: "leaveOneOut", label: "index, leave-one-out", digits: 3 },
    ...(known("groupOut") ? [{ key: "groupOut", label: "leave-one-group-out", digits: 3 }] : []),
  ], {
    caption:
      `P@${k}, micro means: first of ${title}, then of ${metrics.index.items} images of the index`,
  });
}

/** A name that fits beside a bar: "HOG, whitened" of "HOG, whitened to 64, L2". */
export function shortName({ name }: Pick<EmbeddingResults, "name">): string {
  return name.replace(/ \(\d+-d\)/, "").replace(/( to \d+)?, L2$/, "").replace("16 x 16 ", "")
    .replace("with pixels and class", "pixels and");
}

/** P@k of held-out queries by post-processing: of the models and of HOG. */
export function postProcessingTable(metrics: Metrics): Table {
  const { scoresOf, title } = headlineQueries(metrics);
  const families = Map.groupBy(metrics.embeddings, ({ name, of = name }) => of);
  const shown = [...families.values()].filter(([raw, ...composed]) =>
    composed.length > 0 && (raw!.kind === "model" || raw!.name === "HOG")
  );
  const transforms = [...new Set(shown.flat().map(({ transform = "raw" }) => transform))];
  const rows = shown.map((family) => ({
    embedding: family[0]!.name,
    ...Object.fromEntries(family.map((embedding) => {
      return [embedding.transform ?? "raw", scoresOf(embedding).precision.micro];
    })),
  }));
  return table(rows, ["embedding", ...transforms.map((key) => ({ key, digits: 3 }))], {
    caption: `P@${metrics.k} of ${title}`,
  });
}

/** The best embedding with a network and the best without, as validation queries choose them. */
export function leaders({ embeddings }: Metrics): EmbeddingResults[] {
  return (["model", "baseline"] as const).flatMap((kind) => {
    const some = embeddings.filter((embedding) => embedding.kind === kind);
    return some.length > 0 ? bestOf(some) : [];
  });
}

/** P@k of held-out queries by category with intervals: the best embedding with and without a network. */
export function categoryChart(metrics: Metrics): PlotlyFigure {
  const { index: { categories, counts, items }, k, seed } = metrics;
  const { codes, groups: known, scoresOf, title } = headlineQueries(metrics);
  const labels = codes.map((code) => categories[code]!);
  const groups = known && Int32Array.from(known);
  // A category without queries has no bar, one that the index lacks cannot be found.
  const places = [...categories.keys()].filter((code) => counts[code]! > 0 && codes.includes(code));
  const shown = places.map((code) => categories[code]!);
  return categoryBars({
    categories: shown,
    models: leaders(metrics).map((embedding) => {
      const shares = scoresOf(embedding).hits.map((hits) => hits / k);
      const intervals = categoryIntervals(shares, labels, { seed, groups });
      return {
        name: shortName(embedding),
        kind: embedding.kind,
        scores: shown.map((category) => intervals.get(category) ?? null),
      };
    }),
    chance: places.map((code) => counts[code]! / items),
    metric: `P@${k} (fraction of the ${k} nearest)`,
    title: `P@${k} by category, ${title}`,
  });
}

/** Confusions in the table, and the fewest queries of a category there. */
const CONFUSIONS = { most: 5, fewest: 3 };

/** Which categories are found for which by the chosen embedding: as a map, and the most frequent confusions. */
export function confusions(metrics: Metrics): [PlotlyFigure, Table] {
  const { index: { categories, counts, items }, chosen: name, confusion } = metrics;
  const { codes, split, title } = headlineQueries(metrics);
  const found = confusion.find((one) => one.name === name && one.split === split);
  if (!found) throw new RangeError(`Cannot draw confusions as those of "${name}" are missing`);
  const chosen = { categories: found.categories, shares: Float64Array.from(found.shares) };
  const color = modelColor(name);
  const map = confusionMap({ ...chosen, color, title: `What ${title} find with ${name}` });
  const queries = (category: string) =>
    codes.filter((code) => categories[code] === category).length;
  const rows = strongestConfusions(chosen, Infinity)
    .filter(({ query }) => queries(query) >= CONFUSIONS.fewest).slice(0, CONFUSIONS.most)
    .map(({ query, found, share }) => ({
      ...{ query, queries: queries(query), found, share },
      times: share / (counts[categories.indexOf(found)]! / items),
    }));
  const strongest = table(rows, [
    { key: "query", label: "category of the query" },
    "queries",
    { key: "found", label: "found instead" },
    { key: "share", label: "fraction of its neighbours", digits: 2 },
    { key: "times", label: "times chance", digits: 1 },
  ]);
  return [map, strongest];
}

/**
 * What the original work published, to show beside ours: mean P@5 over 21 categories, the query itself in
 * the index, and the images of that index. It was measured on other photos (Complete The Look) and is no
 * target for anybody else's.
 *
 * Source: "Powering Visual Search with Image Embedding", the post and its public notebooks.
 */
const PUBLISHED = {
  baseline: { published: 0.44, items: 10_000 },
  plus_layer: { published: 0.531, items: 12_225 },
} as const;

/** The original's metric beside leave-one-out, and what the original published. */
export function originalMetricTable({ embeddings, k }: Metrics): Table {
  const rows = (["baseline", "plus_layer"] as const).flatMap((model) => {
    const embedding = embeddings.find(({ name }) => name === PRESETS[model].title);
    if (!embedding) return [];
    const { name, leaveOneOut, selfIncluded: { macro: included } } = embedding;
    return [{ name, without: leaveOneOut.precision.macro, included, ...PUBLISHED[model] }];
  });
  return table(rows, [
    { key: "name", label: "model" },
    { key: "without", label: `P@${k} macro, leave-one-out`, digits: 3 },
    { key: "included", label: "query in the index", digits: 3 },
    { key: "published", label: "published, query in the index", digits: 3 },
    { key: "items", label: "published: images" },
  ], { caption: "The published figures are for reference only: different data" });
}

/**
 * Recall@1, 5 and 10, MRR and MAP@R of photos whose product has other photos in the index, with
 * intervals: of each embedding the variant that validation queries choose, and of those with class
 * posteriors the best. Nothing where the data set knows no products.
 */
export function productTable(metrics: Metrics): Table[] {
  const { products } = metrics;
  if (!products) return [];
  const shown = [...bestVariants(metrics), bestSupervised(metrics)].map((one) => one?.name);
  const rows = products.embeddings.filter(({ name }) => shown.includes(name))
    .sort((a, b) => b.scores["Recall@1"].value - a.scores["Recall@1"].value)
    .map(({ name, scores }) => ({
      embedding: name,
      ...Object.fromEntries(PRODUCT_MEASURES.map((measure) => {
        const { value, interval } = scores[measure];
        return [measure, `${value.toFixed(3)} (${formatInterval(interval)})`];
      })),
    }));
  const queries = products.split === "train"
    ? "index, left out of their own answers"
    : products.split;
  return [table(rows, ["embedding", ...PRODUCT_MEASURES], {
    caption: `Other photos of the product: ${products.queries} queries of ${products.products} ` +
      `products (${queries}), ${products.gallery} photos in the index; 95 % intervals over products`,
  })];
}
