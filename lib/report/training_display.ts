/** What a reader sees while a model trains: `trainingDisplay`, `growingContent`. */

import { concatBytes } from "../io/bytes.ts";
import type { Autoencoder } from "../model/autoencoder.ts";
import type { EpochRecord, Resumed, TrainingProgress } from "../model/history.ts";
import { bytesFromImages, imagesFromBytes } from "../model/images.ts";
import { LOSS_NAMES } from "../model/objectives/objective.ts";
import type { TrainingCallbacks, TrainingResult } from "../model/trainer.ts";
import { type ModelName, PRESETS } from "../runs/presets.ts";
import { lineChart, lossCurves } from "../view/charts/lines.ts";
import type { PlotlyFigure } from "../view/figure.ts";
import { liveShow } from "../view/live.ts";
import type { Picture } from "../view/picture.ts";
import { imageAt } from "../view/pictures/encode.ts";
import type { Photo } from "../view/pictures/photo.ts";
import { photoSheet, type SheetRow } from "../view/pictures/sheet.ts";
import { createProgress, type Progress, stageProgress } from "../view/progress.ts";
import { show } from "../view/show.ts";
import { lossHistory } from "./figures.ts";
import { centreColours, type ProbedEmbedding, probeEmbedding } from "./embedding_content.ts";

/** Callbacks for training, and the end of the display. */
export interface TrainingDisplay extends
  Required<
    Pick<TrainingCallbacks, "onResume" | "onStart" | "onMeasured" | "onStep" | "onEpoch">
  > {
  /** Show the final curve and reconstructions, and close the progress bar. */
  finish(result: Pick<TrainingResult, "model" | "history">): Promise<void>;
}

/** Points of the growing curve within an epoch; a step's own loss is noise. */
const POINTS_AN_EPOCH = 40;
/** Steps after which the samples are redrawn, beside the end of each epoch. */
const SAMPLED_STEPS = new Set([25, 50, 100]);
/** Most rows of samples; of more epochs every second, every fourth, ... is kept. */
const MOST_ROWS = 6;
const SAMPLE_SIDE = 72;

/**
 * A progress bar, a loss curve that grows within epochs, and `samples` with their reconstructions
 * while `model` trains; where epochs of an earlier start are there, a line that says so, and the curve
 * begins with them.
 *
 * @param options.samples Images whose reconstructions are shown as it learns. @default none
 * @param options.probed Held-out images, uint8 `[n, 128, 128, 3]`, from whose embeddings colours are
 *   predicted after each epoch (`growingContent`). @default none
 */
export function trainingDisplay(
  model: ModelName,
  { samples = [], probed }: {
    samples?: readonly Photo[];
    probed?: Uint8Array;
  } = {},
): TrainingDisplay {
  let progress: Progress | undefined;
  const onMeasured = stageProgress();
  const { title: name, objective } = PRESETS[model];
  const curve = growingLoss(name, LOSS_NAMES[objective]);
  const reconstructions = samples.length > 0 ? growingSheet(name, samples) : undefined;
  const content = probed && growingContent(name, probed);
  let [imagesBefore, epochsBefore, steps] = [0, 0, 0];
  const begun = performance.now();
  return {
    async onResume(resumed) {
      imagesBefore = resumed.images;
      epochsBefore = resumed.history.length;
      curve.resume(resumed.history);
      await show(resumedText(name, resumed));
    },
    async onStart(model) {
      if (epochsBefore > 0 || imagesBefore > 0) return;
      await reconstructions?.add("step 0", model);
      await content?.add(0, model);
    },
    onMeasured(done, total) {
      const stage = `Finding the fastest way to compute ${name} on this GPU, once`;
      return onMeasured(stage, done, total, "layers");
    },
    async onStep({ epoch, epochs, imagesDone, imagesTotal, loss }: TrainingProgress, model) {
      const imagesAnEpoch = imagesTotal / epochs;
      progress ??= createProgress({
        label: `Training ${name}`,
        total: imagesTotal,
        initial: (epoch - 1) * imagesAnEpoch + imagesBefore,
        // The first step is done already.
        since: begun,
      });
      await progress.update(imagesDone, { epoch: `${epoch} of ${epochs}`, loss });
      steps++;
      await curve.addStep(imagesDone / imagesAnEpoch, epoch, loss);
      if (epochsBefore === 0 && SAMPLED_STEPS.has(steps)) {
        await reconstructions?.add(`step ${steps}`, model);
      }
      if (imagesDone % imagesAnEpoch !== 0) return;
      await reconstructions?.add(`epoch ${epoch}`, model);
      await content?.add(epoch, model);
    },
    onEpoch: (history) => curve.addEpoch(history),
    async finish({ history, model }) {
      await progress?.finish();
      await curve.finish(history);
      await reconstructions?.finish(model);
      await content?.finish();
    },
  };
}

