/** The decoder's first layer while it is trained in whitened coordinates: `WhitenedLayer`. */

import * as tf from "@tensorflow/tfjs-core";
import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import { valuesOf } from "../../backend/values_of.ts";
import type { StateDict } from "../state_dict.ts";
import { fromTorchLayout, toTorchLayout } from "../torch_layout.ts";

/** Names in a checkpoint. */
const [FILTER, WHITENING] = ["whitened.weight", "whitened.transform"] as const;
/** e, as a fraction of the mean eigenvalue; smaller values overfitted 632 images. */
const REGULARISATION = 0.1;

/**
 * The filter of the decoder's first layer, trained as if its input were whitened.
 *
 * The latent vectors z of an untrained encoder hold colours and shapes, but most of E[z z^T] lies along
 * one direction, so that gradient descent learns little but that. Here the layer is filter(W z), with
 * W = c (E[z z^T] + e I)^(-1/2): ZCA whitening, regularised and without centring. c scales the mean
 * second moment of W z to 1. Both maps are linear: the layer's own weight is filter W, exactly, and the
 * network has no layer more.
 */
export class WhitenedLayer {
  readonly #filter: tf.Variable<tf.Rank.R4>;
  readonly #whitening: tf.Tensor2D;

  /** @param state the result of `whitenedLayerState` or, from a checkpoint, of `stateDict` */
  constructor(state: StateDict) {
    const { [FILTER]: filter, [WHITENING]: whitening } = state;
    if (!filter || !whitening) {
      throw new TypeError(
        `Cannot resume as "${FILTER}" and "${WHITENING}" must be in the checkpoint`,
      );
    }
    // Of these ranks, as they were written.
    this.#whitening = fromTorchLayout(whitening) as tf.Tensor2D;
    const value = fromTorchLayout(filter) as tf.Tensor4D;
    this.#filter = tf.variable(value);
    value.dispose();
  }

  /** What Adam updates, by its name in a checkpoint. */
  get variables(): Readonly<Record<string, tf.Variable>> {
    return { [FILTER]: this.#filter };
  }

  /** Replace the gradient by the layer's own `weight`, which is disposed, by that by the filter. */
  replaceGradient(gradients: tf.NamedTensorMap, weight: tf.Variable): void {
    const gradient = gradients[weight.name] as tf.Tensor4D;
    delete gradients[weight.name];
    gradients[this.#filter.name] = this.#times(gradient);
    gradient.dispose();
  }

  /** Give the layer's own `weight` the value that the filter stands for. */
  assignTo(weight: tf.Variable): void {
    const value = this.#times(this.#filter);
    weight.assign(value);
    value.dispose();
  }

  async stateDict(): Promise<StateDict> {
    return await toTorchLayout({ [FILTER]: this.#filter, [WHITENING]: this.#whitening });
  }

  dispose(): void {
    tf.dispose([this.#filter, this.#whitening]);
  }

  /** `filter` `[kh, kw, out, in]` times the whitening, which is symmetric, along its last axis. */
  #times(filter: tf.Tensor4D): tf.Tensor4D {
    const [side] = this.#whitening.shape;
    return tf.tidy(() =>
      tf.reshape(tf.matMul(tf.reshape(filter, [-1, side]), this.#whitening), filter.shape)
    );
  }
}

/**
 * The state of a layer to begin with: its initial `filter`, for inputs of variance 1, and the
 * whitening of `latent` maps, float32 `[n, h, w, c]`, row-major.
 */
export async function whitenedLayerState(
  filter: tf.Tensor4D,
  latent: tf.Tensor4D,
): Promise<StateDict> {
  const channels = latent.shape[3];
  const rows = latent.size / channels;
  const products = await valuesOf(() => {
    const flat = tf.reshape(latent, [rows, channels]);
    return tf.div(tf.matMul(flat, flat, true), rows);
  });
  const moments = Matrix.from1DArray(channels, channels, products);
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(moments, {
    assumeSymmetric: true,
  });
  const values = realEigenvalues.map((value) => Math.max(0, value));
  const least = REGULARISATION * values.reduce((sum, value) => sum + value, 0) / channels;
  // Whitened, a direction of the variance v keeps v / (v + least); all together get the mean 1.
  const kept = values.reduce((sum, value) => sum + value / (value + least), 0) / channels;
  const scale = Matrix.diag(values.map((value) => 1 / Math.sqrt((value + least) * kept)));
  const whitening = eigenvectorMatrix.mmul(scale).mmul(eigenvectorMatrix.transpose());
  return {
    ...await toTorchLayout({ [FILTER]: filter }),
    [WHITENING]: {
      shape: [channels, channels],
      data: Float32Array.from(whitening.to1DArray()),
    },
  };
}
