/** Reconstruction: the mean squared error of decoded images. */

import { batchesAtOnce } from "../../backend/mod.ts";
import { augmentImages } from "../../dataset/augment.ts";
import { batches } from "../../dataset/batches.ts";
import { mapInOrder } from "../../io/in_order.ts";
import { deriveSeed } from "../../io/random.ts";
import type { LossAndGradients } from "../loss.ts";
import type { StateDict } from "../state_dict.ts";
import type { Objective, ObjectiveContext, TrainingBatch } from "./objective.ts";

/** Mean squared error of the reconstruction over all values in [-1, 1], as in the original. */
export class ReconstructionObjective implements Objective {
  readonly variables = {};

  constructor(private readonly context: ObjectiveContext) {}

  batchSize(): number {
    return this.context.recipe.batchSize;
  }

  lossAndGradients({ images, keys }: TrainingBatch, epoch: number): LossAndGradients {
    const { model, recipe, seed } = this.context;
    if (recipe.augment) {
      augmentImages(images, keys, deriveSeed(seed, `augmentation of epoch ${epoch}`));
    }
    return model.lossAndGradients(images);
  }

  async loss(rows: Uint32Array): Promise<number> {
    const { model, store, recipe } = this.context;
    const losses = mapInOrder(batches(store, rows, recipe), batchesAtOnce, async (batch) => {
      return await model.loss(batch.images) * batch.rows.length;
    });
    let sum = 0;
    for await (const loss of losses) sum += loss;
    return sum / rows.length;
  }

  stateDict(): Promise<StateDict> {
    return Promise.resolve({});
  }

  dispose(): void {}
}
