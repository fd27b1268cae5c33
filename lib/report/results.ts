/** The tables and charts of `metrics.json`. */

import { formatNumber } from "../io/format.ts";
import { PRESETS } from "../runs/presets.ts";
import { type EmbeddingResults, HELD_OUT_SPLITS, type Metrics } from "../runs/results.ts";
import { barComparison, categoryBars } from "../view/charts/mod.ts";
import type { PlotlyFigure } from "../view/figure.ts";
import { type Html, html } from "../view/html.ts";
import { tableOf } from "./page.ts";
import { PUBLISHED } from "./published.ts";

/** `P@5 (share of the 5 neighbours)`. */
export const precisionName = ({ k }: Metrics) => `P@${k} (share of the ${k} neighbours)`;

const precisionOf = ({ leaveOneOut }: EmbeddingResults) => leaveOneOut.precision;

/** `0.388 (0.368 to 0.406)`. */
function withInterval(value: number, [low, high]: readonly number[]): string {
  return `${value.toFixed(3)} (${low!.toFixed(3)} to ${high!.toFixed(3)})`;
}

function microText({ micro, interval }: ReturnType<typeof precisionOf>): string {
  return withInterval(micro, interval.micro);
}

/** Whether an embedding comes from a model trained with the categories of the index's own photos. */
function isSupervised({ name, of = name }: EmbeddingResults): boolean {
  return Object.values(PRESETS)
    .some(({ title, objective }) => title === of && objective === "supervised");
}

/** The best model against chance and the best baseline, in sentences that hold for any run. */
export function inShort({ embeddings, chance, k }: Metrics): Html | null {
  const value = (embedding: EmbeddingResults) => precisionOf(embedding).micro;
  // Within the index, a model trained with its categories has no peers.
  const [model, baseline] = (["model", "baseline"] as const).map((kind) =>
    embeddings.filter((embedding) => embedding.kind === kind && !isSupervised(embedding))
      .reduce<EmbeddingResults | undefined>((a, b) => a && value(a) >= value(b) ? a : b, undefined)
  );
  if (!model) return null;
  const percent = (100 * value(model)).toFixed(0);
  const times = (value(model) / chance.micro).toFixed(1);
  const against = baseline &&
    `The best untrained baseline, ${baseline.name}, reaches ${value(baseline).toFixed(3)}` +
      (value(baseline) > value(model) ? ": more than any model." : ".");
  return html`<p class="lead">Of the ${k} nearest photos that ${model.name} finds, ${percent} % are of
    the query's category, ${times} times as many as chance. ${against}</p>`;
}

/** A warning where a model was trained with the categories of the index's photos, else null. */
export function supervisedNote({ embeddings }: Metrics): Html | null {
  const names = embeddings.filter((embedding) => isSupervised(embedding) && !embedding.of)
    .map(({ name }) => name);
  return names.length === 0 ? null : html`<p class="quiet">${names.join(", ")}: trained with the
    categories of these very photos, so only held-out queries can evaluate it.</p>`;
}

/** Every embedding with its intervals, the best first. */
export function resultsTable({ embeddings, chance, index, k }: Metrics): Html {
  const rows = embeddings.toSorted((a, b) => precisionOf(b).micro - precisionOf(a).micro)
    .map((embedding) => ({
      name: embedding.name,
      dim: embedding.dim,
      megabytes: embedding.bytes / 1e6,
      micro: microText(precisionOf(embedding)),
      macro: precisionOf(embedding).macro,
      average: embedding.leaveOneOut.averagePrecision.micro,
    }));
  return tableOf(
    [...rows, { name: "chance", micro: chance.micro.toFixed(3), macro: chance.macro }],
    [
      { key: "name", label: "embedding" },
      { key: "dim", label: "dimensions" },
      { key: "megabytes", label: "index, MB", digits: 2 },
      { key: "micro", label: `P@${k} micro (95 % interval)` },
      { key: "macro", label: `P@${k} macro`, digits: 3 },
      { key: "average", label: `AP@${k}`, digits: 3 },
    ],
    `P@${k}, leave-one-out: ${formatNumber(index.items)} photos of the ${index.split} split in ` +
      `${index.categories.length} categories`,
  );
}

