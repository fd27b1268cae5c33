/**
 * +Layer on WebGPU with our kernels and with tfjs's own, and in PyTorch, in one run, on random images:
 * images a second for training and encoding; the same from a file of photos; then each layer's
 * forward pass and gradients on their own.
 *
 * Usage: deno task bench webgpu [--batch N] [--steps N] [--stock-steps N] [--items N [--epochs N]]
 * [--no-layers] [--no-encoding] [--python PATH [--peer-device cuda]]; WEBGPU.md tells which to take
 * for which adapter. PATH is a Python that has torch.
 */

import { parseArgs } from "node:util";
import * as tf from "@tensorflow/tfjs-core";
import {
  convBias,
  convFilterGradient,
  convInputGradient,
  registerGradientKernels,
} from "../../lib/backend/gradient_ops.ts";
import { batchesAtOnce, settleBackend, useBackend } from "../../lib/backend/mod.ts";
import { availableBackends } from "../available_backends.ts";
import { submitted, type WebgpuBackend } from "../../lib/backend/webgpu/dispatch.ts";
import { useOwnKernels, useStockKernels } from "../../lib/backend/webgpu/kernels.ts";
import { Load } from "../../lib/backend/webgpu/load.ts";
import { batches } from "../../lib/dataset/batches.ts";
import { mapInOrder } from "../../lib/io/in_order.ts";
import { Adam } from "../../lib/model/adam.ts";
import { IMAGE_VALUES } from "../../lib/dataset/store/image_size.ts";
import { ARCHITECTURES, describeLayers } from "../../lib/model/architecture.ts";
import { createAutoencoder } from "../../lib/model/autoencoder.ts";
import { embedStore } from "../../lib/model/embed.ts";
import { shuffledIndices, uniformAt } from "../../lib/io/random.ts";
import { openNoiseStore } from "./noise_store.ts";
import { runTraining } from "./peer.ts";
import { trainStep } from "../model/train_step.ts";

const { values } = parseArgs({
  args: Deno.args,
  options: {
    batch: { type: "string" },
    steps: { type: "string" },
    "stock-steps": { type: "string", default: "1" },
    items: { type: "string" },
    epochs: { type: "string", default: "1" },
    "no-layers": { type: "boolean", default: false },
    "no-encoding": { type: "boolean", default: false },
    python: { type: "string" },
    "peer-device": { type: "string", default: "cuda" },
  },
});

if (!(await availableBackends()).includes("webgpu")) {
  console.log("Not measured: this machine has no WebGPU adapter");
  Deno.exit();
}
const { device, gpu } = await useBackend("webgpu");
// A software adapter is there for correctness: what it can do in minutes.
const batch = Number(values.batch ?? (gpu ? 128 : 8));
const steps = Number(values.steps ?? (gpu ? 20 : 1));
const stockSteps = Number(values["stock-steps"]);
const OPERATIONS = trainingOperations();
console.log(JSON.stringify({ adapter: device, hardware: gpu, batch }));

const model = await createAutoencoder("plus_layer");
const images = Uint8Array.from(
  { length: batch * IMAGE_VALUES },
  (_, i) => uniformAt(1, i) * 256,
);
const own = await measure("ours", steps);
if (stockSteps > 0) {
  useStockKernels();
  registerGradientKernels("webgpu");
  const stock = await measure("tfjs", stockSteps);
  useOwnKernels();
  console.log(JSON.stringify({ trainingRatio: round(own / stock) }));
}
if (values.python) await measurePeer(values.python, values["peer-device"]);
const items = Number(values.items ?? (gpu ? 12_225 : 0));
if (items > 0) await measureFromFile(items);
if (!values["no-layers"]) await measureLayers();

