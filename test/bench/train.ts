/**
 * Training and encoding with +Layer beside PyTorch and, for encoding, onnxruntime, in turn, on random
 * images: images a second, and how many times the best peer's. Then what feeding costs: an epoch over a store against the bare step,
 * and the largest memory it took.
 *
 * Usage: deno run -A test/bench/train.ts [--python PATH] [--repeats N] [--batch N] [--images N];
 * PATH is a Python that has torch and onnxruntime.
 */

import { parseArgs } from "node:util";
import { useBackend } from "../../lib/backend/mod.ts";
import { batches } from "../../lib/dataset/batches.ts";
import { Adam } from "../../lib/model/adam.ts";
import { IMAGE_VALUES } from "../../lib/dataset/store/image_size.ts";
import { createAutoencoder } from "../../lib/model/autoencoder.ts";
import { encoderOnnx } from "../../lib/model/onnx/export_onnx.ts";
import { uniformAt } from "../../lib/io/random.ts";
import { openNoiseStore } from "./noise_store.ts";
import { runPeer, runTraining } from "./peer.ts";
import { trainStep } from "../model/train_step.ts";

const { values } = parseArgs({
  args: Deno.args,
  options: {
    python: { type: "string", default: "python3" },
    repeats: { type: "string", default: "5" },
    batch: { type: "string", default: "32" },
    images: { type: "string", default: "320" },
  },
});
const [repeats, batch, images] = [values.repeats, values.batch, values.images].map(Number) as [
  number,
  number,
  number,
];
const STEPS = 4;

/** Seconds of training steps and of encoding. */
interface Measured {
  training: number[];
  encoding: number;
}

const backend = await useBackend();
console.log(`+Layer on ${backend.name}: ${backend.device}, batch ${batch}`);
const model = await createAutoencoder("plus_layer");
const adam = new Adam();
const noise = Uint8Array.from(
  { length: batch * IMAGE_VALUES },
  (_, i) => uniformAt(1, i) * 256,
);
await trainStep(model, noise, adam);

const onnx = await Deno.makeTempFile({ suffix: ".onnx" });
await Deno.writeFile(onnx, encoderOnnx(model.architecture, await model.stateDict()));
for (let repeat = 0; repeat < repeats; repeat++) {
  const ours = await measure();
  const { variants, peer } = await runTraining(values.python, [batch, STEPS, images]);
  const runtime = await runPeer<{ encoding: number; peer: string }>(
    values.python,
    "encode_onnx.py",
    [onnx, batch, images],
  );
  const training = Object.entries(variants).map(([name, { training }]) => {
    return [name, batch / median(training)] as const;
  });
  const encoding = [...Object.entries(variants), [runtime.peer, runtime] as const]
    .map(([name, { encoding }]) => [name, images / encoding] as const);
  console.log(JSON.stringify({
    peer,
    training: compared(batch / median(ours.training), training),
    encoding: compared(images / ours.encoding, encoding),
  }));
}
await Deno.remove(onnx);
await measureFeeding();

/** Images a second of ours and of each peer, and how many times as fast as the best of them. */
function compared(ours: number, peers: readonly (readonly [string, number])[]) {
  return {
    imagesPerSecond: round(ours),
    peers: Object.fromEntries(peers.map(([name, rate]) => [name, round(rate)])),
    ratio: round(ours / Math.max(...peers.map(([, rate]) => rate))),
  };
}

async function measure(): Promise<Measured> {
  const training: number[] = [];
  for (let i = 0; i < STEPS; i++) training.push(await seconds(() => trainStep(model, noise, adam)));
  const encoding = await seconds(async () => {
    for (let done = 0; done < images; done += batch) await model.encode(noise);
  });
  return { training, encoding };
}

/** Steps on a store's photos in turn with steps on the same images again and again. */
async function measureFeeding(): Promise<void> {
  const count = 12 * batch;
  await using store = await openNoiseStore(count);
  const ratios: number[] = [];
  for (let repeat = 0; repeat < 3; repeat++) {
    const bare = await seconds(async () => {
      for (let done = 0; done < count; done += batch) await trainStep(model, noise, adam);
    });
    const fed = await seconds(async () => {
      const rows = Uint32Array.from({ length: count }, (_, i) => (i * 7919) % count);
      for await (const { images } of batches(store, rows, { batchSize: batch })) {
        await trainStep(model, images, adam);
      }
    });
    ratios.push(bare / fed);
  }
  const peak = /VmHWM:\s+(\d+)/.exec(await Deno.readTextFile("/proc/self/status"))?.[1];
  console.log(JSON.stringify({
    fedShareOfBareStep: ratios.map(round),
    peakMemoryMiB: Math.round(Number(peak) / 1024),
  }));
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

function round(value: number): number {
  return Number(value.toFixed(2));
}
