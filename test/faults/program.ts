/** Runs of `stages.ts` as programs of their own: `makeFolder`, `runProgram`; what they end with: `outcomeOf`. */

import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { loadBest, loadCheckpoint } from "../../lib/model/checkpoint.ts";
import { decodeSafetensors } from "../../lib/safetensors.ts";
import { writePhotos } from "../photos.ts";
import { type Fault, placesIn, type Stage } from "./stages.ts";

const PROGRAM = fileURLToPath(new URL("./stages.ts", import.meta.url));

/** How a program ended. */
export interface Ended {
  code: number;
  signal: Deno.Signal | null;
  /** Events of each stage, if it came to its end. */
  counts: Partial<Record<Stage, number>>;
  /** What it said on standard error. */
  said: string;
}

/** A folder with photos for a run; removed at the end of the block. */
export async function makeFolder(photos = 8): Promise<{ path: string } & AsyncDisposable> {
  const path = await Deno.makeTempDir({ prefix: "lookalike-faults-" });
  await writePhotos(join(path, "photos"), photos);
  return { path, [Symbol.asyncDispose]: () => Deno.remove(path, { recursive: true }) };
}

/** Start the program of `stages`, and have it killed after `killAfter` milliseconds if that is given. */
export async function runProgram(
  folder: string,
  stages: readonly Stage[],
  { fault, killAfter }: { fault?: Fault; killAfter?: number } = {},
): Promise<Ended> {
  const child = new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "-A",
      "--no-check",
      PROGRAM,
      folder,
      stages.join(),
      ...(fault ? [JSON.stringify(fault)] : []),
    ],
    // A GPU would sum in another order each time.
    env: { CUDA_VISIBLE_DEVICES: "", TF_CPP_MIN_LOG_LEVEL: "2", NO_COLOR: "1" },
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const timer = killAfter === undefined ? undefined : setTimeout(() => {
    try {
      child.kill("SIGKILL");
    } catch {
      // It was done before.
    }
  }, killAfter);
  const { code, signal, stdout, stderr } = await child.output();
  clearTimeout(timer);
  const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return {
    code,
    signal,
    counts: code === 0 ? JSON.parse(decode(stdout)) : {},
    said: decode(stderr),
  };
}

/** All that a run in `folder` has found out, without times. */
export async function outcomeOf(folder: string) {
  const { store, model, run, index } = placesIn(folder);
  const best = await loadBest(join(model, "best.safetensors"));
  const last = await loadCheckpoint(join(model, "last.safetensors"));
  const losses = last?.history.map(({ trainLoss, validationLoss, best }) => (
    { trainLoss, validationLoss, best }
  ));
  const read = (path: string) => Deno.readFile(path).catch(() => undefined);
  const embeddings = await read(join(model, "embeddings.safetensors"));
  return {
    images: await read(join(store, "images.u8")),
    items: await read(join(store, "items.parquet")),
    manifest: await read(join(store, "dataset.json")),
    best: best?.weights,
    last: last?.weights,
    adam: last?.adam,
    losses,
    vectors: embeddings && decodeSafetensors(embeddings).tensors,
    index: await read(index),
    metrics: await read(join(run, "metrics.json")),
    umap: await read(join(run, "umap.json")),
  };
}