/** The models by the original's protocol, beside what the original published. */
export function publishedTable({ embeddings, index, k }: Metrics): Html {
  const rows = (["baseline", "plus_layer"] as const).flatMap((model) => {
    const embedding = embeddings.find(({ name }) => name === PRESETS[model].title);
    if (!embedding) return [];
    const { name, bytes, selfIncluded: { macro } } = embedding;
    return [
      { name, by: "this run", macro, items: index.items, megabytes: bytes / 1e6 },
      { name, by: "published, on other photos", ...PUBLISHED.retrieval[model] },
    ];
  });
  return tableOf(rows, [
    { key: "name", label: "model" },
    { key: "by", label: "measured" },
    { key: "macro", label: `P@${k} macro, query in the index`, digits: 3 },
    { key: "items", label: "photos" },
    { key: "megabytes", label: "index, MB", digits: 1 },
  ], "The original's protocol, in which the query is mostly its own first hit");
}

/** P@k of every embedding as a bar, and chance. */
export function precisionBars(metrics: Metrics): PlotlyFigure {
  const { embeddings, chance, k } = metrics;
  return barComparison({
    embeddings: embeddings.map((embedding) => {
      const { name, kind, of, transform } = embedding;
      const { micro: value, interval: { micro: [low, high] } } = precisionOf(embedding);
      return { name, kind, of, transform, value, low, high };
    }),
    metric: precisionName(metrics),
    chance: chance.micro,
    title: `P@${k}, leave-one-out`,
  });
}

/** P@k of held-out queries and recall@1 of augmented copies, of supervised embeddings too. */
export function heldOutTable(metrics: Metrics): Html {
  const { embeddings, supervised, heldOut, copies, index, k } = metrics;
  const splits = HELD_OUT_SPLITS.filter((split) => heldOut[split]);
  const rows = [...embeddings, ...supervised].map((embedding) => ({
    name: embedding.name,
    ...Object.fromEntries(splits.map((split) => {
      const scores = embedding.heldOut[split];
      return [split, scores && microText(scores.precision)];
    })),
    copies: withInterval(embedding.copies.recall, embedding.copies.interval),
  }));
  const chance = splits.map((split) => [split, heldOut[split]!.chance.micro.toFixed(3)]);
  const queries = splits.map((split) => `${heldOut[split]!.queries} ${split} queries`);
  return tableOf(
    [...rows, { name: "chance", ...Object.fromEntries(chance) }],
    [
      { key: "name", label: "embedding" },
      ...splits.map((split) => ({ key: split, label: `P@${k} micro, ${split}` })),
      { key: "copies", label: "recall@1, augmented copies" },
    ],
    `Held-out queries (${queries.join(", ") || "none"}) against the index of ` +
      `${formatNumber(index.items)}, and ${copies} augmented copies of photos of the index`,
  );
}

/** P@k of the models' raw embeddings by category, and chance. */
export function categoryPrecisionBars(metrics: Metrics): PlotlyFigure {
  const { embeddings, index: { categories, counts, items }, k } = metrics;
  const raw = embeddings.filter(({ kind, of }) => kind === "model" && of === undefined);
  return categoryBars({
    categories,
    models: raw.map((embedding) => ({
      name: embedding.name,
      scores: categories.map((category) => {
        const value = precisionOf(embedding).perCategory[category];
        return value === undefined ? null : { value };
      }),
    })),
    baselines: [{
      name: "chance",
      level: counts.map((count) => Math.max(0, count - 1) / Math.max(1, items - 1)),
    }],
    metric: precisionName(metrics),
    title: `P@${k} by category`,
  });
}
