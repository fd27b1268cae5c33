import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import { useBackend } from "../../lib/backend/mod.ts";
import type { ConvLayer } from "../../lib/model/architecture.ts";
import {
  backwardBlock,
  type Block,
  blocksOf,
  forwardBlock,
  paddingFor,
} from "../../lib/model/blocks.ts";

function conv(type: ConvLayer["type"], kernel: number, stride: number, padding: number): ConvLayer {
  return { type, in: 2, out: 3, kernel, stride, padding };
}

Deno.test("paddingFor() takes 'same' only where it pads both sides alike", () => {
  assert.deepEqual(paddingFor(conv("conv", 3, 1, 1), 128), { padding: "same", border: 0 });
  assert.deepEqual(paddingFor(conv("conv", 3, 1, 0), 32), { padding: "valid", border: 0 });
  // 64 pixels at stride 2: 'same' would pad 0 before and 1 after.
  assert.deepEqual(paddingFor(conv("conv", 3, 2, 1), 64), { padding: "valid", border: 1 });
  assert.deepEqual(paddingFor(conv("conv", 3, 2, 1), 15), { padding: "same", border: 0 });
  assert.deepEqual(paddingFor(conv("convTranspose", 3, 2, 1), 33), { padding: "same", border: 0 });
  assert.deepEqual(paddingFor(conv("convTranspose", 4, 2, 2), 65), { padding: "valid", border: 2 });
});

Deno.test("blocksOf() joins a convolution with the activation and pool after it", () => {
  const layer = conv("conv", 3, 1, 1);
  const blocks = blocksOf("encoder", [layer, { type: "relu" }, { type: "maxPool" }, layer]);
  assert.deepEqual(
    blocks.map(({ name, pool, activation }) => ({ name, pool, activation })),
    [
      { name: "encoder.0", pool: true, activation: "relu" },
      { name: "encoder.3", pool: false, activation: "linear" },
    ],
  );
  assert.throws(() => blocksOf("encoder", [{ type: "relu" }]), /must follow a convolution/);
});

// tfjs's own autodiff over plain operations is the independent reference.
const cases: [string, Block["activation"], boolean, ConvLayer, number][] = [
  ["padded stride 2", "relu", false, conv("conv", 3, 2, 1), 6],
  ["same, pool and ReLU", "relu", true, conv("conv", 3, 1, 1), 8],
  ["valid, pool, no activation", "linear", true, conv("conv", 3, 1, 0), 6],
  ["transposed, same", "tanh", false, conv("convTranspose", 3, 2, 1), 5],
  ["transposed, cropped", "tanh", false, conv("convTranspose", 4, 2, 2), 5],
  ["transposed, valid", "linear", false, conv("convTranspose", 3, 2, 0), 3],
];

for (const [name, activation, pool, layer, size] of cases) {
  Deno.test(`backwardBlock() gives autodiff's gradients: ${name}`, async () => {
    await useBackend();
    const block: Block = { name: "b", conv: layer, pool, activation };
    const { kernel, padding, stride } = layer;
    const transposed = layer.type === "convTranspose";
    const filter = tf.randomNormal(
      transposed ? [kernel, kernel, 3, 2] : [kernel, kernel, 2, 3],
      0,
      1,
      "float32",
      7,
    ) as tf.Tensor4D;
    const bias = tf.tensor1d([0.3, -0.2, 0.1]);
    const x = tf.randomNormal([2, size, size, 2], 0, 1, "float32", 8) as tf.Tensor4D;
    const plain = (x: tf.Tensor4D, filter: tf.Tensor4D, bias: tf.Tensor1D) => {
      const p: [number, number] = [padding, padding];
      let z: tf.Tensor4D;
      if (transposed) {
        const full = (size - 1) * stride + kernel;
        const all = tf.conv2dTranspose(x, filter, [2, full, full, 3], stride, "valid");
        const inner = full - 2 * padding;
        z = tf.slice(all, [0, padding, padding, 0], [2, inner, inner, 3]);
      } else {
        z = tf.conv2d(tf.pad(x, [[0, 0], p, p, [0, 0]]), filter, stride, "valid");
      }
      const y = tf.add(z, bias) as tf.Tensor4D;
      const active = activation === "relu" ? tf.relu(y) : activation === "tanh" ? tf.tanh(y) : y;
      return pool ? tf.maxPool(active, 2, 2, "valid") : active;
    };
    const expectedY = tf.tidy(() => plain(x, filter, bias));
    const dy = tf.randomNormal(expectedY.shape, 0, 1, "float32", 9) as tf.Tensor4D;
    const expected = tf.grads((x, f, b) =>
      plain(x as tf.Tensor4D, f as tf.Tensor4D, b as tf.Tensor1D)
    )([x, filter, bias], dy);

    const before = tf.memory().numTensors;
    const output = forwardBlock(block, { filter, bias }, x, true);
    await assertNear(output.y, expectedY, "y");
    const gradients = backwardBlock(block, { filter, bias }, x, output, dy.clone(), true);
    // Only the three gradients are left: the output is used up.
    assert.equal(tf.memory().numTensors, before + 3);
    await assertNear(gradients.dx!, expected[0]!, "dx");
    await assertNear(gradients.filter, expected[1]!, "filter");
    await assertNear(gradients.bias, expected[2]!, "bias");
  });
}

async function assertNear(actual: tf.Tensor, expected: tf.Tensor, what: string): Promise<void> {
  assert.deepEqual(actual.shape, expected.shape, what);
  const [a, b] = [await actual.data(), await expected.data()];
  for (let i = 0; i < b.length; i++) {
    assert.ok(Math.abs(a[i]! - b[i]!) < 1e-4, `${what}[${i}]: ${a[i]} is not ${b[i]}`);
  }
}
