/** What a run found out about its neighbours: `inShort`, the tables and the bars. */

import { ARCHITECTURES } from "../model/architecture.ts";
import { PUBLISHED } from "./published.ts";
import { barComparison, categoryBars } from "../view/charts/mod.ts";
import type { PlotlyFigure } from "../view/figure.ts";
import { formatNumber } from "../io/format.ts";
import { type Html, html } from "../view/html.ts";
import { tableOf } from "./page.ts";
import {
  HELD_OUT_SPLITS,
  type MethodResults,
  type Metrics,
  type ScoreMeans,
} from "../runs/run_files.ts";

const P5 = "P@5 (share of the 5 neighbours)";

const precisionOf = ({ leaveOneOut }: MethodResults) => leaveOneOut.precisionAt5;

/** `0.388 (0.368 to 0.406)`. */
function withInterval(
  { micro, interval }: { micro: number; interval: Pick<ScoreMeans["interval"], "micro"> },
): string {
  const [low, high] = interval.micro;
  return `${micro.toFixed(3)} (${low.toFixed(3)} to ${high.toFixed(3)})`;
}

/** Whether a method comes from a model that was told the categories of the index's own photos. */
function wasTold({ name, of = name }: MethodResults): boolean {
  return Object.values(ARCHITECTURES)
    .some(({ title, learns }) => title === of && learns === "categories");
}

/** What the numbers say, in sentences that hold for any run. */
export function inShort({ methods, chance }: Metrics): Html {
  const value = (method: MethodResults) => precisionOf(method).micro;
  // Within the index, a model that was told its categories is beyond comparison.
  const best = (kind: MethodResults["kind"]) =>
    methods.filter((method) => method.kind === kind && !wasTold(method))
      .reduce<MethodResults | undefined>((a, b) => a && value(a) >= value(b) ? a : b, undefined);
  const [model, baseline] = [best("model"), best("baseline")];
  if (!model) return html``;
  const times = (value(model) / chance.micro).toFixed(1);
  const against = baseline
    ? `The best of what nobody had to train, ${baseline.name}, reaches ${
      value(baseline).toFixed(3)
    }` +
      (value(baseline) > value(model) ? ": more than any model." : ".")
    : "";
  return html`
    <p
      class="lead">Of the five nearest photos that ${model.name} finds, ${(100 * value(model))
        .toFixed(
          0,
        )} % are of the query's category, ${times} times as many as chance would find. ${against}</p>
  `;
}

/** A word of caution where a model was told the categories of the index's photos, else null. */
export function toldNote({ methods }: Metrics): Html | null {
  const told = methods.filter((method) => wasTold(method) && method.of === undefined);
  if (told.length === 0) return null;
  return html`
    <p class="quiet">${told.map(({ name }) => name).join(
      ", ",
    )}: trained with the categories of these
      very photos. Judge it by the photos that are not in the index.</p>
  `;
}

/** Every method with its intervals, the best first. */
export function resultsTable({ methods, chance, index, k }: Metrics): Html {
  const rows = methods.toSorted((a, b) => precisionOf(b).micro - precisionOf(a).micro)
    .map((method) => ({
      name: method.name,
      dim: method.dim,
      megabytes: method.bytes / 1e6,
      micro: withInterval(precisionOf(method)),
      macro: precisionOf(method).macro,
      average: method.leaveOneOut.averagePrecisionAt5.micro,
    }));
  return tableOf(
    [...rows, { name: "chance", micro: chance.micro.toFixed(3), macro: chance.macro }],
    [
      { key: "name", label: "method" },
      { key: "dim", label: "numbers" },
      { key: "megabytes", label: "index, MB", digits: 2 },
      { key: "micro", label: `P@${k} micro (95 % interval)` },
      { key: "macro", label: `P@${k} macro`, digits: 3 },
      { key: "average", label: `AP@${k}`, digits: 3 },
    ],
    `${
      formatNumber(index.items)
    } photos of the ${index.split} split, each of them once the query, ` +
      `in ${index.categories.length} categories`,
  );
}

/** The models by the original's protocol, beside what the original published. */
export function publishedTable({ methods, index, k }: Metrics): Html {
  const rows = (["baseline", "plus_layer"] as const).flatMap((model) => {
    const method = methods.find(({ name }) => name === ARCHITECTURES[model].title);
    const { macro, items, megabytes } = PUBLISHED.retrieval[model];
    return method
      ? [
        {
          name: method.name,
          by: "this run",
          macro: method.selfIncluded.macro,
          items: index.items,
          megabytes: method.bytes / 1e6,
        },
        { name: method.name, by: "published, on other photos", macro, items, megabytes },
      ]
      : [];
  });
  return tableOf(rows, [
    { key: "name", label: "model" },
    { key: "by", label: "measured" },
    { key: "macro", label: `P@${k} macro, query in the index`, digits: 3 },
    { key: "items", label: "photos" },
    { key: "megabytes", label: "index, MB", digits: 1 },
  ], "By the original's protocol, where the query is mostly its own first hit");
}

/** Every method as a bar, and chance. */
export function methodBars({ methods, chance }: Metrics): PlotlyFigure {
  return barComparison({
    methods: methods.map((method) => {
      const { micro, interval } = precisionOf(method);
      return {
        name: method.name,
        kind: method.kind,
        of: method.of,
        transform: method.transform,
        value: micro,
        low: interval.micro[0],
        high: interval.micro[1],
      };
    }),
    metric: P5,
    chance: chance.micro,
    title: "Neighbours of the query's category",
  });
}

/**
 * What photos of other splits find in the index, and how many changed copies find their photo, also by
 * vectors that were told the categories of the index; undefined for a run that did not ask.
 */
export function heldOutTable(
  { methods, told = [], heldOut = {}, copies, index, k }: Metrics,
): Html | undefined {
  const splits = HELD_OUT_SPLITS.filter((split) => heldOut[split]);
  if (splits.length === 0 && copies === undefined) return undefined;
  const rows = [...methods, ...told].map((method) => ({
    name: method.name,
    ...Object.fromEntries(splits.map((split) => {
      const scores = method.heldOut?.[split];
      return [split, scores && withInterval(scores.precisionAt5)];
    })),
    copies: method.copies && withInterval({
      micro: method.copies.recall,
      interval: { micro: method.copies.interval },
    }),
  }));
  const chance = Object.fromEntries(
    splits.map((split) => [split, heldOut[split]!.chance.micro.toFixed(3)]),
  );
  const asked = splits.map((split) => `${heldOut[split]!.queries} ${split} photos`).join(", ");
  return tableOf(
    [...rows, { name: "chance", ...chance }],
    [
      { key: "name", label: "method" },
      ...splits.map((split) => ({ key: split, label: `P@${k} micro, ${split}` })),
      { key: "copies", label: "copies found" },
    ],
    `Photos that are not in the index ask its ${formatNumber(index.items)} (${
      asked || "none"
    }); and the share of ${copies ?? 0} changed copies whose own photo comes first`,
  );
}

/** The models by category, and chance. */
export function byCategory({ methods, index }: Metrics): PlotlyFigure {
  const models = methods.filter(({ kind, of }) => kind === "model" && of === undefined);
  return categoryBars({
    categories: index.categories,
    models: models.map((method) => ({
      name: method.name,
      scores: index.categories.map((category) => {
        const value = precisionOf(method).perCategory[category];
        return value === undefined ? null : { value };
      }),
    })),
    baselines: [{
      name: "chance",
      level: index.counts.map((count) => Math.max(0, count - 1) / Math.max(1, index.items - 1)),
    }],
    metric: P5,
    title: "P@5 by category",
  });
}
