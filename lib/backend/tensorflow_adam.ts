/**
 * Adam's moments as native TensorFlow's variables, which one operation updates in place:
 * `TensorflowAdamMoments`. Composed of tfjs's operations, an update passes over the weight eleven times,
 * each time into new memory, and takes four times as long.
 */

import * as tf from "@tensorflow/tfjs-core";
import type { AdamAttributes } from "./gradient_ops.ts";
import { nativeTensorflow } from "./native_tensorflow.ts";

/** The name that TensorFlow gives variables which end with their last handle. */
const ANONYMOUS = "cd2c89b7-88b7-44c8-ad83-06c2a9158347";

/** Both moments of a weight, on the backend "tensorflow". */
export class TensorflowAdamMoments {
  readonly #m: tf.Tensor;
  readonly #v: tf.Tensor;

  /** Begin with `m` and `v`, which are taken over. */
  constructor(m: tf.Tensor, v: tf.Tensor) {
    [this.#m, this.#v] = [tf.keep(variableOf(m)), tf.keep(variableOf(v))];
    // As long as a tensor shares a variable's memory, an update copies it first.
    tf.dispose([m, v]);
  }

  /** As `AdamMoments`. */
  update(
    weight: tf.Tensor,
    gradient: tf.Tensor,
    { learningRate, beta1, beta2, epsilon, step }: AdamAttributes,
  ): tf.Tensor {
    const { execute, attribute } = nativeTensorflow();
    return tf.tidy(() => {
      const variable = variableOf(weight);
      // TensorFlow would correct the moments in 32 bits, and adds epsilon to the root of an uncorrected v.
      const correction = Math.sqrt(1 - beta2 ** step);
      const rate = learningRate * correction / (1 - beta1 ** step);
      const [noPower, ...numbers] = [0, rate, beta1, beta2, epsilon * correction]
        .map((value) => tf.scalar(value));
      const attributes = [
        attribute.float("T"),
        attribute.flag("use_locking", false),
        attribute.flag("use_nesterov", false),
      ];
      const inputs = [variable, this.#m, this.#v, noPower!, noPower!, ...numbers, gradient];
      execute("ResourceApplyAdam", attributes, inputs, 0);
      return read(variable);
    });
  }

  /** As `AdamMoments`. */
  read(): { m: tf.Tensor; v: tf.Tensor } {
    return { m: read(this.#m), v: read(this.#v) };
  }

  dispose(): void {
    tf.dispose([this.#m, this.#v]);
  }
}

/** The handle of a new variable that holds `value`. */
function variableOf(value: tf.Tensor): tf.Tensor {
  const { execute, attribute } = nativeTensorflow();
  const [handle] = execute(
    "VarHandleOp",
    [
      attribute.float("dtype"),
      attribute.shape("shape", value.shape),
      attribute.text("shared_name", ANONYMOUS),
      attribute.text("container", ""),
    ],
    [],
    1,
  );
  execute("AssignVariableOp", [attribute.float("dtype")], [handle!, value], 0);
  return handle!;
}

/** What the variable behind a handle holds now. */
function read(handle: tf.Tensor): tf.Tensor {
  const { execute, attribute } = nativeTensorflow();
  return execute("ReadVariableOp", [attribute.float("dtype")], [handle], 1)[0]!;
}
