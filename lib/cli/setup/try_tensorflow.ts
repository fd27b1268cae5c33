/**
 * Smoke test of native TensorFlow: the product of two matrices. A program of its own, because a
 * library that does not suit the CPU ends the process that loads it.
 */

import * as tf from "@tensorflow/tfjs-core";
import { loadTensorflow } from "../../backend/tensorflow.ts";

loadTensorflow();
await tf.setBackend("tensorflow");
// [1 2] x [3 4]' = 3 + 8
const product = tf.matMul(tf.tensor2d([[1, 2]]), tf.tensor2d([[3], [4]])).dataSync()[0];
if (product !== 11) {
  throw new Error(`Cannot use TensorFlow as 1 x 3 + 2 x 4 must be 11: ${product}`);
}
