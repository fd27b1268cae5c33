/** The results of `metrics.json`: a sentence, tables and charts. */

import { formatNumber } from "../io/format.ts";
import { PRESETS } from "../runs/presets.ts";
import { type EmbeddingResults, HELD_OUT_SPLITS, type Metrics } from "../runs/results.ts";
import { barComparison, categoryBars } from "../view/charts/mod.ts";
import type { PlotlyFigure } from "../view/figure.ts";
import { type Html, html } from "../view/html.ts";
import { tableOf } from "./page.ts";
import { PUBLISHED } from "./published.ts";

type Scores = EmbeddingResults["leaveOneOut"]["precision"];
/** What every embedding has, supervised ones too. */
type Scored = Pick<EmbeddingResults, "name" | "of" | "dim" | "heldOut" | "copies">;

/** `P@5 (share of the 5 neighbours)`. */
export const precisionName = ({ k }: Metrics) => `P@${k} (share of the ${k} neighbours)`;

/** Whether an embedding comes from a model trained with the categories of the index's own photos. */
function isSupervised({ name, of = name }: Scored): boolean {
  return Object.values(PRESETS)
    .some(({ title, objective }) => title === of && objective === "supervised");
}

/** Which queries compare the embeddings. */
interface Protocol {
  /** "500 test queries". */
  queries: string;
  /** ", chosen by the validation queries"; nothing where the same queries choose and compare. */
  chosenBy: string;
  chance: number;
  scoresOf(embedding: EmbeddingResults): Scores;
  /** Of the queries by which one of several transforms is chosen: others, where there are any. */
  choiceOf(embedding: EmbeddingResults): number;
}

/** Held-out queries, those of the test split where there are any; else leave-one-out. */
function protocolOf({ heldOut, index, chance }: Metrics): Protocol {
  const leaveOneOut = ({ leaveOneOut }: EmbeddingResults) => leaveOneOut.precision;
  const splits = HELD_OUT_SPLITS.filter((split) => heldOut[split]);
  const by = (split: typeof splits[number] | undefined) => (embedding: EmbeddingResults) =>
    (split && embedding.heldOut[split]?.precision) ?? leaveOneOut(embedding);
  const split = splits.at(-1);
  const choose = by(splits[0]);
  return {
    queries: split
      ? `${formatNumber(heldOut[split]!.queries)} ${split} queries`
      : `${formatNumber(index.items)} queries, each left out of the index`,
    chosenBy: split === splits[0] ? "" : `, chosen by the ${splits[0]} queries`,
    chance: split ? heldOut[split]!.chance.micro : chance.micro,
    scoresOf: by(split),
    choiceOf: (embedding) => choose(embedding).micro,
  };
}

/** The best of each embedding and its transforms, the best first. */
function bestOfEach({ embeddings }: Metrics, { choiceOf, scoresOf }: Protocol) {
  return [...Map.groupBy(embeddings, ({ name, of = name }) => of).values()]
    .map((variants) => variants.reduce((a, b) => choiceOf(b) > choiceOf(a) ? b : a))
    .sort((a, b) => scoresOf(b).micro - scoresOf(a).micro);
}

const percent = (share: number) => `${Math.round(100 * share)} %`;

/** What the best model finds, beside the best baseline and chance, in two sentences. */
export function inShort(metrics: Metrics): Html | null {
  const protocol = protocolOf(metrics);
  const { queries, chosenBy, chance, scoresOf, choiceOf } = protocol;
  // Within the index, a model trained with its categories has no peers.
  const candidates = bestOfEach(metrics, protocol).filter((one) => !isSupervised(one))
    .sort((a, b) => choiceOf(b) - choiceOf(a));
  const [model, baseline] = (["model", "baseline"] as const)
    .map((wanted) => candidates.find(({ kind }) => kind === wanted));
  if (!model) return null;
  const { micro, interval: { micro: [low, high] } } = scoresOf(model);
  return html`<p class="lead"><strong>Of the ${metrics.k} images found as most alike, ${
    percent(micro)
  } have the
    category of the query</strong> (${model.name}${chosenBy}; 95 % interval ${percent(low)} to ${
    percent(high)
  }, ${queries}). ${
    baseline &&
    `Without any learning it is ${percent(scoresOf(baseline).micro)} (${baseline.name}), `
  }by chance ${percent(chance)}.</p>`;
}

