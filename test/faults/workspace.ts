/**
 * Folders of runs for tests of faults: `makeWorkspace`; what is in one: `outcomeOf`; and how much is
 * tried: `some`, `SOME_STAGES`, `longTest`.
 */

import { cp } from "node:fs/promises";
import { join, relative } from "node:path";
import { readVectors } from "../../lib/embedding/vector_files.ts";
import { loadCheckpoint } from "../../lib/model/checkpoint.ts";
import { loadWeights } from "../model/load_weights.ts";
import { ifExists } from "../../lib/io/files.ts";
import { readRecord } from "../../lib/io/record.ts";
import { type EpochRecord, HISTORY } from "../../lib/model/history.ts";
import { decodeSafetensors } from "../../lib/io/safetensors.ts";
import { writePhotos } from "../photos.ts";
import { placesIn, type Stage, STAGES } from "./stages.ts";

/** Whether everything is tried (`deno task test:faults`), or a sample (`deno task test`). */
const LONG = Deno.env.get("FAULTS") === "all";

/** `all`, or in a sample `few`. */
export function some(all: number, few: number): number {
  return LONG ? all : few;
}

/** A test that takes longer than its share of a sample. */
export function longTest(name: string, work: () => Promise<void>): void {
  if (LONG) Deno.test(name, work);
}

/** All stages, or in a sample the first two. */
export const SOME_STAGES: readonly Stage[] = STAGES.slice(0, some(STAGES.length, 2));

/** A folder with photos, and folders of runs beside them; removed at the end of the block. */
export interface Workspace extends AsyncDisposable {
  /** Path of the run of this name. */
  run(name: string): string;
  /** A run that begins as the run `from` is now. */
  copy(from: string, name: string): Promise<string>;
}

/** A workspace in `root`, with `each` photos of three categories. */
export async function makeWorkspace(each: number, root?: string): Promise<Workspace> {
  root ??= await Deno.makeTempDir({ prefix: "lookalike-faults-" });
  await writePhotos(join(root, "photos"), each);
  const run = (name: string) => join(root, name);
  return {
    run,
    async copy(from, name) {
      const folder = run(name);
      await Deno.remove(folder, { recursive: true }).catch(() => {});
      await Deno.mkdir(folder);
      await cp(run(from), folder, { recursive: true });
      return folder;
    },
    [Symbol.asyncDispose]: () => Deno.remove(root, { recursive: true }),
  };
}

/** All that the run in `folder` has found out, without the times it took. */
export async function outcomeOf(folder: string): Promise<Record<string, unknown>> {
  const { model } = placesIn(folder);
  const best = await ifExists(loadWeights(join(model, "best.safetensors")));
  const last = await loadCheckpoint(join(model, "last.safetensors"));
  const history = await readRecord(join(model, "history.json"), HISTORY);
  const lossesOf = (epochs: readonly EpochRecord[] | undefined) =>
    epochs?.map(({ trainLoss, validationLoss, best }) => ({ trainLoss, validationLoss, best }));
  const outcome: Record<string, unknown> = {
    best: best?.weights,
    last: last && { weights: last.weights, adam: last.adam, partial: last.partial?.images },
    losses: lossesOf(last?.history),
    history: lossesOf(history?.epochs),
  };
  // These hold times, or a sum over a file that does.
  const timed = /^(best|last)\.safetensors$|^(history|experiment)\.json$|^index\.html$|tfevents/;
  for (const path of await filesIn(folder)) {
    const name = path.split("/").at(-1)!;
    const bytes = await Deno.readFile(join(folder, path));
    if (/^(embeddings|plus_layer)\.safetensors$/.test(name)) {
      outcome[path] = decodeSafetensors(bytes).tensors;
    } else if (name === "plus_layer.parquet") {
      outcome[path] = await readVectors(join(folder, path));
    } else if (timed.test(name)) outcome[path] = "there";
    else if (/^(metrics|umap)\.json$/.test(name)) {
      // Fingerprints of the weights are of files that hold times.
      const { checksum: _, weights: __, ...rest } = JSON.parse(new TextDecoder().decode(bytes));
      outcome[path] = rest;
    } else if (name !== ".lock") outcome[path] = bytes;
  }
  return outcome;
}

/** Files below `folder`, with "/" between, sorted. */
export async function filesIn(folder: string, below = folder): Promise<string[]> {
  const files: string[] = [];
  for await (const { name, isDirectory } of Deno.readDir(below)) {
    const path = join(below, name);
    if (isDirectory) files.push(...await filesIn(folder, path));
    else files.push(relative(folder, path).replaceAll("\\", "/"));
  }
  return files.sort();
}
