/** Arrays that are copied to the backend once: `KeptTensors`. */

import * as tf from "@tensorflow/tfjs-core";

/** Tensors of arrays that many calls multiply with. */
export class KeptTensors implements Disposable {
  readonly #tensors = new Map<Float32Array, tf.Tensor2D>();

  /** `values`, which stay as they are, as float32 `shape`: the same tensor each time, not to be disposed. */
  get(values: Float32Array, shape: [rows: number, columns: number]): tf.Tensor2D {
    const tensor = this.#tensors.get(values) ?? tf.keep(tf.tensor2d(values, shape));
    this.#tensors.set(values, tensor);
    return tensor;
  }

  [Symbol.dispose](): void {
    tf.dispose([...this.#tensors.values()]);
    this.#tensors.clear();
  }
}