/** The loss while `name` trains: of training some points an epoch, of validation by epoch. */
function growingLoss(name: string, yTitle: string) {
  const [train, trainEpochs]: [number[], number[]] = [[], []];
  let past: readonly EpochRecord[] = [];
  let window = { sum: 0, steps: 0 };
  const live = liveShow();

  function figure(): PlotlyFigure {
    const model = { ...lossHistory(name, past), train, trainEpochs };
    return lossCurves({ models: [model], title: `Loss of ${name} while it trains`, yTitle });
  }
  function addPoint(epoch: number, loss: number): void {
    train.push(loss);
    trainEpochs.push(epoch);
    window = { sum: 0, steps: 0 };
  }
  return {
    /** The epochs of an earlier start. */
    resume(history: readonly EpochRecord[]): void {
      past = history;
      for (const { epoch, trainLoss } of past) addPoint(epoch, trainLoss);
    },
    /** A step of `epoch`, after which `at` epochs are done. */
    async addStep(at: number, epoch: number, loss: number): Promise<void> {
      window.sum += loss;
      window.steps++;
      if (at - (trainEpochs.at(-1) ?? epoch - 1) < 1 / POINTS_AN_EPOCH) return;
      addPoint(at, window.sum / window.steps);
      await live.update(figure());
    },
    async addEpoch(history: readonly EpochRecord[]): Promise<void> {
      past = history;
      await live.update(figure());
    },
    async finish(history: readonly EpochRecord[]): Promise<void> {
      past = history;
      await live.finish(figure());
    },
  };
}

/**
 * A figure of the R2 of luminance and chroma and the effective rank of `name`'s embedding, which gets a
 * point for each epoch.
 *
 * @param images held-out images, uint8 `[n, 128, 128, 3]`; of fewer than four there is no R2
 */
export function growingContent(name: string, images: Uint8Array) {
  const targets = centreColours(images);
  const points: (ProbedEmbedding & { epoch: number })[] = [];
  const live = liveShow();

  function figure(): PlotlyFigure {
    const line = (label: string, key: "luminance" | "chroma") => ({
      ...{ name: label, kind: "model" as const },
      points: points.map((point) => ({ x: point.epoch, value: point[key] ?? NaN })),
    });
    const ranks = points.map(({ rank }) => rank.toFixed(0)).join(", ");
    return lineChart({
      lines: [line("luminance", "luminance"), line("chroma", "chroma")],
      xName: "Epoch",
      metric: "R2",
      title: `Linear probes of the embedding of ${name}`,
      subtitle: `${targets[0]!.length} held-out images; effective rank by epoch: ${ranks}`,
    });
  }

  return {
    /** The figure so far. */
    figure,
    /** Probe `model`, which has trained for `epoch` epochs. */
    async add(epoch: number, model: Autoencoder): Promise<void> {
      points.push({
        epoch,
        ...probeEmbedding(await model.encode(imagesFromBytes(images)), targets),
      });
      await live.update(figure());
    },
    async finish(): Promise<void> {
      if (points.length > 0) await live.finish(figure());
    },
  };
}

/** Samples above their reconstructions, of which there are more and more: one output. */
function growingSheet(name: string, samples: readonly Photo[]) {
  const output = liveShow({ everyMs: 250 });
  const images = concatBytes(samples.map(({ image }) => image));
  const unlabelled = (photo: Photo): Photo => ({ ...photo, caption: [] });
  const original: SheetRow = { head: "original", photos: samples.map(unlabelled) };
  const rows: SheetRow[] = [];

  async function rowOf(head: string, model: Autoencoder): Promise<SheetRow> {
    const decoded = bytesFromImages(await model.reconstruct(imagesFromBytes(images)));
    const photos = samples.map((photo, i) => unlabelled({ ...photo, image: imageAt(decoded, i) }));
    return { head, photos };
  }
  const sheet = (): Promise<Picture> => {
    const every = Math.ceil(rows.length / MOST_ROWS);
    const kept = rows.filter((_, i) => (rows.length - 1 - i) % every === 0);
    const alt = `${samples.length} images above their reconstructions by ${name}: ` +
      rows.map(({ head }) => head).join(", ");
    return photoSheet([{ rows: [original, ...kept] }], { alt, side: SAMPLE_SIDE });
  };
  const line = () => `Reconstructions by ${name}: ${rows.map(({ head }) => head).join(", ")}`;
  return {
    async add(head: string, model: Autoencoder): Promise<void> {
      rows.push(await rowOf(head, model));
      await output.update(await sheet(), line());
    },
    /** Show all rows, and the model's best weights where no step was seen. */
    async finish(model: Autoencoder): Promise<void> {
      if (rows.length === 0) rows.push(await rowOf("trained", model));
      await output.finish(await sheet(), line());
    },
  };
}

/** Where training continues. */
function resumedText(name: string, { history, images, isOver }: Resumed): string {
  const done = history.length;
  if (isOver) return `${name} was trained by an earlier start, up to epoch ${done}`;
  if (images === 0) return `${name} continues after epoch ${done}, where an earlier start ended`;
  return `${name} continues in epoch ${done + 1}, after ${images} of its images: ` +
    "an earlier start was stopped there";
}