/** A warning where a model was trained with the categories of the index's photos, else null. */
export function supervisedNote({ embeddings }: Metrics): Html | null {
  const names = embeddings.filter((embedding) => isSupervised(embedding) && !embedding.of)
    .map(({ name }) => name);
  return names.length === 0 ? null : html`<p class="quiet">${names.join(", ")}: trained with the
    categories of these very photos, so only held-out queries can evaluate it.</p>`;
}

/** `0.368 to 0.406`. */
function intervalText(scores: EmbeddingResults["leaveOneOut"] | undefined): string | undefined {
  return scores?.precision.interval.micro.map((end) => end.toFixed(3)).join(" to ");
}

/** Every embedding, those fitted with the index's categories too, the best first. */
export function resultsTable(metrics: Metrics): Html {
  const { embeddings, supervised, heldOut, chance, copies, index, k } = metrics;
  const splits = HELD_OUT_SPLITS.filter((split) => heldOut[split]).reverse();
  const sortedBy = splits[0];
  const scored: (Scored & Partial<EmbeddingResults>)[] = [...embeddings, ...supervised];
  const valueOf = ({ heldOut, leaveOneOut }: typeof scored[number]) =>
    (sortedBy ? heldOut[sortedBy] : leaveOneOut)?.precision.micro ?? -1;
  const rows = scored.sort((a, b) => valueOf(b) - valueOf(a)).map((embedding) => ({
    name: embedding.name,
    ...Object.fromEntries(
      splits.map((split) => [split, embedding.heldOut[split]?.precision.micro]),
    ),
    index: embedding.leaveOneOut?.precision.micro,
    interval: intervalText(sortedBy ? embedding.heldOut[sortedBy] : embedding.leaveOneOut),
    copies: embedding.copies.recall,
    dim: embedding.dim,
    megabytes: embedding.bytes && embedding.bytes / 1e6,
  }));
  const byChance = splits.map((split) => [split, heldOut[split]!.chance.micro]);
  const queries = splits.map((split) => `${heldOut[split]!.queries} ${split} queries`);
  const columns = [...splits, "index"].map((key) => ({
    key,
    label: `P@${k}, ${key === "index" ? "leave-one-out" : key}`,
    digits: 3,
  }));
  return tableOf(
    [...rows, {
      name: "chance",
      ...Object.fromEntries(byChance),
      index: chance.micro,
    }],
    [
      { key: "name", label: "embedding" },
      ...columns.slice(0, 1),
      { key: "interval", label: "95 % interval" },
      ...columns.slice(1),
      { key: "copies", label: "recall@1, augmented copies", digits: 3 },
      { key: "dim", label: "dimensions" },
      { key: "megabytes", label: "index, MB", digits: 2 },
    ],
    `P@${k}, micro means: ${queries.join(", ") || "no held-out queries"}, ` +
      `${formatNumber(index.items)} photos of the index (${index.split} split, ` +
      `${index.categories.length} categories), ${copies} augmented copies`,
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

/** P@k of each embedding after its best post-processing, and chance. */
export function precisionBars(metrics: Metrics): PlotlyFigure {
  const protocol = protocolOf(metrics);
  return barComparison({
    embeddings: bestOfEach(metrics, protocol).map((embedding) => {
      const { micro: value, interval: { micro: [low, high] } } = protocol.scoresOf(embedding);
      const { name, of = name, kind } = embedding;
      return { name: of, kind, value, low, high };
    }),
    metric: precisionName(metrics),
    chance: protocol.chance,
    title: `P@${metrics.k} of ${protocol.queries}`,
  });
}

/** P@k of the models' raw embeddings by category, and chance. */
export function categoryPrecisionBars(metrics: Metrics): PlotlyFigure {
  const { embeddings, index: { categories, counts, items }, k } = metrics;
  const raw = embeddings.filter(({ kind, of }) => kind === "model" && of === undefined);
  return categoryBars({
    categories,
    models: raw.map(({ name, leaveOneOut: { precision: { perCategory } } }) => ({
      name,
      scores: categories.map((category) => {
        const value = perCategory[category];
        return value === undefined ? null : { value };
      }),
    })),
    baselines: [{
      name: "chance",
      level: counts.map((count) => Math.max(0, count - 1) / Math.max(1, items - 1)),
    }],
    metric: precisionName(metrics),
    title: `P@${k} by category, leave-one-out`,
  });
}
