/** What a reader sees while a model trains: `trainingDisplay`. */

import type { EpochRecord, Resumed, TrainingProgress } from "../model/history.ts";
import { lossCurves, type LossHistory } from "./charts/mod.ts";
import type { PlotlyFigure } from "./figure.ts";
import { liveFigure } from "./live_figure.ts";
import { createProgress } from "./progress.ts";
import { show } from "./show.ts";

/** Callbacks for training, and the end of the display. */
export interface TrainingDisplay {
  onResume(resumed: Resumed): Promise<void>;
  onMeasured(done: number, total: number): Promise<void>;
  onStep(step: TrainingProgress): Promise<void>;
  onEpoch(history: readonly EpochRecord[]): Promise<void>;
  /** Show the final curve and close the progress bar. */
  finish(history: readonly EpochRecord[]): Promise<void>;
}

/** Points of the growing curve within an epoch; more would be noise. */
const POINTS_AN_EPOCH = 20;

/**
 * A progress bar and a loss curve that grows while `name` trains; where epochs of an earlier start
 * are there, a line that says so, and the curve begins with them.
 *
 * @param options.loss What the loss is called on its axis. @default "MSE (pixels in [-1, 1])"
 */
export function trainingDisplay(
  name: string,
  { loss: yTitle }: { loss?: string } = {},
): TrainingDisplay {
  let measuring: ReturnType<typeof createProgress> | undefined;
  let progress: ReturnType<typeof createProgress> | undefined;
  let curve: Awaited<ReturnType<typeof liveFigure>> | undefined;
  let history: readonly EpochRecord[] = [];
  let imagesBefore = 0;
  const begun = performance.now();
  const within = { losses: [] as number[], epochs: [] as number[], sum: 0, steps: 0 };

  function figure(): PlotlyFigure {
    const model: LossHistory = {
      name,
      train: [...history.map(({ trainLoss }) => trainLoss), ...within.losses],
      trainEpochs: [...history.map(({ epoch }) => epoch), ...within.epochs],
      validation: history.flatMap(({ validationLoss }) =>
        validationLoss === null ? [] : [validationLoss]
      ),
    };
    return lossCurves({ models: [model], title: `Loss of ${name} while it trains`, yTitle });
  }

  return {
    async onResume({ history: epochs, images, isOver }) {
      history = epochs;
      imagesBefore = images;
      await show(resumedText(name, { history: epochs, images, isOver }));
    },
    async onMeasured(done, total) {
      measuring ??= createProgress({
        label: `Finding the fastest way to compute ${name} on this GPU, once`,
        total,
        unit: "layers",
      });
      await measuring.update(done);
      if (done === total) await measuring.finish();
    },
    async onStep({ epoch, epochs, imagesDone, imagesTotal, loss }) {
      const imagesAnEpoch = imagesTotal / epochs;
      progress ??= createProgress({
        label: `Training ${name}`,
        total: imagesTotal,
        initial: (epoch - 1) * imagesAnEpoch + imagesBefore,
        // The first step is done already.
        since: begun,
      });
      await progress.update(imagesDone, { epoch: `${epoch} of ${epochs}`, loss });
      within.sum += loss;
      within.steps++;
      const at = imagesDone / imagesAnEpoch;
      if (at - (within.epochs.at(-1) ?? epoch - 1) >= 1 / POINTS_AN_EPOCH && at < epoch) {
        within.losses.push(within.sum / within.steps);
        within.epochs.push(at);
        [within.sum, within.steps] = [0, 0];
        curve ??= await liveFigure(figure());
        await curve.update(figure());
      }
    },
    async onEpoch(epochs) {
      history = epochs;
      within.losses.length =
        within.epochs.length =
        within.sum =
        within.steps =
          0;
      curve ??= await liveFigure(figure());
      await curve.update(figure());
    },
    async finish(epochs) {
      history = epochs;
      within.losses.length = within.epochs.length = 0;
      await progress?.finish();
      curve ??= await liveFigure(figure());
      await curve.finish(figure());
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
