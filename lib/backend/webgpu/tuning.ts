/**
 * Which tiling a layer gets: `tileFor`, measured between steps by `settleTiles`.
 *
 * A kernel must be put into the queue at once, and measuring takes waiting. So a layer that was
 * never seen on this adapter first runs with a default, and is measured when the step is over.
 */

import * as tf from "@tensorflow/tfjs-core";
import { isSoftwareAdapter } from "../adapter.ts";
import { submit, submitted, type WebgpuBackend } from "./dispatch.ts";
import { Load } from "./load.ts";
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
 * number of layers measured. Takes a second or so for each, most of it the driver's compiler.
 *
 * @param onMeasured told how many are measured; each is in four stages, which count together
 */
export async function settleTiles(
  backend: WebgpuBackend,
  onMeasured?: MeasureListener,
): Promise<number> {
  const tuner = tunerOf(backend.device);
  if (tuner.waiting.size === 0) return 0;
  const held = await readTiles(tuner.path);
  const tiles = tuner.tiles ??= held;
  const unknown = [...tuner.waiting.values()].filter(({ key }) => !tiles.has(key));
  tuner.waiting.clear();
  if (unknown.length === 0) return 0;
  const fastest = await fastestTiles(backend, unknown, onMeasured);
  for (const [i, { key }] of unknown.entries()) tiles.set(key, fastest[i]!);
  await writeTiles(tuner.path, tiles);
  return unknown.length;
}

/**
 * For each problem the fastest of all forms of a tile, then of ways to share the depth and to load
 * ahead.
 *
 * All are compiled before any is measured, and the device is kept busy between: one that waits for a
 * compiler falls to a fraction of its clock within a second, where other tiles are the fastest.
 */
export async function fastestTiles(
  backend: WebgpuBackend,
  problems: readonly Problem[],
  onMeasured?: MeasureListener,
): Promise<Tile[]> {
  const { limits } = backend.device;
  let best = problems.map(({ product }) => defaultTile(product, limits, false));
  const size = ({ product }: Problem) => product.rows * product.columns * product.depth;
  const largest = problems.reduce((most, one) => size(one) > size(most) ? one : most);
  const rounds = [
    (tile: Tile, { product }: Problem) => [tile, ...tileCandidates(product, limits)],
    (tile: Tile, { product }: Problem) => refinements(tile, product),
  ];
  // Each is compiled and measured in each round.
  const stages = 2 * rounds.length;
  let stagesDone = 0;
  const tell = () => onMeasured?.(Math.floor(++stagesDone / stages), problems.length);
  try {
    using inputs = new Inputs(largest);
    const load = new Load(backend, () => {
      const tile = defaultTile(largest.product, limits, false);
      backend.disposeData(largest.compute(inputs.tensors, tile).dataId);
    });
    for (const candidatesOf of rounds) {
      const candidates: Tile[][] = [];
      for (const [i, problem] of problems.entries()) {
        candidates.push(await accepted(backend, problem, candidatesOf(best[i]!, problem)));
        await tell();
      }
      if (backend.supportTimestampQuery) await load.rampUp();
      const measured: Tile[] = [];
      for (const [i, problem] of problems.entries()) {
        const seconds = await secondsOf(backend, problem, candidates[i]!, load);
        measured.push(candidates[i]![seconds.indexOf(Math.min(...seconds))] ?? best[i]!);
        await tell();
      }
      best = measured;
    }
    return best;
  } finally {
    await submitted(backend);
    emptyPool(backend);
  }
}

/** Those of `tiles` that the device accepts, all of which it has compiled then. */
async function accepted(
  backend: WebgpuBackend,
  problem: Problem,
  tiles: readonly Tile[],
): Promise<Tile[]> {
  using inputs = new Inputs(problem);
  const good: Tile[] = [];
  for (const tile of tiles) {
    backend.device.pushErrorScope("validation");
    backend.disposeData(problem.compute(inputs.tensors, tile).dataId);
    // Within the scope: a refused kernel is an error of whatever submits it.
    submit(backend);
    if (!await backend.device.popErrorScope()) good.push(tile);
  }
  return good;
}

/** Seconds of one run with each of `tiles`, none of which compiles any more. */
async function secondsOf(
  backend: WebgpuBackend,
  problem: Problem,
  tiles: readonly Tile[],
  load: Load,
): Promise<number[]> {
  using inputs = new Inputs(problem);
  const run = (tile: Tile) => backend.disposeData(problem.compute(inputs.tensors, tile).dataId);
  if (backend.supportTimestampQuery) {
    load.queue();
    return await deviceSeconds(tiles.map((tile) => () => void run(tile)));
  }
  const seconds: number[] = [];
  for (const tile of tiles) seconds.push(await wallSeconds(backend, () => run(tile)));
  return seconds;
}

/** By the device's own clock: the fastest of three runs of each, taken in turn, read in one go. */
async function deviceSeconds(runs: readonly (() => void)[]): Promise<number[]> {
  const turns = Array.from(
    { length: 3 },
    () => runs.map(async (run) => (await tf.time(run)).kernelMs as number / 1000),
  );
  const times = await Promise.all(turns.map((turn) => Promise.all(turn)));
  return runs.map((_, i) => Math.min(...times.map((turn) => turn[i]!)));
}

/**
 * By ours, for a device without a clock. Deno tells ten milliseconds late that a device is done, so
 * that many runs are taken together until that hardly matters.
 */
async function wallSeconds(backend: WebgpuBackend, run: () => void): Promise<number> {
  await submitted(backend);
  for (let count = 1;; count *= 4) {
    const start = performance.now();
    for (let i = 0; i < count; i++) run();
    await submitted(backend);
    const passed = (performance.now() - start) / 1000;
    if (passed >= 0.1 || count >= 64) return passed / count;
  }
}

/** Tensors of a problem's input shapes, with numbers that repeat, as drawing so many takes seconds. */
class Inputs implements Disposable {
  readonly tensors: tf.Tensor[];

  constructor({ inputShapes }: Problem) {
    this.tensors = inputShapes.map((shape) =>
      tf.tidy(() => {
        const size = tf.util.sizeFromShape(shape);
        const period = Math.min(size, 2 ** 16);
        const drawn = tf.randomUniform([period], -1, 1, "float32", 1);
        return tf.reshape(tf.slice(tf.tile(drawn, [Math.ceil(size / period)]), [0], [size]), shape);
      })
    );
  }

  [Symbol.dispose](): void {
    tf.dispose(this.tensors);
  }
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
