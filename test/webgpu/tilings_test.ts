import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import { findAdapter } from "../../lib/backend/adapter.ts";
import { settleBackend, useBackend } from "../../lib/backend/mod.ts";
import { availableBackends } from "../available_backends.ts";
import { convolve, filterGradient } from "../../lib/backend/webgpu/conv_kernels.ts";
import { checkDevice } from "../../lib/backend/webgpu/device_errors.ts";
import type { WebgpuBackend } from "../../lib/backend/webgpu/dispatch.ts";
import { cacheDirectory, readTiles, tilesPath } from "../../lib/backend/webgpu/tile_cache.ts";
import { refinements, type Tile, tileCandidates } from "../../lib/backend/webgpu/tiles.ts";
import { fastestTiles } from "../../lib/backend/webgpu/tuning.ts";

const ignore = !(await availableBackends()).includes("webgpu");

/** 7 rows of pixels of `inChannels`, 3 x 3, padding 1. */
function layer(inWidth: number, inChannels: number, outChannels: number) {
  const inHeight = 7;
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

// Most sizes are no multiple of any tile's; a row of 32 is as many steps as it has.
const LAYERS = [[5, 24, 70], [5, 3, 20], [5, 20, 3], [32, 24, 70], [32, 3, 64]] as const;

for (const [width, channels, out] of LAYERS) {
  Deno.test({
    name: `every tiling gives the same convolution and gradient: ${width} pixels wide, ` +
      `${channels} to ${out} channels`,
    ignore,
    async fn() {
      await useBackend("webgpu");
      const backend = tf.backend() as unknown as WebgpuBackend;
      const shape = layer(width, channels, out);
      const x = tf.randomUniform([2, 7, width, channels], -1, 1, "float32", 1);
      const dy = tf.randomUniform([2, 7, width, out], -1, 1, "float32", 2);
      const filter = tf.randomUniform([3, 3, channels, out], -1, 1, "float32", 3);
      const bias = tf.randomUniform([out], -1, 1, "float32", 4);
      const finish = { bias, activation: "relu" } as const;
      // The default tiling's results are compared with plain JavaScript's in kernels_test.ts.
      const forward = convolve(backend, shape, { x, filter }, finish);
      const gradient = filterGradient(backend, shape, { x, dy });
      const [y, dw] = [await backend.read(forward.dataId), await backend.read(gradient.dataId)];
      const product = { rows: 14 * width, columns: out, depth: 9 * channels };
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

if (!ignore) await useBackend("webgpu");
const hasClock = !ignore && (tf.backend() as unknown as WebgpuBackend).supportTimestampQuery;

for (const clock of ["its own clock", "no clock"]) {
  Deno.test({
    name: `fastestTiles() finds the fastest on a device with ${clock}, and leaves no memory behind`,
    ignore: ignore || clock === "its own clock" && !hasClock,
    async fn() {
      await useBackend("webgpu");
      const backend = tf.backend() as unknown as WebgpuBackend;
      const shape = layer(5, 8, 3);
      const before = tf.memory().numTensors;
      const tried: Tile[] = [];
      const product = { rows: 70, columns: 3, depth: 72 };
      const isFast = ({ prefetch, workgroups }: Tile) => prefetch && workgroups === 1024;
      // One that gets more threads than any device has.
      const [, { rows: wide }] = tileCandidates(product, backend.device.limits) as [Tile, Tile];
      backend.supportTimestampQuery = clock === "its own clock";
      try {
        const [tile] = await fastestTiles(backend, [{
          key: "8 to 3 channels",
          product,
          inputShapes: [[2, 7, 5, 8], [3, 3, 8, 3]],
          compute: ([x, filter], tile) => {
            tried.push(tile);
            const refused = tile.rows === wide;
            const given = refused ? { ...tile, rows: 2 ** 16 } : tile;
            const once = () =>
              convolve(backend, shape, { x: x!, filter: filter! }, undefined, given);
            // All but the fast one are as slow as twelve, which tfjs does not submit on its own yet.
            const more = refused || isFast(tile) ? 0 : 11;
            for (let i = 0; i < more; i++) backend.disposeData(once().dataId);
            return once();
          },
        }]);
        assert.ok(isFast(tile!), JSON.stringify(tile));
        // The one that was refused is passed over, and the device goes on.
        checkDevice(backend.device);
      } finally {
        backend.supportTimestampQuery = hasClock;
      }
      const names = new Set(tried.map((one) => JSON.stringify(one)));
      for (const one of tileCandidates(product, backend.device.limits)) {
        assert.ok(names.has(JSON.stringify(one)), JSON.stringify(one));
      }
      assert.equal(tf.memory().numTensors, before);
    },
  });
}

Deno.test({
  name: "a layer that is new to a GPU is measured after the step, and its tiling kept in a file",
  // A GPU is measured under its own name all along.
  ignore: ignore || !(await findAdapter())!.software,
  async fn() {
    await useBackend("webgpu");
    const backend = tf.backend() as unknown as WebgpuBackend;
    const directory = await Deno.makeTempDir();
    const variables = ["XDG_CACHE_HOME", "LOCALAPPDATA", "HOME"];
    const held = variables.map((name) => Deno.env.get(name));
    for (const name of variables) Deno.env.set(name, directory);
    // The software adapter under another name, as it is never measured under its own.
    const adapterInfo = { description: "Test GPU", device: "", vendor: "", architecture: "" };
    Object.defineProperty(backend.device, "adapterInfo", {
      value: adapterInfo,
      configurable: true,
    });
    try {
      const x = tf.randomUniform([2, 6, 5, 4], -1, 1, "float32", 1) as tf.Tensor4D;
      const filter = tf.randomUniform([3, 3, 4, 3], -1, 1, "float32", 2) as tf.Tensor4D;
      const told: string[] = [];
      const step = async (times = 1) => {
        const images = tf.tile(x, [times, 1, 1, 1]);
        const y = tf.conv2d(images, filter, 1, "same");
        const values = await y.data();
        tf.dispose([images, y]);
        await settleBackend((done, total) => void told.push(`${done} of ${total}`));
        return values;
      };
      const first = await step();
      const path = tilesPath(cacheDirectory(), "Test GPU");
      const tiles = await readTiles(path);
      assert.deepEqual([...tiles.keys()], ["gather 6x5x4 to 6x5x3, depth 36 in 1, batch 1 to 2"]);
      const { mtime } = await Deno.stat(path);
      const second = await step();
      assert.ok(second.every((value, i) => Math.abs(value - first[i]!) < 1e-5));
      assert.deepEqual((await Deno.stat(path)).mtime, mtime, "measured again");
      assert.deepEqual(told, ["0 of 1", "0 of 1", "0 of 1", "1 of 1"]);
      // Four and six images are of one range, and take one tiling.
      await step(2);
      assert.equal(told.length, 8);
      await step(3);
      assert.equal(told.length, 8);
      tf.dispose([x, filter]);
    } finally {
      Reflect.deleteProperty(backend.device, "adapterInfo");
      for (const [i, name] of variables.entries()) {
        if (held[i] === undefined) Deno.env.delete(name);
        else Deno.env.set(name, held[i]);
      }
      await Deno.remove(directory, { recursive: true });
    }
  },
});