/** Prints images a second of training, which it gives, and of encoding. */
async function measure(kernels: string, count: number): Promise<number> {
  // tfjs's shaders are the same for any batch; on a software adapter a whole one takes minutes.
  const warmUp = kernels === "tfjs" && !gpu ? images.subarray(0, IMAGE_VALUES) : images;
  const adam = new Adam();
  // The first pass chooses tilings, the second compiles them.
  for (let i = 0; i < (gpu ? 2 : 1); i++) await trainStep(model, warmUp, adam);
  let queueing = 0;
  const step = () => {
    const start = performance.now();
    const loss = trainStep(model, images, adam);
    queueing += performance.now() - start;
    return loss;
  };
  const train = async () => {
    for await (const _ of mapInOrder(Array(count).keys(), batchesAtOnce, step));
  };
  // Until its clock is up, and it is known how many steps it takes at once.
  if (gpu) await train();
  queueing = 0;
  const training = await rate(train, count);
  adam.dispose();
  let encoding: number | undefined;
  if (!values["no-encoding"]) {
    const all = new Uint8Array(count * images.length);
    for (let i = 0; i < count; i++) all.set(images, i * images.length);
    for (let i = 0; i < (gpu ? 2 : 0); i++) await model.encode(all);
    encoding = await rate(() => model.encode(all), count);
  }
  console.log(JSON.stringify({
    kernels,
    trainingImagesPerSecond: round(training),
    trainingTeraflops: round(training * OPERATIONS / 1e12),
    // A software adapter computes in it.
    millisecondsToQueueAStep: gpu ? round(queueing / count) : undefined,
    encodingImagesPerSecond: encoding && round(encoding),
  }));
  return training;
}

/** Prints what training and describing `count` photos take, reading included. */
async function measureFromFile(count: number): Promise<void> {
  await using store = await openNoiseStore(count);
  const rows = shuffledIndices(count, 1);
  const adam = new Adam();
  const epoch = async () => {
    const read = batches(store, rows, { batchSize: batch });
    const losses = mapInOrder(read, batchesAtOnce, ({ images }) => trainStep(model, images, adam));
    for await (const _ of losses);
  };
  // The first pass chooses tilings for the last batch.
  if (gpu) await epoch();
  const epochs = Number(values.epochs);
  const training = await seconds(async () => {
    for (let i = 0; i < epochs; i++) {
      await epoch();
      // What a checkpoint holds.
      await Promise.all([model.stateDict(), adam.state(model.variables)]);
    }
  });
  adam.dispose();
  if (gpu) await embedStore(model, store, rows);
  const describing = await seconds(() => embedStore(model, store, rows));
  console.log(JSON.stringify({
    items: count,
    epochs,
    minutes: round(training / 60),
    fedTrainingImagesPerSecond: round(epochs * count / training),
    minutesOf40EpochsOver45000: round(40 * 45_000 * training / (epochs * count) / 60),
    describingSeconds: round(describing),
  }));
}

/** Prints PyTorch's images a second, and how many times as fast we train. */
async function measurePeer(python: string, on: string): Promise<void> {
  const images = steps * batch;
  const { variants, peer } = await runTraining(python, [batch, steps, images, on]);
  for (const [variant, { training, encoding }] of Object.entries(variants)) {
    const rate = batch / median(training);
    console.log(JSON.stringify({
      kernels: `${peer}, ${variant}`,
      trainingImagesPerSecond: round(rate),
      encodingImagesPerSecond: round(images / encoding),
      trainingRatio: round(own / rate),
    }));
  }
}

/** Images a second of `run`, which works on `count` batches. */
async function rate(run: () => Promise<unknown>, count: number): Promise<number> {
  return count * batch / await seconds(run);
}

async function seconds(run: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await run();
  return (performance.now() - start) / 1000;
}

interface Convolution {
  name: string;
  transposed: boolean;
  /** As a convolution from its larger to its smaller side; a transposed one goes the other way. */
  large: [pixels: number, channels: number];
  small: [pixels: number, channels: number];
  kernel: number;
  stride: number;
  padding: number;
  /** Of one pass over one image: a product and a sum are two. */
  operations: number;
}

