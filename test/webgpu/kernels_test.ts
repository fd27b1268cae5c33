import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import { useBackend } from "../../lib/backend/mod.ts";
import { availableBackends } from "../available_backends.ts";
import { uniformAt } from "../../lib/io/random.ts";

const ignore = !(await availableBackends()).includes("webgpu");
// Fresh numbers at every run; a failure names the seed, which can be given as SEED.
const seed = Number(Deno.env.get("SEED") ?? Date.now() % 2 ** 31);
let drawn = 0;

function draw(shape: number[]): tf.Tensor {
  const length = shape.reduce((product, size) => product * size, 1);
  const from = drawn;
  drawn += length;
  return tf.tensor(
    Float32Array.from({ length }, (_, i) => uniformAt(seed, from + i) * 2 - 1),
    shape,
  );
}

type Inputs = Record<string, tf.Tensor>;

/**
 * The same kernel on plain JavaScript and on WebGPU: equal within 1e-4 of the result's norm, the first
 * `outputs` of several.
 */
async function assertSame(
  kernel: string,
  inputs: () => Inputs,
  attrs: tf.NamedAttrMap,
  what: string,
  outputs?: number,
): Promise<void> {
  const start = drawn;
  const results: Float32Array[][] = [];
  for (const backend of ["cpu", "webgpu"] as const) {
    await useBackend(backend);
    drawn = start;
    const before = tf.memory().numTensors;
    const given = inputs();
    const got = [tf.engine().runKernel(kernel, given, attrs)].flat() as tf.Tensor[];
    results.push(await Promise.all(got.map((tensor) => tensor.data() as Promise<Float32Array>)));
    tf.dispose([Object.values(given), got]);
    assert.equal(tf.memory().numTensors, before, what);
  }
  const [expected, actual] = results as [Float32Array[], Float32Array[]];
  for (const [i, reference] of expected.slice(0, outputs).entries()) {
    let [difference, norm] = [0, 0];
    assert.equal(actual[i]!.length, reference.length, what);
    for (const [k, value] of reference.entries()) {
      difference += (actual[i]![k]! - value) ** 2;
      norm += value ** 2;
    }
    // Not greater, rather than smaller: NaN must fail.
    assert.ok(
      Math.sqrt(difference) <= 1e-4 * Math.sqrt(norm),
      `${kernel} ${what} (SEED=${seed}): ${Math.sqrt(difference)} of ${Math.sqrt(norm)}`,
    );
  }
}

type Pad = "same" | "valid" | number | [[0, 0], [number, number], [number, number], [0, 0]];
type Case = [
  batch: number,
  height: number,
  width: number,
  channels: number,
  out: number,
  kernel: number,
  stride: number | [number, number],
  pad: Pad,
];

const CASES: Case[] = [
  [1, 1, 1, 1, 1, 3, 1, "same"],
  [2, 5, 7, 3, 5, 3, 1, 1],
  [3, 8, 6, 4, 8, 3, 2, 1],
  [7, 9, 4, 16, 12, 4, 2, 2],
  [1, 13, 11, 64, 64, 3, 1, "same"],
  [2, 7, 7, 33, 31, 3, 2, "valid"],
  [1, 4, 4, 513, 20, 3, 1, 1],
  [2, 3, 3, 20, 513, 3, 1, 1],
  [5, 16, 15, 3, 64, 3, 1, "same"],
  [4, 17, 17, 32, 3, 4, 2, 2],
  [3, 2, 1, 128, 96, 3, 1, 1],
  [6, 2, 2, 36, 8, 3, 2, 1],
  [2, 6, 5, 8, 8, 3, 1, [[0, 0], [1, 2], [0, 3], [0, 0]]],
  [2, 5, 6, 8, 12, 1, 2, "valid"],
  [1, 10, 9, 7, 9, 4, [1, 2], "same"],
  [2, 4, 4, 24, 40, 4, 1, "valid"],
  [2, 3, 16, 8, 12, 3, 1, 1],
  [3, 5, 32, 3, 8, 3, 2, 1],
];

