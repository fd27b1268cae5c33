/** What was run, as tables: `runFacts`, `modelsTable`. */

import { FOLDER } from "../dataset/sources/named.ts";
import { formatDuration, formatNumber } from "../io/format.ts";
import { ownValue } from "../io/own_value.ts";
import { taskCommand } from "../io/task_command.ts";
import { LOSS_NAMES } from "../model/objectives/objective.ts";
import { startOf } from "../runs/experiment.ts";
import { PRESETS } from "../runs/presets.ts";
import type { ModelFiles, RunFiles } from "../runs/run_files.ts";
import { folderName, readSettings } from "../runs/settings.ts";
import { type Html, html } from "../view/html.ts";
import { type Table, table } from "../view/table.ts";
import { factsTable, missing } from "./page.ts";

/** What was run: photos, recipe, seed, versions, backend. */
export function runFacts({ models, outdated = [] }: RunFiles): Html {
  const [first] = models;
  if (!first) return missing("the setup", "02_train");
  const { profile, seed, dataset, versions } = first.experiment;
  const { train, validation, test } = dataset.splits;
  const backends = models.map(({ experiment: { backend: { name, device } } }) =>
    `${name}: ${device}`
  );
  const recipes = new Map(models.map((model) => [`Recipe of ${model.title}`, recipeText(model)]));
  const sameRecipe = new Set(recipes.values()).size === 1;
  const facts = factsTable([
    [
      "Images",
      `${dataset.name}: ${
        formatNumber(dataset.photos)
      } (${train} training, ${validation} validation, ${test} test)`,
    ],
    ["Origin", dataset.origin],
    ["Split", dataset.split === "rows" ? "by row, so that splits share boards" : undefined],
    ["Fingerprint", dataset.fingerprint],
    ["Command", html`<code>${commandOf(models)}</code>`],
    ["Profile", profile],
    ...(sameRecipe ? [["Recipe", recipeText(first)] as const] : recipes),
    ["Seed", seed],
    ["Backend", [...new Set(backends)].join("; ")],
    ["Versions", Object.entries(versions).map((version) => version.join(" ")).join(", ")],
  ]);
  return html`${facts}${
    outdated.map((reason) => html`<p class="missing">Left out: ${reason}</p>`)
  }`;
}

/** The command that makes such a run, with the settings that are not the default ones. */
export function commandOf(models: readonly ModelFiles[]): string {
  const { run, profile, seed, dataset: { name, setting = name, split } } = models[0]!.experiment;
  const photos = setting === FOLDER ? `path/to/${name}` : setting;
  const ours = { dataset: photos, split, profile, models: models.map((of) => of.name), run, seed };
  const usual = {
    ...readSettings({}, {}),
    run: [folderName(photos), profile, ...(split === "rows" ? [split] : [])].join("-"),
  };
  const changed = Object.entries(ours)
    .filter(([key, value]) => String(value) !== String(usual[key as keyof typeof usual]))
    .map(([key, value]) => `${key.toUpperCase()}=${value}`);
  return [...changed, taskCommand("notebooks")].join(" ");
}

/** The recipe of a model in words. */
export function recipeText({ name, experiment: { recipe } }: Omit<ModelFiles, "title">): string {
  const { epochs, batchSize, learningRate, augment, patience, balanced, lowResolutionEpochs } =
    recipe;
  const { decoderEpochs, encoderRate = 1, chromaWeight = 1 } = recipe;
  const { schedule = "constant", init = "torch", startFrom, width = 1, augmentations } = recipe;
  const { objective, checkpoint } = PRESETS[name];
  return [
    (checkpoint ? "shipped weights, trained with " : "") +
    `Adam ${learningRate}` + (schedule === "constant" ? "" : ` (${schedule})`),
    objective === "reconstruction" ? "mean squared error" : LOSS_NAMES[objective],
    `batches of ${batchSize}`,
    epochsText(epochs) +
    (lowResolutionEpochs ? ` (${lowResolutionEpochs} of them at 64 x 64)` : ""),
    decoderEpochs && `the decoder alone for the first ${epochsText(decoderEpochs)}`,
    encoderRate !== 1 && `the encoder's learning rate times ${encoderRate}`,
    chromaWeight !== 1 && `chroma weighted ${chromaWeight}`,
    width !== 1 && `width ${width}`,
    augmentations && `views by ${augmentations.join(", ") || "no augmentation"}`,
    balanced && "balanced categories",
    startFrom && `fine-tuned from ${startText(startFrom)}`,
    init === "he" && !startFrom && "He initialisation",
    patience !== undefined && `early stopping after ${patience} epochs without improvement`,
    augment && "augmented by flips, shifts and colour jitter",
  ].filter(Boolean).join(", ");
}

function epochsText(epochs: number): string {
  return `${epochs} ${epochs === 1 ? "epoch" : "epochs"}`;
}

/** What `startFrom` names, for people; a run of another version may name what is unknown here. */
function startText(startFrom: string): string {
  const { run, model } = startOf(startFrom);
  const { title } = ownValue(PRESETS, model) ?? { title: model };
  return run === undefined ? title : `${title} of run ${run}`;
}

/** Losses of the best epoch, photos a second and milliseconds a step over all epochs. */
export function trainingOf({ history, experiment }: ModelFiles) {
  if (history.length === 0) return undefined;
  const best = history.findLast((row) => row.best);
  // The mean of the times, not of the rates: what the whole training took.
  const perImage = history.reduce((sum, row) => sum + 1 / row.imagesPerSecond, 0) / history.length;
  return {
    best: best && `${best.epoch} of ${history.length}`,
    train: best?.trainLoss,
    validation: best?.validationLoss,
    rate: 1 / perImage,
    step: perImage * experiment.recipe.batchSize * 1000,
    took: formatDuration(history.reduce((sum, { seconds }) => sum + seconds, 0)),
  };
}

/** The models: size, losses of the best epoch, speed. */
export function modelsTable({ models }: RunFiles): Table {
  const rows = models.map((model) => ({
    title: model.title,
    parameters: model.parameters,
    loss: LOSS_NAMES[PRESETS[model.name].objective],
    ...trainingOf(model),
  }));
  return table(rows, [
    { key: "title", label: "model" },
    "parameters",
    "loss",
    { key: "best", label: "best epoch", align: "right" },
    { key: "train", label: "training", digits: 4 },
    { key: "validation", label: "validation", digits: 4 },
    { key: "rate", label: "images / s", digits: 1 },
    { key: "step", label: "ms a step", digits: 0 },
    { key: "took", label: "took", align: "right" },
  ], { caption: "Losses of the best epoch" });
}
