/** Two runs side by side, as a page and as text: `renderComparison`, `comparisonText`. */

import { gainLossBars } from "../view/charts/mod.ts";
import type { PlotlyFigure } from "../view/figure.ts";
import { type Html, html } from "../view/html.ts";
import { plainText } from "../view/plain_text.ts";
import { type Table, table, tableHtml } from "../view/table.ts";
import { compareMethods, compareSettings, type MethodComparison } from "./compare.ts";
import { speedOf } from "./facts.ts";
import { figureBlock } from "./figure_block.ts";
import { lossFigures } from "./loss_figures.ts";
import { missing, renderPage } from "./page.ts";
import type { RunFiles } from "../runs/run_files.ts";

/** The first run is what the second is compared with. */
export type TwoRuns = readonly [first: RunFiles, second: RunFiles];

function settingsTable([first, second]: TwoRuns): Table {
  const rows = compareSettings(first, second).map((row) => ({ ...row }));
  return table(rows, [
    "setting",
    { key: "first", label: first.run },
    { key: "second", label: second.run },
  ]);
}

function trainingTable(runs: TwoRuns): Table {
  const rows = runs.flatMap(({ run, models }) =>
    models.map((model) => {
      const best = model.history.findLast((row) => row.best);
      return {
        model: model.title,
        run,
        epochs: model.history.length,
        train: best?.trainLoss,
        validation: best?.validationLoss,
        rate: speedOf(model)?.imagesPerSecond,
      };
    })
  );
  return table(rows.sort((a, b) => a.model < b.model ? -1 : a.model > b.model ? 1 : 0), [
    "model",
    "run",
    "epochs",
    { key: "train", label: "training loss", digits: 4 },
    { key: "validation", label: "validation loss", digits: 4 },
    { key: "rate", label: "photos / s", digits: 1 },
  ]);
}

function signed(value: number): string {
  const size = Math.abs(value).toFixed(3);
  return Number(size) === 0 ? size : `${value < 0 ? "−" : "+"}${size}`;
}

function methodsTable(
  [{ run: a }, { run: b }]: TwoRuns,
  { methods, paired }: MethodComparison,
): Table {
  const rows = methods.flatMap(({ first, second, difference }) =>
    (["micro", "macro"] as const).map((mean) => {
      const [from, to] = [first, second].map(({ leaveOneOut }) => leaveOneOut.precisionAt5[mean]);
      const interval = difference?.[mean].interval;
      return {
        method: first.name,
        mean,
        from,
        to,
        difference: signed(to! - from!),
        interval: interval && interval.map(signed).join(" to "),
        clear: interval && (interval[0] > 0 || interval[1] < 0 ? "yes" : "no"),
      };
    })
  );
  return table(rows, [
    "method",
    { key: "mean", label: "P@5" },
    { key: "from", label: a, digits: 3 },
    { key: "to", label: b, digits: 3 },
    { key: "difference", align: "right" },
    { key: "interval", label: `95 % interval, ${paired ? "paired" : "not paired"}` },
    { key: "clear", label: "clear of 0" },
  ]);
}

/** How the intervals came about. */
function howCompared({ paired }: MethodComparison): string {
  return paired
    ? "Both runs asked the same queries of the same photos: each difference is taken query by " +
      "query, and its interval comes from drawing those queries again and again (paired bootstrap)."
    : "The runs are of different photos (their fingerprints differ), so nothing can be paired: the " +
      "queries of each were drawn on their own, intervals are wide, and a difference may come from " +
      "the photos alone.";
}

function curves(runs: TwoRuns): PlotlyFigure[] {
  const models = runs.flatMap(({ models }) => models);
  const names = runs.flatMap(({ run, models }) => models.map(({ title }) => `${title} of ${run}`));
  return lossFigures(models, { names });
}

/** What each category gains or loses, a figure a model, of its vectors as they are. */
function categoryFigures(
  [{ run: a }, { run: b }]: TwoRuns,
  { methods }: MethodComparison,
): Html[] {
  return methods.flatMap(({ first, difference }) => {
    if (first.kind !== "model" || first.of !== undefined || !difference) return [];
    const entries = Object.entries(difference.perCategory);
    if (entries.every(([, { value }]) => value === 0)) {
      return html`<p>${first.name}: no category gains or loses anything.</p>`;
    }
    return figureBlock(gainLossBars({
      categories: entries.map(([category]) => category),
      differences: entries.map(([, { value, interval: [low, high] }]) => ({ value, low, high })),
      metric: "P@5 (share of the 5 neighbours)",
      from: a,
      to: b,
      title: `${first.name}: gain and loss by category`,
    }));
  });
}

function comparisonOf([first, second]: TwoRuns): MethodComparison | undefined {
  return first.metrics && second.metrics && compareMethods(first.metrics, second.metrics);
}

/** The page of two runs side by side; everything is escaped, and nothing is loaded. */
export async function renderComparison(runs: TwoRuns): Promise<string> {
  const [first, second] = runs;
  const comparison = comparisonOf(runs);
  const settings = settingsTable(runs);
  const losses = curves(runs);
  const withoutMetrics = runs.filter(({ metrics }) => !metrics).map(({ run }) => run).join(" and ");
  const measured = comparison && html`
    <p>${howCompared(comparison)}</p>
    ${tableHtml(methodsTable(runs, comparison))}
    ${categoryFigures(runs, comparison)}
  `;
  const title = `${first.run} and ${second.run}`;
  const body = html`
    <h1>${title}</h1>
    <p
      class="quiet">Two runs of Lookalike side by side; differences are ${second.run} minus ${first
        .run}.</p>
    <h2>Settings that differ</h2>
    ${settings.rows.length > 0 ? tableHtml(settings) : html`<p>None.</p>`}
    <h2>How the models learned</h2>
    ${tableHtml(trainingTable(runs))}
    ${losses.map(figureBlock)}
    <h2>Are the neighbours any better?</h2>
    ${measured ?? missing(`the measure of the neighbours of ${withoutMetrics}`, "05_evaluate")}
  `;
  return await renderPage({
    title,
    body,
    plotly: losses.length > 0 || comparison !== undefined,
  });
}

/** The same as lines for a terminal, without the curves. */
export function comparisonText(runs: TwoRuns): string {
  const comparison = comparisonOf(runs);
  const settings = settingsTable(runs);
  return [
    settings.rows.length > 0 ? plainText(settings) : "No setting differs",
    plainText(trainingTable(runs)),
    ...(comparison
      ? [plainText(methodsTable(runs, comparison)), howCompared(comparison)]
      : ["The neighbours were not measured in both runs: run notebook 05_evaluate"]),
  ].join("\n\n");
}