for (const [batch, height, width, channels, out, kernel, stride, pad] of CASES) {
  const strides = [stride, stride].flat().slice(0, 2) as [number, number];
  const shape: [number, number, number, number] = [batch, height, width, channels];
  const filterShape: [number, number, number, number] = [kernel, kernel, channels, out];
  const what = `${shape} to ${out}, ${kernel} x ${kernel}, stride ${stride}, padding ${pad}`;
  Deno.test({
    name: `convolution and its gradients on webgpu equal plain JavaScript's: ${what}`,
    ignore,
    async fn() {
      const { outShape } = tf.backend_util.computeConv2DInfo(shape, filterShape, strides, 1, pad);
      const attrs = { strides, pad, dilations: 1, dataFormat: "NHWC" };
      const [x, filter, dy] = [
        () => draw(shape),
        () => draw(filterShape),
        () => draw(outShape),
      ];
      await assertSame(tf.Conv2D, () => ({ x: x(), filter: filter() }), attrs, what);
      for (const activation of ["relu", "linear"]) {
        await assertSame(
          tf.FusedConv2D,
          () => ({ x: x(), filter: filter(), bias: draw([out]) }),
          { ...attrs, activation },
          what,
        );
      }
      await assertSame(
        tf.Conv2DBackpropInput,
        () => ({ dy: dy(), filter: filter() }),
        { ...attrs, inputShape: shape },
        what,
      );
      await assertSame(
        tf.Conv2DBackpropFilter,
        () => ({ x: x(), dy: dy() }),
        { ...attrs, filterShape },
        what,
      );
    },
  });
}

const MAPS = [
  [1, 2, 2, 1],
  [1, 128, 127, 70],
  [7, 5, 9, 3],
  [2, 8, 6, 64],
  [3, 7, 4, 513],
  [2, 6, 5, 300],
  [1, 1, 3, 4],
];

for (const shape of MAPS as [number, number, number, number][]) {
  Deno.test({
    name: `pool, ReLU and bias gradients and the loss on webgpu equal plain JavaScript's: ${shape}`,
    ignore,
    async fn() {
      const [n, h, w, c] = shape;
      await assertSame("ReluGrad", () => ({ dy: draw(shape), y: draw(shape) }), {}, `${shape}`);
      await assertSame("MeanSquare", () => ({ x: draw(shape) }), {}, `${shape}`);
      await assertSame("BiasAddGrad", () => ({ dy: draw(shape) }), {}, `${shape}`);
      const pooled = [n, Math.floor(h / 2), Math.floor(w / 2), c];
      if (pooled.includes(0)) return;
      for (const activation of ["relu", "linear"]) {
        await assertSame(
          "MaxPoolBias",
          () => ({ x: draw(shape), bias: draw([c]) }),
          { activation },
          `${shape}, ${activation}`,
          // Plain JavaScript gives the maxima alone beside it.
          1,
        );
      }
      await assertSame(
        tf.MaxPoolGrad,
        () => ({ dy: draw(pooled), input: draw(shape), output: draw(pooled) }),
        { filterSize: [2, 2], strides: [2, 2], pad: "valid" },
        `${shape}`,
      );
    },
  });
}

for (const length of [1, 300, 70001]) {
  Deno.test({
    name: `Adam on webgpu equals plain JavaScript's: ${length} numbers`,
    ignore,
    async fn() {
      const attrs = { learningRate: 1e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, step: 3 };
      const inputs = () => {
        const [weight, gradient, m] = [draw([length]), draw([length]), draw([length])];
        return { weight, gradient, m, v: tf.tidy(() => tf.square(draw([length]))) };
      };
      await assertSame("AdamUpdate", inputs, attrs, `${length}`);
    },
  });
}
