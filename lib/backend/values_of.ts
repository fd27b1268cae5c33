/** The values of a result that is needed no longer: `valuesOf`. */

import * as tf from "@tensorflow/tfjs-core";

/** The values of the tensor that `compute` gives; it and what is made on the way are disposed. */
export async function valuesOf(compute: () => tf.Tensor): Promise<Float32Array> {
  const result = tf.tidy(compute);
  try {
    return await result.data<"float32">();
  } finally {
    result.dispose();
  }
}
