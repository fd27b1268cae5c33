/** Learning which views show the same thing: `ContrastiveTask`. */

import * as tf from "@tensorflow/tfjs-core";
import { batchesAtOnce } from "../../../backend/mod.ts";
import { type Batch, batches } from "../../../dataset/batches.ts";
import { mapInOrder } from "../../../io/in_order.ts";
import { deriveSeed, shuffledIndices } from "../../../io/random.ts";
import type { LatentLoss, LossAndGradients } from "../../loss.ts";
import { imageTensor } from "../../images.ts";
import { flattenLatent } from "../../torch_layout.ts";
import type { StateDict } from "../../state_dict.ts";
import type { Task, TaskContext, TrainingBatch } from "../objective.ts";
import { contrastiveLoss } from "./contrastive_loss.ts";
import { makeViews } from "./make_views.ts";
import { ProjectionHead } from "./projection_head.ts";
import { drawView, VIEW_CHANGES, type ViewChange } from "./view.ts";

/** What a recipe may say of contrastive learning. */
export interface ContrastiveRecipe {
  /**
   * Of the softmax over similarities, above 0.
   *
   * @default 0.2
   */
  temperature?: number;
  /**
   * Weight of the mean squared error beside the contrastive loss, so that the decoder learns too.
   *
   * @default 1
   */
  reconstruction?: number;
  /**
   * So many first epochs are trained on photos of half the size, at half the cost.
   *
   * @default 0
   */
  halvedEpochs?: number;
  /**
   * What is changed from view to view. (Photos are described together with their mirror images in any
   * case.)
   *
   * @default all of `VIEW_CHANGES`
   */
  views?: readonly ViewChange[];
}

/**
 * Two views of each photo of a batch; the loss asks of each to be nearer to the other view of its photo
 * than to all other views (NT-Xent). With `byCategory` nearer to all views of its category than to the
 * others (supervised contrastive); photos without a category are on their own.
 */
export class ContrastiveTask implements Task {
  readonly #context: TaskContext;
  readonly #head: ProjectionHead;
  readonly #byCategory: boolean;
  readonly #groups: (row: number) => number;
  readonly #settings: Required<ContrastiveRecipe>;