function convolutions(): Convolution[] {
  const found: Convolution[] = [];
  let size = 128;
  for (const { name, layer, outputShape: [out] } of describeLayers(ARCHITECTURES.plus_layer)) {
    if (layer.type === "conv" || layer.type === "convTranspose") {
      const transposed = layer.type === "convTranspose";
      const sides: [number, number][] = [[size, layer.in], [out, layer.out]];
      const [large, small] = (transposed ? sides.reverse() : sides) as [
        [number, number],
        [number, number],
      ];
      const { kernel, stride, padding } = layer;
      const operations = 2 * small[0] ** 2 * kernel ** 2 * small[1] * large[1];
      found.push({ name, transposed, large, small, kernel, stride, padding, operations });
    }
    size = out;
  }
  return found;
}

/** Of a training step, for each image. The first layer's input needs no gradient. */
function trainingOperations(): number {
  return convolutions().reduce((sum, { operations }, i) => sum + operations * (i === 0 ? 2 : 3), 0);
}

/** TFLOP/s of every convolution, forward and by each gradient. */
async function measureLayers(): Promise<void> {
  let total = 0;
  const backend = tf.backend() as unknown as WebgpuBackend;
  const photos = tf.zeros([batch, 64, 64, 64]) as tf.Tensor4D;
  const filters = tf.ones([3, 3, 64, 64]) as tf.Tensor4D;
  const load = new Load(
    backend,
    () =>
      convInputGradient(photos, filters, [batch, 64, 64, 64], { stride: 1, padding: 1 }).dispose(),
  );
  if (gpu) await load.rampUp();
  for (const [index, convolution] of convolutions().entries()) {
    const { name, transposed, kernel, stride, padding, operations } = convolution;
    const [[large, inner], [small, outer]] = [convolution.large, convolution.small];
    const shape: [number, number, number, number] = [batch, large, large, inner];
    const filterShape: [number, number, number, number] = [kernel, kernel, inner, outer];
    const x = tf.randomUniform<tf.Rank.R4>(shape, -1, 1, "float32", 1);
    const dy = tf.randomUniform<tf.Rank.R4>([batch, small, small, outer], -1, 1, "float32", 2);
    const filter = tf.randomUniform<tf.Rank.R4>(filterShape, -1, 1, "float32", 3);
    const bias = tf.zeros<tf.Rank.R1>([outer]);
    const options = { stride, padding };
    const down = await kernelSeconds(() => convBias({ x, filter, bias }, "relu", options), load);
    const up = await kernelSeconds(() => convInputGradient(dy, filter, shape, options), load);
    const byFilter = await kernelSeconds(
      () => convFilterGradient(x, dy, filterShape, options),
      load,
    );
    tf.dispose([x, dy, filter, bias]);
    const [forward, byInput] = transposed ? [up, down] : [down, up];
    total += forward + byFilter + (index === 0 ? 0 : byInput);
    const teraflops = (seconds: number) => round(batch * operations / seconds / 1e12);
    console.log(JSON.stringify({
      layer: name,
      gigaflopAnImage: round(operations / 1e9),
      forward: teraflops(forward),
      inputGradient: teraflops(byInput),
      filterGradient: teraflops(byFilter),
    }));
  }
  console.log(JSON.stringify({
    convolutionsOfAStepSeconds: round(total),
    teraflops: round(batch * OPERATIONS / total / 1e12),
    imagesPerSecondIfNothingElse: round(batch / total),
  }));
}

/** Seconds that the device takes for `run`, by its own clock where it has one. */
async function kernelSeconds(run: () => tf.Tensor, load: Load): Promise<number> {
  const backend = tf.backend() as unknown as WebgpuBackend;
  // Compiles it.
  run().dispose();
  await settleBackend();
  run().dispose();
  await submitted(backend);
  if (!backend.supportTimestampQuery) {
    const start = performance.now();
    run().dispose();
    await submitted(backend);
    return (performance.now() - start) / 1000;
  }
  if (gpu) load.queue();
  const times = Array.from(
    { length: gpu ? 9 : 1 },
    async () => (await tf.time(() => run().dispose())).kernelMs as number / 1000,
  );
  return median(await Promise.all(times));
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

function round(value: number): number {
  return Number(value.toPrecision(4));
}
