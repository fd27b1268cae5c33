/** Both moments of a weight under Adam, kept where its backend updates them fastest: `createAdamMoments`. */

import * as tf from "@tensorflow/tfjs-core";
import { type AdamAttributes, adamUpdate } from "./gradient_ops.ts";
import { TensorflowAdamMoments } from "./tensorflow_adam.ts";

/** Both moments of a weight. */
export interface AdamMoments {
  /**
   * One update, as `adamUpdate` describes it; the moments change with it.
   *
   * @returns the new weight, which the caller disposes
   */
  update(weight: tf.Tensor, gradient: tf.Tensor, attributes: AdamAttributes): tf.Tensor;
  /** The moments as they are now; the caller disposes them. */
  read(): { m: tf.Tensor; v: tf.Tensor };
  dispose(): void;
}

/** Moments that begin with `m` and `v`, float32 of the weight's shape, which are taken over. */
export function createAdamMoments(m: tf.Tensor, v: tf.Tensor): AdamMoments {
  return tf.getBackend() === "tensorflow"
    ? new TensorflowAdamMoments(m, v)
    : new TensorAdamMoments(m, v);
}

/** Moments as tensors, for backends that have a kernel of their own or none. */
class TensorAdamMoments implements AdamMoments {
  #m: tf.Tensor;
  #v: tf.Tensor;

  constructor(m: tf.Tensor, v: tf.Tensor) {
    [this.#m, this.#v] = [tf.keep(m), tf.keep(v)];
  }

  update(weight: tf.Tensor, gradient: tf.Tensor, attributes: AdamAttributes): tf.Tensor {
    const [updated, m, v] = adamUpdate({ weight, gradient, m: this.#m, v: this.#v }, attributes);
    this.dispose();
    [this.#m, this.#v] = [tf.keep(m), tf.keep(v)];
    return updated;
  }

  read(): { m: tf.Tensor; v: tf.Tensor } {
    return { m: tf.clone(this.#m), v: tf.clone(this.#v) };
  }

  dispose(): void {
    tf.dispose([this.#m, this.#v]);
  }
}
