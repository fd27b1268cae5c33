/** Reconstruction: the mean squared error of decoded images. */

import type * as tf from "@tensorflow/tfjs-core";
import { batchesAtOnce } from "../../backend/mod.ts";
import { augmentImages } from "../../dataset/augment.ts";
import { batches } from "../../dataset/batches.ts";
import { mapInOrder } from "../../io/in_order.ts";
import { deriveSeed, shuffledIndices } from "../../io/random.ts";
import type { AdamOptions } from "../adam.ts";
import type { Autoencoder } from "../autoencoder.ts";
import type { LossAndGradients } from "../loss.ts";
import type { StateDict } from "../state_dict.ts";
import { unflattenLatent } from "../torch_layout.ts";
import type { Objective, ObjectiveContext, TrainingBatch } from "./objective.ts";
import { WhitenedLayer, whitenedLayerState } from "./whitened_layer.ts";

/** At most this many images whiten the latent vectors, this many at a time. */
const [WHITENED, AT_ONCE] = [1024, 64];

/**
 * Mean squared error of the reconstruction over all values in [-1, 1], as in the original.
 *
 * With `decoderEpochs` the decoder is trained first, alone. With `chromaWeight` the gradient is that of
 * a weighted error; the reported loss is the plain mean squared error.
 */
class ReconstructionObjective implements Objective {
  readonly adam: Omit<AdamOptions, "learningRate">;
  readonly #context: ObjectiveContext;
  /** While the decoder learns alone. */
  #firstLayer: WhitenedLayer | undefined;

  constructor(context: ObjectiveContext, firstLayer: WhitenedLayer | undefined) {
    const { model, recipe: { encoderRate = 1 } } = context;
    this.#context = context;
    this.#firstLayer = firstLayer;
    const encoder = new Set(
      Object.entries(model.variables).flatMap(([name, variable]) =>
        name.startsWith("encoder.") ? [variable.name] : []
      ),
    );
    this.adam = {
      settingsOf: ({ name }) => ({ rate: encoder.has(name) ? encoderRate : 1, weightDecay: 0 }),
    };
  }

  get variables(): Readonly<Record<string, tf.Variable>> {
    return this.#firstLayer?.variables ?? {};
  }

  batchSize(): number {
    return this.#context.recipe.batchSize;
  }

  lossAndGradients({ images, keys }: TrainingBatch, epoch: number): LossAndGradients {
    const { model, recipe, seed } = this.#context;
    const { augment, chromaWeight, decoderEpochs = 0, lowResolutionEpochs = 0 } = recipe;
    if (augment) augmentImages(images, keys, deriveSeed(seed, `augmentation of epoch ${epoch}`));
    const frozenEncoder = epoch <= decoderEpochs;
    const result = model.lossAndGradients(images, {
      chromaWeight,
      frozenEncoder,
      lowResolution: epoch <= lowResolutionEpochs,
    });
    if (frozenEncoder) this.#firstLayer?.replaceGradient(result.gradients, firstFilter(model));
    return result;
  }

  afterStep(_step: number, epoch: number): void {
    const { model, recipe: { decoderEpochs = 0 } } = this.#context;
    if (epoch <= decoderEpochs) return this.#firstLayer?.assignTo(firstFilter(model));
    this.#firstLayer?.dispose();
    this.#firstLayer = undefined;
  }

  async loss(rows: Uint32Array): Promise<number> {
    const { model, store, recipe } = this.#context;
    const losses = mapInOrder(batches(store, rows, recipe), batchesAtOnce, async (batch) => {
      return await model.loss(batch.images) * batch.rows.length;
    });
    let sum = 0;
    for await (const loss of losses) sum += loss;
    return sum / rows.length;
  }

  async stateDict(): Promise<StateDict> {
    return await this.#firstLayer?.stateDict() ?? {};
  }

  dispose(): void {
    this.#firstLayer?.dispose();
  }
}

/**
 * The objective of a run. Where the decoder learns first and the model has its initial weights, the
 * input of the decoder's first layer is whitened.
 */
export async function createReconstruction(context: ObjectiveContext): Promise<Objective> {
  const { model, recipe: { decoderEpochs = 0 }, weights = {}, initial } = context;
  if (decoderEpochs === 0) return new ReconstructionObjective(context, undefined);
  if (!initial) {
    const resumed = Object.keys(weights).length > 0;
    return new ReconstructionObjective(context, resumed ? new WhitenedLayer(weights) : undefined);
  }
  const latent = await sampleLatent(context);
  try {
    const layer = new WhitenedLayer(await whitenedLayerState(firstFilter(model), latent));
    layer.assignTo(firstFilter(model));
    return new ReconstructionObjective(context, layer);
  } finally {
    latent.dispose();
  }
}

/** Latent maps `[n, h, w, c]` of training images, drawn with the seed. */
async function sampleLatent(
  { model, store, recipe, seed }: ObjectiveContext,
): Promise<tf.Tensor4D> {
  const rows = store.rowsOf("train");
  const drawn = shuffledIndices(rows.length, deriveSeed(seed, "whitening"));
  const sample = drawn.slice(0, WHITENED).map((place) => rows[place]!);
  const vectors = new Float32Array(sample.length * model.latentDim);
  let done = 0;
  for await (const { images } of batches(store, sample, { batchSize: AT_ONCE })) {
    const encoded = await model.encode(images, (recipe.lowResolutionEpochs ?? 0) > 0);
    vectors.set(encoded, done);
    done += encoded.length;
  }
  return unflattenLatent(vectors, model.latentShape);
}

/** The filter of the decoder's first layer, `[kh, kw, out, in]`. */
function firstFilter(model: Autoencoder): tf.Variable<tf.Rank.R4> {
  return model.variables["decoder.0.weight"] as tf.Variable<tf.Rank.R4>;
}
