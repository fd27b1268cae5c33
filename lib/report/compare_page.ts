/** Two runs side by side, as a page and as text: `renderComparison`, `comparisonText`. */

import type { RunFiles } from "../runs/run_files.ts";
import { gainLossBars } from "../view/charts/bars.ts";
import { type Html, html } from "../view/html.ts";
import { plainText } from "../view/plain_text.ts";
import { type Table, table, tableHtml } from "../view/table.ts";
import { compareEmbeddings, compareSettings, type Comparison } from "./compare.ts";
import { trainingOf } from "./facts.ts";
import { lossFigures } from "./figures.ts";
import { figureBlock, missing, renderPage } from "./page.ts";

/** The first run is what the second is compared with. */
export type TwoRuns = readonly [first: RunFiles, second: RunFiles];

function settingsTable([first, second]: TwoRuns): Table {
  return table(compareSettings(first, second), [
    "setting",
    { key: "first", label: first.run },
    { key: "second", label: second.run },
  ]);
}

function trainingTable(runs: TwoRuns): Table {
  const rows = runs.flatMap(({ run, models }) =>
    models.map((model) => ({
      ...{ model: model.title, run, epochs: model.history.length },
      ...trainingOf(model),
    }))
  );
  return table(rows.sort((a, b) => a.model < b.model ? -1 : a.model > b.model ? 1 : 0), [
    "model",
    "run",
    "epochs",
    { key: "train", label: "training loss", digits: 4 },
    { key: "validation", label: "validation loss", digits: 4 },
    { key: "rate", label: "images / s", digits: 1 },
  ]);
}

function signed(value: number): string {
  const size = Math.abs(value).toFixed(3);
  return Number(size) === 0 ? size : `${value < 0 ? "−" : "+"}${size}`;
}

function embeddingsTable([a, b]: TwoRuns, { embeddings, paired }: Comparison): Table {
  const rows = embeddings.flatMap(({ first, second, difference }) =>
    (["micro", "macro"] as const).map((mean) => {
      const [from, to] = [first, second].map(({ leaveOneOut }) => leaveOneOut.precision[mean]);
      const [chanceFrom, chanceTo] = [a, b].map(({ metrics }) => metrics!.chance[mean]);
      const { interval } = difference[mean];
      return {
        ...{ name: first.name, mean, from, chanceFrom, to, chanceTo },
        difference: signed(to! - from!),
        interval: interval.map(signed).join(" to "),
        clear: interval[0] > 0 || interval[1] < 0 ? "yes" : "no",
      };
    })
  );
  return table(rows, [
    { key: "name", label: "embedding" },
    { key: "mean", label: `P@${a.metrics?.k}` },
    { key: "from", label: a.run, digits: 3 },
    { key: "chanceFrom", label: "chance", digits: 3 },
    { key: "to", label: b.run, digits: 3 },
    { key: "chanceTo", label: "chance", digits: 3 },
    { key: "difference", align: "right" },
    { key: "interval", label: `95 % interval, ${paired ? "paired" : "not paired"}` },
    { key: "clear", label: "excludes 0" },
  ]);
}

/** How the intervals came about. */
function howCompared({ paired }: Comparison): string {
  return paired
    ? "Both runs had the same queries and the same index: 95 % paired bootstrap intervals over queries."
    : "The runs are of different photos (their fingerprints differ), so nothing can be paired: the " +
      "intervals come from separate bootstraps, are wide, and a difference may come from the photos " +
      "alone.";
}

/** What each category gains or loses, a figure for each model's raw embeddings. */
function categoryFigures(
  [{ run: from, metrics }, { run: to }]: TwoRuns,
  { embeddings }: Comparison,
) {
  const raw = embeddings.filter(({ first }) => first.kind === "model" && first.of === undefined);
  return raw.map(({ first: { name }, difference: { perCategory } }): Html => {
    const differences = [...perCategory.values()];
    if (differences.every(({ value }) => value === 0)) {
      return html`<p>${name}: no category gains or loses anything.</p>`;
    }
    return figureBlock(gainLossBars({
      categories: [...perCategory.keys()],
      differences: differences.map(({ value, interval: [low, high] }) => ({ value, low, high })),
      metric: `P@${metrics!.k} (fraction of the ${metrics!.k} neighbours)`,
      ...{ from, to },
      title: `${name}: gain and loss by category`,
    }));
  });
}

function comparisonOf([first, second]: TwoRuns): Comparison | undefined {
  return first.metrics && second.metrics && compareEmbeddings(first.metrics, second.metrics);
}

/** The page of two runs side by side; everything is escaped, and nothing is loaded. */
export async function renderComparison(runs: TwoRuns): Promise<string> {
  const [first, second] = runs;
  const comparison = comparisonOf(runs);
  const settings = settingsTable(runs);
  const names = runs.flatMap(({ run, models }) => models.map(({ title }) => `${title} of ${run}`));
  const losses = lossFigures(runs.flatMap(({ models }) => models), names);
  const withoutMetrics = runs.filter(({ metrics }) => !metrics).map(({ run }) => run).join(" and ");
  const title = `${first.run} and ${second.run}`;
  const body = html`
    <h1>${title}</h1>
    <p class="quiet">Two runs of Lookalike; differences are ${second.run} minus ${first.run}.</p>
    <h2>Settings that differ</h2>
    ${settings.rows.length > 0 ? tableHtml(settings) : html`<p>None.</p>`}
    <h2>Training</h2>
    ${tableHtml(trainingTable(runs))} ${losses.map(figureBlock)}
    <h2>Nearest neighbours</h2>
    ${comparison
      ? [
        html`<p>${howCompared(comparison)}</p>`,
        tableHtml(embeddingsTable(runs, comparison)),
        categoryFigures(runs, comparison),
      ]
      : missing(`the evaluation of ${withoutMetrics}`, "05_evaluate")}
  `;
  return await renderPage({ title, body, plotly: losses.length > 0 || comparison !== undefined });
}

/** The same as lines for a terminal, without the curves. */
export function comparisonText(runs: TwoRuns): string {
  const comparison = comparisonOf(runs);
  const settings = settingsTable(runs);
  return [
    settings.rows.length > 0 ? plainText(settings) : "No setting differs",
    plainText(trainingTable(runs)),
    ...(comparison
      ? [plainText(embeddingsTable(runs, comparison)), howCompared(comparison)]
      : ["The neighbours were not evaluated in both runs: run notebook 05_evaluate"]),
  ].join("\n\n");
}
