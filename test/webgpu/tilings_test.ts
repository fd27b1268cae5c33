import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import { availableBackends, useBackend } from "../../lib/backend/mod.ts";
import { convolve, filterGradient } from "../../lib/backend/webgpu/conv_kernels.ts";
import type { WebgpuBackend } from "../../lib/backend/webgpu/dispatch.ts";
import { refinements, type Tile, tileCandidates } from "../../lib/backend/webgpu/tiles.ts";
import { fastestTile } from "../../lib/backend/webgpu/tuning.ts";

const ignore = !(await availableBackends()).includes("webgpu");

/** 7 x 5 pixels of `inChannels`, 3 x 3, padding 1: no size a multiple of any tile's. */
function layer(inChannels: number, outChannels: number) {
  const [inHeight, inWidth] = [7, 5];
  return {
    inHeight,
    inWidth,
    inChannels,
    outHeight: inHeight,
    outWidth: inWidth,
    outChannels,
    filterHeight: 3,
    filterWidth: 3,
    strideHeight: 1,
    strideWidth: 1,
    padTop: 1,
    padLeft: 1,
  };
}

async function assertClose(
  backend: WebgpuBackend,
  actual: tf.TensorInfo,
  expected: ArrayLike<number>,
  tile: Tile,
): Promise<void> {
  const values = await backend.read(actual.dataId);
  backend.disposeData(actual.dataId);
  let [difference, norm] = [0, 0];
  for (let i = 0; i < expected.length; i++) {
    difference += (values[i]! - expected[i]!) ** 2;
    norm += expected[i]! ** 2;
  }
  assert.ok(difference <= 1e-10 * norm, `${JSON.stringify(tile)}: ${difference} of ${norm}`);
}

for (const [channels, out] of [[24, 70], [3, 20], [20, 3]] as const) {
  Deno.test({
    name: `every tiling gives the same convolution and gradient: ${channels} to ${out} channels`,
    ignore,
    async fn() {
      await useBackend("webgpu");
      const backend = tf.backend() as unknown as WebgpuBackend;
      const shape = layer(channels, out);
      const x = tf.randomUniform([2, 7, 5, channels], -1, 1, "float32", 1);
      const dy = tf.randomUniform([2, 7, 5, out], -1, 1, "float32", 2);
      const filter = tf.randomUniform([3, 3, channels, out], -1, 1, "float32", 3);
      const bias = tf.randomUniform([out], -1, 1, "float32", 4);
      const finish = { bias, activation: "relu" } as const;
      // The default tiling's results are compared with plain JavaScript's in kernels_test.ts.
      const forward = convolve(backend, shape, { x, filter }, finish);
      const gradient = filterGradient(backend, shape, { x, dy });
      const [y, dw] = [await backend.read(forward.dataId), await backend.read(gradient.dataId)];
      const product = { rows: 70, columns: out, depth: 9 * channels };
      const candidates = tileCandidates(product, backend.device.limits);
      for (const tile of [...candidates, ...refinements(candidates.at(-1)!, product)]) {
        await assertClose(backend, convolve(backend, shape, { x, filter }, finish, tile), y, tile);
        await assertClose(backend, filterGradient(backend, shape, { x, dy }, tile), dw, tile);
      }
      for (const { dataId } of [forward, gradient]) backend.disposeData(dataId);
      tf.dispose([x, dy, filter, bias]);
    },
  });
}

Deno.test({
  name: "fastestTile() measures its candidates and leaves no memory behind",
  ignore,
  async fn() {
    await useBackend("webgpu");
    const backend = tf.backend() as unknown as WebgpuBackend;
    const shape = layer(8, 3);
    const before = tf.memory().numTensors;
    const tried: Tile[] = [];
    const product = { rows: 70, columns: 3, depth: 72 };
    const tile = await fastestTile(backend, {
      key: "8 to 3 channels",
      product,
      inputShapes: [[2, 7, 5, 8], [3, 3, 8, 3]],
      compute: ([x, filter], tile) => {
        tried.push(tile);
        return convolve(backend, shape, { x: x!, filter: filter! }, undefined, tile);
      },
    });
    const names = new Set(tried.map((one) => JSON.stringify(one)));
    for (const one of [tile, ...tileCandidates(product, backend.device.limits)]) {
      assert.ok(names.has(JSON.stringify(one)), JSON.stringify(one));
    }
    assert.equal(tf.memory().numTensors, before);
  },
});
