/** What was run, as tables: `runFacts`, `modelsTable`. */

import { ARCHITECTURES, LOSS_NAMES } from "../model/architecture.ts";
import { isPretrained } from "../runs/pretrained.ts";
import { formatDuration } from "../io/format.ts";
import { type Html, html } from "../view/html.ts";
import { factsTable, missing, tableOf } from "./page.ts";
import type { ModelFiles, RunFiles } from "../runs/run_files.ts";

/** What was run: photos, recipe, seed, versions, backend. */
export function runFacts({ models, metrics }: RunFiles): Html {
  const [first] = models;
  if (!first) return missing("what was run", "02_train");
  const { profile, seed, dataset, versions } = first.experiment;
  const { train, validation, test } = dataset.splits;
  const backends = models.map(({ experiment: { backend } }) =>
    `${backend.name}: ${backend.device}`
  );
  const others = metrics && metrics.dataset.fingerprint !== dataset.fingerprint;
  const facts = factsTable([
    [
      "Photos",
      `${dataset.name}: ${dataset.photos} (${train} to train on, ${validation} to validate, ${test} to test)`,
    ],
    ["Origin", dataset.origin],
    ["Split", dataset.split === "rows" ? "row by row, so that splits share boards" : undefined],
    ["Fingerprint", dataset.fingerprint],
    ["Profile", profile],
    ...recipeFacts(models),
    ["Seed", seed],
    ["Backend", [...new Set(backends)].join("; ")],
    [
      "Versions",
      Object.entries(versions).map(([name, version]) => `${name} ${version}`).join(", "),
    ],
  ]);
  return html`
    ${facts}
    ${others
      ? html`<p class="missing">The results below are of other photos (fingerprint
        ${metrics.dataset.fingerprint}): run notebook <code>05_evaluate</code> again.</p>`
      : null}
  `;
}

/** The models' recipe, or a line for each where they differ. */
function recipeFacts(models: readonly ModelFiles[]): [name: string, value: string][] {
  const recipes = models.map((model): [string, string] => [
    `Recipe of ${model.title}`,
    recipeText(model),
  ]);
  const differ = new Set(recipes.map(([, text]) => text)).size > 1;
  return differ ? recipes : [["Recipe", recipes[0]![1]]];
}

/** The recipe of a model in words. */
export function recipeText({ name, experiment: { recipe } }: ModelFiles): string {
  const { epochs, batchSize, learningRate, augment, patience, balanced, halvedEpochs } = recipe;
  const { schedule = "constant", init = "torch", startFrom, width = 1, views } = recipe;
  const step = schedule === "constant" ? "" : ` (${schedule})`;
  const { learns } = ARCHITECTURES[name];
  const loss = learns === "reconstruction" ? "mean squared error" : LOSS_NAMES[learns];
  const elsewhere = isPretrained(name) ? "weights that come with the project, trained with " : "";
  return `${elsewhere}Adam ${learningRate}${step}, ${loss}, batches of ${batchSize}, ` +
    `${epochs} ${epochs === 1 ? "epoch" : "epochs"}` +
    (halvedEpochs ? ` (${halvedEpochs} of them at half the size)` : "") +
    (width === 1 ? "" : `, ${width} times as many channels`) +
    (views === undefined ? "" : `, views of ${views.join(", ") || "no change"}`) +
    (balanced ? ", every category equally often" : "") +
    (startFrom
      ? `, begun with the weights of ${ARCHITECTURES[startFrom]?.title ?? startFrom}`
      : "") +
    (init === "torch" || startFrom ? "" : ", first weights by He") +
    (patience === undefined ? "" : `, stopped after ${patience} without a better one`) +
    (augment ? ", photos flipped, shifted and recoloured" : "");
}

/** What an epoch's record says of speed: photos a second and milliseconds a step, over all epochs. */
export function speedOf(
  { history, experiment }: ModelFiles,
): { imagesPerSecond: number; millisecondsPerStep: number } | undefined {
  if (history.length === 0) return undefined;
  // The mean of the times, not of the rates: what the whole training took.
  const perImage = history.reduce((sum, row) => sum + 1 / row.imagesPerSecond, 0) / history.length;
  const millisecondsPerStep = perImage * experiment.recipe.batchSize * 1000;
  return { imagesPerSecond: 1 / perImage, millisecondsPerStep };
}

/** The trained models: size, losses of the best epoch, speed. */
export function modelsTable({ models }: RunFiles): Html {
  const rows = models.map((model) => {
    const { history, title, parameters } = model;
    const best = history.findLast((row) => row.best);
    const speed = speedOf(model);
    return {
      title,
      parameters,
      loss: LOSS_NAMES[ARCHITECTURES[model.name].learns],
      best: best && `${best.epoch} of ${history.length}`,
      train: best?.trainLoss,
      validation: best?.validationLoss,
      rate: speed?.imagesPerSecond,
      step: speed?.millisecondsPerStep,
      took: history.length > 0
        ? formatDuration(history.reduce((sum, { seconds }) => sum + seconds, 0))
        : undefined,
    };
  });
  return tableOf(rows, [
    { key: "title", label: "model" },
    "parameters",
    "loss",
    { key: "best", label: "best epoch", align: "right" },
    { key: "train", label: "training", digits: 4 },
    { key: "validation", label: "validation", digits: 4 },
    { key: "rate", label: "photos / s", digits: 1 },
    { key: "step", label: "ms a step", digits: 0 },
    { key: "took", label: "took", align: "right" },
  ], "Losses are those of the best epoch");
}
