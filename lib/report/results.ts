/** The results of `metrics.json`: a sentence and a table. */

import { formatInterval, formatNumber } from "../io/format.ts";
import { PRESETS } from "../runs/presets.ts";
import { type EmbeddingResults, HELD_OUT_SPLITS, type Metrics } from "../runs/results.ts";
import { type Html, html } from "../view/html.ts";
import { type Table, table } from "../view/table.ts";
import { bestOf, findEmbedding, headlineQueries, searchedPrecision } from "./evaluation/queries.ts";

/** What every embedding has, supervised ones too. */
type Scored = Pick<EmbeddingResults, "name" | "of" | "dim" | "heldOut" | "copies">;

/** Whether an embedding comes from a model trained with the categories of the index's own photos. */
function isSupervised({ name, of = name }: Scored): boolean {
  return Object.values(PRESETS)
    .some(({ title, objective }) => title === of && objective === "supervised");
}

/** With a space that no line ends in. */
const percent = (share: number) => `${Math.round(100 * share)}\u00a0%`;

/**
 * What the embedding that is searched with finds, beside the best that uses no categories of the index,
 * the best without a network, and chance: in two sentences.
 */
export function inShort(metrics: Metrics): Html | null {
  const { title, split, chance, scoresOf } = headlineQueries(metrics);
  const { embeddings, searchedWith, chosen, k } = metrics;
  const precision = searchedPrecision(metrics);
  const searched = findEmbedding(metrics, searchedWith);
  const plain = searched ?? findEmbedding(metrics, chosen);
  if (!plain || !precision) return null;
  const { micro, interval: { micro: [low, high] } } = precision;
  const chosenBy = split === "test" ? " The validation queries chose each embedding." : "";
  const value = (embedding: EmbeddingResults) =>
    `${percent(scoresOf(embedding).precision.micro)} (${embedding.name})`;
  const baselines = embeddings.filter(({ kind }) => kind === "baseline");
  const others = [
    ...(searched ? [] : [`without the categories of the index it is ${value(plain)}`]),
    ...(plain.kind === "model" && baselines.length > 0
      ? [`without a network ${value(bestOf(baselines))}`]
      : []),
    `by chance ${percent(chance.micro)}`,
  ].join(", ");
  return html`<p class="lead"><strong>Of the ${k} images found as most alike,
    ${percent(micro)} have the category of the query</strong> (${searchedWith};
    95 % interval ${percent(low)} to ${percent(high)}, ${title});
    ${others}.${chosenBy}</p>`;
}

/**
 * The result in one line of plain text: "P@5 of 630 test queries: 0.864 (95 % interval 0.836 to 0.887)
 * with Fused; chance 0.126". Undefined if no query can evaluate what is searched with.
 */
export function inOneLine(metrics: Metrics): string | undefined {
  const precision = searchedPrecision(metrics);
  if (!precision) return undefined;
  const { title, chance } = headlineQueries(metrics);
  const { micro, interval } = precision;
  return `P@${metrics.k} of ${title}: ${micro.toFixed(3)} (95 % interval ` +
    `${formatInterval(interval.micro)}) with ${metrics.searchedWith}; chance ` +
    chance.micro.toFixed(3);
}

/** A warning where a model was trained with the categories of the index's photos, else null. */
export function supervisedNote({ embeddings }: Metrics): Html | null {
  const names = embeddings.filter((embedding) => isSupervised(embedding) && !embedding.of)
    .map(({ name }) => name);
  return names.length === 0 ? null : html`<p class="quiet">${names.join(", ")}: trained with the
    categories of these very photos, so only held-out queries can evaluate it.</p>`;
}

/** Every embedding, those fitted with the index's categories too, the best first. */
export function resultsTable(metrics: Metrics): Table {
  const { embeddings, supervised, heldOut, chance, copies, index, k } = metrics;
  const splits = HELD_OUT_SPLITS.filter((split) => heldOut[split]).reverse();
  const sortedBy = splits[0];
  const scored: (Scored & Partial<EmbeddingResults>)[] = [...embeddings, ...supervised];
  const rows = scored.map(({ name, heldOut, leaveOneOut, copies, dim, bytes }) => {
    const precision = (sortedBy ? heldOut[sortedBy] : leaveOneOut)?.precision;
    return {
      ...Object.fromEntries(splits.map((split) => [split, heldOut[split]?.precision.micro])),
      ...{ name, dim, index: leaveOneOut?.precision.micro, copies: copies?.recall },
      interval: precision && formatInterval(precision.interval.micro),
      megabytes: bytes && bytes / 1e6,
      score: precision?.micro ?? -1,
    };
  }).sort((a, b) => b.score - a.score);
  const byChance = splits.map((split) => [split, heldOut[split]!.chance.micro]);
  const queries = splits.map((split) => `${heldOut[split]!.queries} ${split} queries`);
  const columns = [...splits, "index"].map((key) => ({
    key,
    label: `P@${k}, ${key === "index" ? "leave-one-out" : key}`,
    digits: 3,
  }));
  return table(
    [...rows, { name: "chance", ...Object.fromEntries(byChance), index: chance.micro }],
    [
      { key: "name", label: "embedding" },
      ...columns.slice(0, 1),
      { key: "interval", label: "95 % interval" },
      ...columns.slice(1),
      { key: "copies", label: "copies, recall@1", digits: 3 },
      { key: "dim", label: "dimensions" },
      { key: "megabytes", label: "index, MB", digits: 2 },
    ],
    {
      caption: `P@${k}, micro means: ${queries.join(", ") || "no held-out queries"}, ` +
        `${formatNumber(index.items)} images of the index (${index.split} split, ` +
        `${index.categories.length} categories), ${copies.length} augmented copies`,
    },
  );
}
