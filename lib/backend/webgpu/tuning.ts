/**
 * Which tiling a layer gets: `tileFor`, measured between steps by `settleTiles`.
 *
 * A kernel must be put into the queue at once, and measuring takes waiting. So a layer that was
 * never seen on this adapter first runs with a default, and is measured when the step is over.
 */

import * as tf from "@tensorflow/tfjs-core";
import { isSoftwareAdapter } from "../adapter.ts";
import type { WebgpuBackend } from "./dispatch.ts";
import { cacheDirectory, readTiles, type Tiles, tilesPath, writeTiles } from "./tile_cache.ts";
import {
  defaultTile,
  fits,
  type ProductShape,
  refinements,
  type Tile,
  tileCandidates,
} from "./tiles.ts";

/** A product to choose a tiling for. */
export interface Problem {
  /** Tells it from others: the kind of kernel and what of the layer matters to its speed. */
  key: string;
  product: ProductShape;
  /** Shapes of what `compute` takes. */
  inputShapes: number[][];
  /** Computes it with a tiling; the caller disposes what it gives. */
  compute: (inputs: tf.TensorInfo[], tile: Tile) => tf.TensorInfo;
}

/** Told how many of the layers that are new to the adapter are measured. */
export type MeasureListener = (done: number, total: number) => void | Promise<void>;

interface Tuner {
  path: string;
  /** Undefined until the file is read. */
  tiles?: Tiles;
  /** Seen, but not measured yet. */
  waiting: Map<string, Problem>;
}

const tuners = new WeakMap<GPUDevice, Tuner>();

/** The measured tiling for `problem`, or a default, and then it is noted for `settleTiles`. */
export function tileFor(backend: WebgpuBackend, problem: Problem): Tile {
  const { device } = backend;
  const software = isSoftwareAdapter(device.adapterInfo);
  if (!software) {
    const tuner = tunerOf(device);
    const measured = tuner.tiles?.get(problem.key);
    if (measured && fits(measured, device.limits)) return measured;
    tuner.waiting.set(problem.key, problem);
  }
  return defaultTile(problem.product, device.limits, software);
}

/**
 * Measure what `tileFor` noted and the adapter's file does not know, and write the file. Gives the
 * number of layers measured. Takes a second or so for each, several on a device without a clock.
 *
 * @param onMeasured told after each layer
 */
export async function settleTiles(
  backend: WebgpuBackend,
  onMeasured?: MeasureListener,
): Promise<number> {
  const tuner = tunerOf(backend.device);
  if (tuner.waiting.size === 0) return 0;
  tuner.tiles ??= await readTiles(tuner.path);
  const unknown = [...tuner.waiting.values()].filter(({ key }) => !tuner.tiles!.has(key));
  tuner.waiting.clear();
  for (const [i, problem] of unknown.entries()) {
    tuner.tiles.set(problem.key, await fastestTile(backend, problem));
    await onMeasured?.(i + 1, unknown.length);
  }
  if (unknown.length > 0) await writeTiles(tuner.path, tuner.tiles);
  return unknown.length;
}

/** The fastest of all forms of a tile, then of ways to share the depth and to load ahead. */
export async function fastestTile(backend: WebgpuBackend, problem: Problem): Promise<Tile> {
  const { limits } = backend.device;
  const inputs = problem.inputShapes.map((shape) => tf.randomUniform(shape, -1, 1, "float32", 1));
  try {
    let best = { tile: defaultTile(problem.product, limits, false), seconds: Infinity };
    const tryAll = async (tiles: Tile[]) => {
      for (const tile of tiles) {
        const seconds = await secondsOf(backend, () => problem.compute(inputs, tile));
        if (seconds < best.seconds) best = { tile, seconds };
      }
    };
    await tryAll([best.tile, ...tileCandidates(problem.product, limits)]);
    await tryAll(refinements(best.tile, problem.product));
    return best.tile;
  } finally {
    tf.dispose(inputs);
    await submitted(backend);
    emptyPool(backend);
  }
}

/** Seconds of one run that does not compile; Infinity if the device refuses it. */
async function secondsOf(backend: WebgpuBackend, run: () => tf.TensorInfo): Promise<number> {
  const runs = (count: number) => {
    for (let i = 0; i < count; i++) backend.disposeData(run().dataId);
  };
  backend.device.pushErrorScope("validation");
  runs(1);
  // Within the scope: a refused kernel is an error of whatever submits it.
  submit(backend);
  if (await backend.device.popErrorScope()) return Infinity;
  return backend.supportTimestampQuery
    ? await deviceSeconds(() => runs(1), 3)
    : await wallSeconds(backend, runs);
}

/** By the device's own clock: the fastest of `count` runs, which are read in one go. */
async function deviceSeconds(run: () => void, count: number): Promise<number> {
  const times = Array.from({ length: count }, async () => (await tf.time(run)).kernelMs as number);
  return Math.min(...await Promise.all(times)) / 1000;
}

/**
 * By ours, for a device without a clock. Deno looks only each ten milliseconds whether a device is
 * done, so that many runs are taken together until that hardly matters.
 */
async function wallSeconds(
  backend: WebgpuBackend,
  runs: (count: number) => void,
): Promise<number> {
  await submitted(backend);
  for (let count = 1;; count *= 4) {
    const start = performance.now();
    runs(count);
    await submitted(backend);
    const passed = (performance.now() - start) / 1000;
    if (passed >= 0.1 || count >= 64) return passed / count;
  }
}

function submit(backend: WebgpuBackend): void {
  backend.ensureCommandEncoderReady();
  backend.endComputePassEncoder();
  backend.submitQueue();
}

/** Everything that is in the queue is done. */
async function submitted(backend: WebgpuBackend): Promise<void> {
  submit(backend);
  await backend.queue.onSubmittedWorkDone();
}

/** Give back the buffers that tfjs keeps for tensors to come: measuring made many of odd sizes. */
function emptyPool({ bufferManager }: WebgpuBackend): void {
  for (const buffers of bufferManager.freeBuffers.values()) {
    for (const buffer of buffers.splice(0)) {
      bufferManager.numFreeBuffers--;
      bufferManager.numBytesAllocated -= buffer.size;
      buffer.destroy();
    }
  }
}

function tunerOf(device: GPUDevice): Tuner {
  let tuner = tuners.get(device);
  if (!tuner) {
    const { description, device: name, vendor } = device.adapterInfo;
    const path = tilesPath(cacheDirectory(), description || name || vendor);
    tuners.set(device, tuner = { path, waiting: new Map() });
  }
  return tuner;
}
