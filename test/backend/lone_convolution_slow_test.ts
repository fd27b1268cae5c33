import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import { convBias } from "../../lib/backend/gradient_ops.ts";
import { useBackend } from "../../lib/backend/mod.ts";
import { uniformAt } from "../../lib/io/random.ts";
import { availableBackends } from "../available_backends.ts";

/** Side of the image, stride and padding; the outputs have 32, 5, 2 and 1 rows. */
const CONVOLUTIONS = [[32, 1, "same"], [11, 2, "valid"], [4, 1, "valid"], [3, 1, "valid"]] as const;
const [INPUT, OUTPUT] = [64, 32];

for (const backend of await availableBackends()) {
  Deno.test(`${backend} convolves an image to the same bits alone and among others`, async () => {
    await useBackend(backend);
    const start = tf.memory().numTensors;
    for (const [side, stride, padding] of CONVOLUTIONS) {
      const random = (shape: number[], seed: number) => {
        const size = shape.reduce((product, length) => product * length);
        return Float32Array.from({ length: size }, (_, i) => uniformAt(seed, i) - 0.5);
      };
      const shape = [3, side, side, INPUT] as [number, number, number, number];
      const several = tf.tensor4d(random(shape, 1), shape);
      const filter = tf.tensor4d(random([3, 3, INPUT, OUTPUT], 2), [3, 3, INPUT, OUTPUT]);
      const bias = tf.tensor1d(random([OUTPUT], 3));
      const alone = tf.slice(several, 0, 1);
      for (
        const convolve of [
          (x: tf.Tensor4D) => tf.conv2d(x, filter, stride, padding),
          (x: tf.Tensor4D) => convBias({ x, filter, bias }, "relu", { stride, padding }),
        ]
      ) {
        const [ofSeveral, ofOne] = [convolve(several), convolve(alone)];
        const [expected, values] = [await ofSeveral.data(), await ofOne.data()];
        assert.deepEqual(ofOne.shape, [1, ...ofSeveral.shape.slice(1)]);
        assert.deepEqual(values, expected.slice(0, values.length), `${side} ${stride} ${padding}`);
        tf.dispose([ofSeveral, ofOne]);
      }
      tf.dispose([several, filter, bias, alone]);
    }
    assert.equal(tf.memory().numTensors, start);
  });
}