  constructor(context: TaskContext, { byCategory }: { byCategory: boolean }) {
    const { model, store, recipe, seed } = context;
    this.#context = context;
    this.#settings = {
      temperature: recipe.temperature ?? 0.2,
      reconstruction: recipe.reconstruction ?? 1,
      halvedEpochs: recipe.halvedEpochs ?? 0,
      views: recipe.views ?? VIEW_CHANGES,
    };
    const unknown = this.#settings.views.find((change) => !VIEW_CHANGES.includes(change));
    if (unknown !== undefined) {
      throw new RangeError(
        `Cannot train as views must be some of ${VIEW_CHANGES.join(", ")}: ` +
          `current value is "${unknown}"`,
      );
    }
    this.#byCategory = byCategory;
    this.#groups = byCategory ? categoryGroups(store.items) : (row) => row;
    this.#head = new ProjectionHead(model.latentDim, deriveSeed(seed, "projection head"));
  }

  get variables(): Readonly<Record<string, tf.Variable>> {
    return this.#head.variables;
  }

  /** As the recipe says, but all of an epoch's batches alike: a small one has few others to compare. */
  batchSize(count: number): number {
    return Math.ceil(count / Math.ceil(count / this.#context.recipe.batchSize));
  }

  lossAndGradients(batch: TrainingBatch, epoch: number): LossAndGradients {
    const { model, seed } = this.#context;
    const { halvedEpochs, reconstruction } = this.#settings;
    const views = this.#viewsOf(batch, deriveSeed(seed, `views of epoch ${epoch}`));
    const result = model.lossAndGradients(views, {
      reconstruction,
      lowResolution: epoch <= halvedEpochs,
      latentLoss: (latent) => this.#latentLoss(latent, batch.rows),
    });
    views.dispose();
    return result;
  }

  async loss(rows: Uint32Array): Promise<number> {
    const { store, seed } = this.#context;
    const viewSeed = deriveSeed(seed, "views of validation");
    // Rows lie category by category: batches of one alone would hold nothing to tell it apart from.
    const asked = this.#byCategory
      ? shuffledIndices(rows.length, viewSeed).map((place) => rows[place]!)
      : rows;
    const lossOf = async (batch: Batch) => {
      const views = this.#viewsOf({ ...batch, keys: batch.rows }, viewSeed);
      try {
        return await this.#lossOf(views, batch.rows) * batch.rows.length;
      } finally {
        views.dispose();
      }
    };
    const taken = batches(store, asked, { batchSize: this.batchSize(rows.length) });
    let sum = 0;
    for await (const loss of mapInOrder(taken, batchesAtOnce, lossOf)) sum += loss;
    return sum / rows.length;
  }

  /** Of the views of the photos in `rows`. */
  async #lossOf(views: tf.Tensor4D, rows: Uint32Array): Promise<number> {
    const { model } = this.#context;
    const { reconstruction } = this.#settings;
    const vectors = await model.encode(views);
    const contrast = tf.tidy(() => {
      const latent = tf.tensor2d(vectors, [views.shape[0], model.latentDim]);
      return this.#contrast(latent, rows);
    });
    const [value] = await contrast.data();
    contrast.dispose();
    return value! + (reconstruction > 0 ? reconstruction * await model.loss(views) : 0);
  }

  stateDict(): Promise<StateDict> {
    return this.#head.stateDict();
  }

  loadStateDict(state: StateDict): void {
    this.#head.loadStateDict(state);
  }

  dispose(): void {
    this.#head.dispose();
  }

  /** Two views of each photo, `[2n, 128, 128, 3]`: first one of each, then the other of each. */
  #viewsOf({ images, keys }: TrainingBatch, seed: number): tf.Tensor4D {
    return tf.tidy(() => {
      const photos = imageTensor(images);
      const drawn = [1, 2].flatMap((k) => {
        const ofThese = deriveSeed(seed, `view ${k}`);
        return Array.from(keys, (key) => drawView(key, ofThese, this.#settings.views));
      });
      return makeViews(tf.concat([photos, photos]), drawn);
    });
  }

  #contrast(latent: tf.Tensor2D, rows: Uint32Array): tf.Scalar {
    const groups = [...rows, ...rows].map(this.#groups);
    return contrastiveLoss(this.#head.project(latent), groups, this.#settings.temperature);
  }

  #latentLoss(latent: tf.Tensor4D, rows: Uint32Array): LatentLoss {
    return tf.tidy(() => {
      const weights = Object.values(this.variables);
      const lossOf = (maps: tf.Tensor) =>
        this.#contrast(flattenLatent(maps as tf.Tensor4D), rows) as tf.Tensor;
      // The head's weights are variables that `lossOf` closes over.
      const { value, grads } = tf.valueAndGrads((maps: tf.Tensor, ..._: tf.Tensor[]) =>
        lossOf(maps) as tf.Scalar
      )([latent, ...weights]);
      const gradients = Object.fromEntries(
        weights.map((variable, i) => [variable.name, grads[i + 1]!]),
      );
      return { loss: value as tf.Scalar, dLatent: grads[0] as tf.Tensor4D, gradients };
    });
  }
}

/** A number for each category; for each photo without one, a number of its own below 0. */
function categoryGroups(
  items: readonly { category: string }[],
): (row: number) => number {
  const numbers = new Map<string, number>();
  for (const { category } of items) {
    if (!numbers.has(category)) numbers.set(category, numbers.size);
  }
  return (row) => {
    const { category } = items[row]!;
    return category === "" ? -1 - row : numbers.get(category)!;
  };
}
