/** What training brought, for notebook 02: `referenceErrors`, `trainingTable`, and verdicts. */

import type { ImageStore } from "../dataset/store/image_store.ts";
import { imageRows } from "../embedding/row_source.ts";
import { mean } from "../io/mean.ts";
import { simpleDrawings } from "../metrics/constant_baselines.ts";
import { type ArchitectureName, ARCHITECTURES, describeLayers } from "../model/architecture.ts";
import type { EpochRecord } from "../model/history.ts";
import { LOSS_NAMES } from "../model/objectives/objective.ts";
import { type ModelName, PRESETS } from "../runs/presets.ts";
import { lossCurves, type LossHistory } from "../view/charts/lines.ts";
import type { Markdown } from "../view/markdown.ts";
import type { Showable } from "../view/plain_text.ts";
import { type Table, table } from "../view/table.ts";
import { verdict } from "../view/verdict.ts";
import { lossHistory } from "./figures.ts";
import { reconstructAll, type Reconstructor } from "./reconstructions.ts";

/** The epochs of the models that a run trained, by model. */
export type Histories = Readonly<Partial<Record<ModelName, readonly EpochRecord[]>>>;

/** An error that no trained network is needed for. */
export interface ReferenceError {
  readonly name: string;
  /** Dimensions of the code of an image. */
  readonly dimensions: number;
  /** Mean squared error of held-out images, pixels in [-1, 1]. */
  readonly mse: number;
}

/** Most held-out images that references are measured on. */
const MEASURED = 256;

/** Rows that no model learns from: the validation split, or the test split where there is none. */
export function heldOutRows(store: ImageStore): Uint32Array {
  const validation = store.rowsOf("validation");
  return validation.length > 0 ? validation : store.rowsOf("test");
}

/** Errors of constant images and of PCA on held-out images of `store`, the highest first. */
export async function referenceErrors(
  store: ImageStore,
  pca: Reconstructor,
): Promise<ReferenceError[]> {
  const unseen = heldOutRows(store).subarray(0, MEASURED);
  const constants = await simpleDrawings(
    imageRows(store, store.rowsOf("train")),
    imageRows(store, unseen),
  );
  const [reconstruction] = await reconstructAll([pca], await store.readImages(unseen));
  return [
    ...constants.map(({ name, numbers, mse }) => ({ name, dimensions: numbers, mse })),
    { name: pca.title, dimensions: pca.dim, mse: mean(reconstruction!.errors.mse) },
  ].sort((a, b) => b.mse - a.mse);
}

/**
 * What training brought: loss curves of the autoencoders beside errors that need no network, all
 * models in a table, and whether PCA is better.
 */
export async function trainingSummary(
  store: ImageStore,
  histories: Histories,
  pca: Reconstructor,
): Promise<Showable[]> {
  const references = await referenceErrors(store, pca);
  return [
    lossCurves({
      models: historiesOf(histories),
      references: references.map(({ name, mse }) => ({ name, value: mse })),
    }),
    trainingTable(histories, references),
    referenceVerdict(histories, references),
  ];
}

/** The trained models with their epochs, the best of which counts. */
function trainedModels(histories: Histories) {
  // `Object.entries` alone would give any strings as names.
  const entries = Object.entries(histories) as [ModelName, readonly EpochRecord[]][];
  return entries.map(([name, history]) => {
    return { ...PRESETS[name], history, best: history.findLast(({ best }) => best)! };
  });
}

function autoencoders(histories: Histories) {
  return trainedModels(histories).filter(({ objective }) => objective === "reconstruction");
}

/** Loss curves of the autoencoders, in the form that `lossCurves` takes. */
export function historiesOf(histories: Histories): LossHistory[] {
  return autoencoders(histories).map(({ title, history }) => lossHistory(title, history));
}

function dimensionsOf(name: ArchitectureName): number {
  const architecture = ARCHITECTURES[name];
  const { outputShape } = describeLayers(architecture)[architecture.encoder.length - 1]!;
  return outputShape.reduce((a, b) => a * b, 1);
}

/** Models and references in one table, each with its loss on held-out images. */
export function trainingTable(
  histories: Histories,
  references: readonly ReferenceError[],
): Table {
  const models = trainedModels(histories).map((model) => ({
    ...model.best,
    name: model.title,
    dimensions: dimensionsOf(model.architecture),
    loss: LOSS_NAMES[model.objective],
    epochs: model.history.length,
    minutes: model.history.reduce((sum, { seconds }) => sum + seconds, 0) / 60,
  }));
  const loss = LOSS_NAMES.reconstruction;
  const others = references.map(({ name, dimensions, mse }) => {
    return { name, dimensions, loss, validationLoss: mse };
  });
  return table([...models, ...others], [
    "name",
    "dimensions",
    "loss",
    "epochs",
    { key: "epoch", label: "best epoch" },
    { key: "trainLoss", label: "training loss", digits: 4 },
    { key: "validationLoss", label: "loss on held-out images", digits: 4 },
    { key: "minutes", digits: 1 },
  ]);
}

/** Whether the loss of every model on held-out images fell in each epoch. */
export function lossVerdict(histories: Histories): Markdown {
  const long = trainedModels(histories).filter(({ history }) => history.length > 1);
  const ends = long.flatMap(({ title, history }) => {
    const losses = history.flatMap(({ validationLoss }) => validationLoss ?? []);
    if (losses.length < history.length) return [];
    return [{
      title,
      first: losses[0]!,
      last: losses.at(-1)!,
      falls: losses.every((loss, i) => i === 0 || loss < losses[i - 1]!),
      epochs: history.length,
    }];
  });
  return verdict({
    expected: "The loss on held-out images falls from epoch to epoch",
    holds: ends.length === 0 ? undefined : ends.every(({ falls }) => falls),
    because: long.length === 0
      ? "no model was trained for more than one epoch"
      : ends.length === 0
      ? "there is no validation split"
      : ends.map(({ title, first, last, epochs }) =>
        `${title} from ${first.toFixed(4)} to ${last.toFixed(4)} in ${epochs} epochs`
      ).join("; "),
  });
}

/** Whether every autoencoder reconstructs held-out images better than the best reference. */
export function referenceVerdict(
  histories: Histories,
  references: readonly ReferenceError[],
): Markdown {
  const best = references.reduce((a, b) => b.mse < a.mse ? b : a);
  const models = autoencoders(histories).flatMap(({ title, best: { validationLoss: mse } }) => {
    return mse === null ? [] : [{ title, mse }];
  });
  return verdict({
    expected: `${best.name} reconstructs better than the networks trained here`,
    holds: models.length === 0 ? undefined : models.every(({ mse }) => mse > best.mse),
    because: `${best.name} has an MSE of ${best.mse.toFixed(4)}; ${
      models.map(({ title, mse }) => `${title} ${mse.toFixed(4)}`).join(", ") ||
      "no network was validated"
    }`,
  });
}
