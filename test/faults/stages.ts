/**
 * All that a run does, at a tiny size, as a program to be killed: from photos to the report, in the
 * stages prepare, train, embed, evaluate and report. Started again it goes on where it was.
 *
 * Usage: stages.ts FOLDER STAGES [FAULT]: stages with commas between; a fault as JSON. The photos
 * lie beside FOLDER in "photos". At the end the number of events of each stage is printed, as JSON.
 */

import "./tiny_model.ts";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { useBackend } from "../../lib/backend/mod.ts";
import { readImageFolder } from "../../lib/dataset/sources/folder.ts";
import { openImageStore } from "../../lib/dataset/store/image_store.ts";
import { prepareDataset } from "../../lib/dataset/prepare.ts";
import { createExperiment, type Experiment } from "../../lib/runs/experiment.ts";
import { readSettings } from "../../lib/runs/settings.ts";
import { exportRun } from "../../lib/report/export/export_run.ts";
import { naming } from "../../lib/io/files.ts";
import { handleHangup } from "../../lib/io/stop.ts";
import { evaluateRetrieval } from "../../lib/metrics/retrieval.ts";
import { train } from "../../lib/runs/train.ts";
import { openEmbeddings } from "../../lib/runs/embeddings.ts";
import { projectUmap } from "../../lib/projection/umap.ts";
import { readRun } from "../../lib/runs/run_files.ts";
import { writeRunPage } from "../../lib/report/run_page.ts";
import { saveResults } from "../../lib/runs/results.ts";
import { countEvents } from "./events.ts";

/** Stages of a run, in their order. */
export const STAGES = ["prepare", "train", "embed", "evaluate", "report"] as const;
/** Name of a stage. */
export type Stage = typeof STAGES[number];

/** What strikes the program, and when. */
export interface Fault {
  stage: Stage;
  /** At which event of the stage, from 1. */
  event: number;
  /** Count the events of this name alone: "step". */
  named?: string;
  signal: "SIGKILL" | "SIGINT" | "SIGTERM" | "SIGHUP";
}

/** Where everything of a run in `folder` lies. */
export function placesIn(folder: string) {
  return {
    photos: join(folder, "..", "photos"),
    datasets: join(folder, "datasets"),
    store: join(folder, "datasets", "store"),
    run: join(folder, "run"),
    model: join(folder, "run", "plus_layer"),
    reports: join(folder, "reports"),
    exported: join(folder, "exported"),
  };
}

/** The experiment of a run in `folder`. */
export async function experimentIn(folder: string): Promise<Experiment> {
  const { photos, store, model } = placesIn(folder);
  // The backends whose sums have one order, so that the same is the same to the bit.
  const { name } = await useBackend("tensorflow").catch(() => useBackend("cpu"));
  const settings = readSettings({ dataset: photos, run: "faults", backend: name, seed: 5 }, {});
  return {
    ...createExperiment(settings, "plus_layer"),
    recipe: { epochs: 3, batchSize: 4, learningRate: 1e-2, augment: true },
    datasetDirectory: store,
    directory: model,
  };
}

/** Do one stage of the run in `folder`; `event` is called at what a fault could fall between. */
export async function runStage(
  stage: Stage,
  folder: string,
  event: (name: string) => void = () => {},
): Promise<void> {
  const places = placesIn(folder);
  if (stage === "prepare") {
    const source = await readImageFolder(places.photos);
    const onProgress = () => event("photo");
    const options = { directory: places.store, name: "shapes", seed: 5, onProgress };
    (await prepareDataset(source, options)).close();
    return;
  }
  const experiment = await experimentIn(folder);
  const { settings } = experiment;
  if (stage === "train") {
    const onStep = async () => {
      event("step");
      // A step takes milliseconds here, and so does a signal until it comes.
      await delay(10);
    };
    const { model } = await train(experiment, { onStep });
    model.dispose();
    return;
  }
  const { vectors, dim } = await openEmbeddings(experiment, { onProgress: () => event("batch") });
  if (stage === "embed") return;
  const store = await openImageStore(places.store);
  store.close();
  const ids = store.items.map(({ id }) => id);
  if (stage === "evaluate") {
    const labels = store.items.map(({ category }) => category);
    const { hits, leaveOneOut, selfIncluded, chance } = await evaluateRetrieval({
      vectors,
      dim,
      labels,
      seed: 5,
    });
    const { categories } = store;
    const codes = labels.map((label) => categories.indexOf(label));
    const metrics = {
      dataset: { name: store.name, fingerprint: store.fingerprint },
      backend: await useBackend(),
      index: {
        split: "all",
        items: store.count,
        categories: [...categories],
        counts: categories.map((_, code) => codes.filter((other) => other === code).length),
        codes,
      },
      k: 5,
      chance,
      heldOut: {},
      copies: [],
      whitening: { components: dim, tried: [] },
      chosen: "+Layer",
      searchedWith: "+Layer",
      embeddings: [{
        name: "+Layer",
        kind: "model" as const,
        dim,
        bytes: vectors.byteLength,
        selfIncluded,
        leaveOneOut,
        hits: Array.from(hits),
        heldOut: {},
        copies: { recall: 0, interval: [0, 0] as [number, number], hits: [] },
      }],
      supervised: [],
      precisionAtK: [],
      confusion: [],
      attributes: [],
    };
    const points = await projectUmap(vectors, dim, { nComponents: 2, nNeighbors: 5, seed: 5 });
    const maps = { "+Layer, 2-D": Array.from(points) };
    const umap = { ids, neighbours: 5, minDist: 0.1, trustworthiness: {}, maps };
    await saveResults(settings, { metrics, umap }, places.run);
    return;
  }
  await naming(places.reports, Deno.mkdir(places.reports, { recursive: true }));
  await writeRunPage(places.reports, { run: settings.run, runDirectory: places.run });
  await exportRun(await readRun(settings.run, places.run), {
    directory: places.exported,
    runDirectory: places.run,
    datasets: places.datasets,
  });
}

if (import.meta.main) {
  const [folder, stages, fault] = Deno.args as [string, string, string?];
  const strikes: Fault | undefined = fault === undefined ? undefined : JSON.parse(fault);
  if (strikes?.signal === "SIGHUP") handleHangup("stop");
  const counts: Partial<Record<Stage, number>> = {};
  let stage: Stage = "prepare", seen = 0;
  const event = countEvents((name, half) => {
    counts[stage] = (counts[stage] ?? 0) + 1;
    if (strikes?.stage !== stage || name !== (strikes.named ?? name)) return;
    if (++seen !== strikes.event) return;
    // In the middle of a write, where it is one.
    half?.();
    Deno.kill(Deno.pid, strikes.signal);
  });
  for (stage of stages.split(",") as Stage[]) await runStage(stage, folder, event);
  console.log(JSON.stringify(counts));
}
