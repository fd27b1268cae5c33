/** Contrastive learning on two augmented views of each image: NT-Xent or supervised contrastive. */

import * as tf from "@tensorflow/tfjs-core";
import { batchesAtOnce } from "../../../backend/mod.ts";
import { valuesOf } from "../../../backend/values_of.ts";
import { type Batch, batches } from "../../../dataset/batches.ts";
import { mapInOrder } from "../../../io/in_order.ts";
import { deriveSeed, shuffledIndices } from "../../../io/random.ts";
import { imageTensor } from "../../images.ts";
import type { LatentLoss, LossAndGradients } from "../../loss.ts";
import { readTensors, type StateDict } from "../../state_dict.ts";
import { flattenLatent } from "../../torch_layout.ts";
import type { Variables } from "../../variables.ts";
import type { Objective, ObjectiveContext, TrainingBatch } from "../objective.ts";
import { augment } from "./apply_augmentation.ts";
import { AUGMENTATIONS, sampleAugmentation } from "./augmentation.ts";
import { contrastiveLoss } from "./contrastive_loss.ts";
import { createHead, project } from "./projection_head.ts";

/**
 * Each view's positives are the other view of its image (NT-Xent) or, `supervised`, all views of its
 * category (SupCon); images without a category are on their own. The reconstruction's mean squared
 * error is added.
 */
export class ContrastiveObjective implements Objective {
  /** The projection head. */
  readonly variables: Variables;
  readonly #context: ObjectiveContext;
  readonly #supervised: boolean;
  readonly #groupOf: (row: number) => number;
  readonly #reconstruction: number;

  /** @throws {RangeError} if the recipe names an unknown augmentation */
  constructor(context: ObjectiveContext, { supervised }: { supervised: boolean }) {
    const { model, store, recipe, seed, weights } = context;
    const unknown = recipe.augmentations?.find((name) => !AUGMENTATIONS.includes(name));
    if (unknown !== undefined) {
      throw new RangeError(
        `Cannot train as augmentations must be some of ${AUGMENTATIONS.join(", ")}: ` +
          `current value is "${unknown}"`,
      );
    }
    this.#context = context;
    this.#supervised = supervised;
    this.#reconstruction = recipe.reconstruction ?? 1;
    this.#groupOf = supervised ? categoryGroups(store.items) : (row) => row;
    this.variables = createHead(model.latentDim, {
      seed: deriveSeed(seed, "projection head"),
      weights,
    });
  }

  /** As the recipe says, but batches of one size: a small last one would have few negatives. */
  batchSize(count: number): number {
    return Math.ceil(count / Math.ceil(count / this.#context.recipe.batchSize));
  }

  lossAndGradients(batch: TrainingBatch, epoch: number): LossAndGradients {
    const { model, recipe, seed } = this.#context;
    const views = this.#viewsOf(batch, deriveSeed(seed, `views of epoch ${epoch}`));
    const result = model.lossAndGradients(views, {
      reconstruction: this.#reconstruction,
      lowResolution: epoch <= (recipe.lowResolutionEpochs ?? 0),
      latentLoss: (latent) => this.#latentLoss(latent, batch.rows),
    });
    views.dispose();
    return result;
  }

  async loss(rows: Uint32Array): Promise<number> {
    const { store, seed } = this.#context;
    const viewSeed = deriveSeed(seed, "views of validation");
    // Rows are sorted by category: batches of one category would hold no negatives.
    const order = this.#supervised
      ? shuffledIndices(rows.length, viewSeed).map((place) => rows[place]!)
      : rows;
    const lossOf = async (batch: Batch) => {
      const views = this.#viewsOf({ ...batch, keys: batch.rows }, viewSeed);
      try {
        return await this.#lossOfViews(views, batch.rows) * batch.rows.length;
      } finally {
        views.dispose();
      }
    };
    const read = batches(store, order, { batchSize: this.batchSize(rows.length) });
    let sum = 0;
    for await (const loss of mapInOrder(read, batchesAtOnce, lossOf)) sum += loss;
    return sum / rows.length;
  }

  async #lossOfViews(views: tf.Tensor4D, rows: Uint32Array): Promise<number> {
    const { model } = this.#context;
    const vectors = await model.encode(views);
    const [value] = await valuesOf(() => {
      const latent = tf.tensor2d(vectors, [views.shape[0], model.latentDim]);
      return this.#contrast(latent, rows);
    });
    const weight = this.#reconstruction;
    return value! + (weight > 0 ? weight * await model.loss(views) : 0);
  }

  stateDict(): Promise<StateDict> {
    return readTensors(this.variables);
  }

  dispose(): void {
    tf.dispose(this.variables);
  }

  /** Two views of each image, `[2n, 128, 128, 3]`: the first view of all, then the second. */
  #viewsOf({ images, keys }: TrainingBatch, seed: number): tf.Tensor4D {
    const { augmentations } = this.#context.recipe;
    return tf.tidy(() => {
      const once = imageTensor(images);
      const sampled = [1, 2].flatMap((k) => {
        const viewSeed = deriveSeed(seed, `view ${k}`);
        return Array.from(keys, (key) => sampleAugmentation(key, viewSeed, augmentations));
      });
      return augment(tf.concat([once, once]), sampled);
    });
  }

  #contrast(latent: tf.Tensor2D, rows: Uint32Array): tf.Scalar {
    const groups = [...rows, ...rows].map(this.#groupOf);
    return contrastiveLoss(
      project(this.variables, latent),
      groups,
      this.#context.recipe.temperature,
    );
  }

  /** The contrastive loss of latent maps, differentiated by tfjs. */
  #latentLoss(latent: tf.Tensor4D, rows: Uint32Array): LatentLoss {
    return tf.tidy(() => {
      const weights = Object.values(this.variables);
      // The head's weights are variables that the function closes over.
      const { value, grads } = tf.valueAndGrads((maps: tf.Tensor, ..._: tf.Tensor[]) =>
        this.#contrast(flattenLatent(maps as tf.Tensor4D), rows)
      )([latent, ...weights]);
      const gradients = Object.fromEntries(
        weights.map((variable, i) => [variable.name, grads[i + 1]!]),
      );
      // tfjs types values and gradients as tensors of any rank.
      return { loss: value as tf.Scalar, dLatent: grads[0] as tf.Tensor4D, gradients };
    });
  }
}

/** A number for each category; for an image without one, a negative number of its own. */
function categoryGroups(items: readonly { category: string }[]): (row: number) => number {
  const numbers = new Map<string, number>();
  for (const { category } of items) {
    if (!numbers.has(category)) numbers.set(category, numbers.size);
  }
  return (row) => {
    const { category } = items[row]!;
    return category === "" ? -1 - row : numbers.get(category)!;
  };
}
