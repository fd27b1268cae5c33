/** Runs made for a test, as notebooks would have left them: `writeRun`, `madeSettings`, `HOSTILE`. */

import { join } from "node:path";
import { writeRecord } from "../../lib/io/record.ts";
import { summariseScores } from "../../lib/metrics/bootstrap.ts";
import { saveBest } from "../../lib/model/checkpoint.ts";
import { HISTORY } from "../../lib/model/history.ts";
import { readSettings, type Settings } from "../../lib/runs/settings.ts";
import { saveResults } from "../../lib/runs/results.ts";
import { EXPERIMENT, type ExperimentRecord } from "../../lib/runs/experiment_record.ts";

/** A name that a page must show as text. */
export const HOSTILE = `<img src=x onerror=alert(1)> "quoted" & '$x$'`;

/** What a made run is like. */
export interface MadeRun {
  categories?: string[];
  /** SHA-256 of the photos. */
  fingerprint?: string;
  seed?: number;
  /** Hits of the five nearest of a model's queries; every category in turn. */
  hits?: number[];
}

/** The settings of a made run. */
export function madeSettings(run: string, seed = 42): Settings {
  return readSettings({ profile: "tiny", models: "baseline,plus_layer", run, seed }, {});
}

/** Write a run of both models, with metrics and map, into `directory`. */
export async function writeRun(directory: string, run: string, made: MadeRun = {}): Promise<void> {
  const {
    categories = ["Bags", "Hats", "Shoes"],
    fingerprint = "ab".repeat(32),
    seed = 42,
    hits = [5, 4, 3, 2, 1, 0, 1, 2, 3],
  } = made;
  for (const model of ["baseline", "plus_layer"] as const) {
    const experiment: ExperimentRecord = {
      run,
      profile: "tiny",
      model,
      recipe: { epochs: 2, batchSize: 8, learningRate: 3e-4, augment: false },
      seed,
      dataset: {
        name: "made",
        split: "boards",
        fingerprint,
        photos: 12,
        splits: { train: 9, validation: 2, test: 1 },
      },
      backend: { name: "tensorflow", device: "CPU" },
      versions: { deno: "2.9.6", tfjs: "4.22.0" },
    };
    await writeRecord(join(directory, model, "experiment.json"), EXPERIMENT, experiment);
    const row = { best: true, imagesPerSecond: 16, seconds: 1 };
    const epochs = [
      { epoch: 1, trainLoss: 0.5, validationLoss: 0.4, ...row },
      { epoch: 2, trainLoss: 0.3, validationLoss: 0.25, ...row },
    ];
    await writeRecord(join(directory, model, "history.json"), HISTORY, { epochs });
    // Of no network: what reads results looks at what the file says of its weights alone.
    await saveBest(join(directory, model), {
      weights: { made: { shape: [1], data: Float32Array.of(seed) } },
      history: epochs,
      identity: { dataset: fingerprint },
    });
  }
  const codes = hits.map((_, i) => i % categories.length);
  const counts = categories.map((_, code) => codes.filter((other) => other === code).length);
  const grouping = {
    categories,
    codes: Int32Array.from(codes),
    counted: Uint8Array.from(counts, (count) => count > 1 ? 1 : 0),
  };
  const embedding = (name: string, kind: "model" | "baseline", hits: number[], more = {}) => {
    const precision = Float64Array.from(hits, (count) => count / 5);
    const means = summariseScores({ precision }, grouping, { resamples: 50, seed: 1 }).precision;
    const scores = {
      k: 5,
      precision: means,
      averagePrecision: means,
      mapAtR: means,
      rPrecision: means,
    };
    return {
      name,
      kind,
      dim: 512,
      bytes: 4096,
      selfIncluded: { macro: 0.5, perCategory: {} },
      leaveOneOut: scores,
      hits,
      heldOut: { validation: { ...scores, hits: hits.slice(0, 2) } },
      copies: { recall: 0.75, interval: [0.5, 0.875] as [number, number], hits: [1, 1, 1, 0] },
      ...more,
    };
  };
  const metrics = {
    dataset: { name: "made", fingerprint },
    backend: { name: "tensorflow", device: "CPU", gpu: false },
    index: { split: "train", items: hits.length, categories, counts, codes },
    k: 5,
    chance: { macro: 0.25, micro: 0.25 },
    heldOut: {
      validation: { queries: 2, chance: { macro: 0.3, micro: 0.2 }, codes: codes.slice(0, 2) },
    },
    copies: [0, 1, 2, 3],
    whitening: { components: 64, tried: [] },
    chosen: "+Layer (512-d), centred, L2",
    searchedWith: "+Layer (512-d), centred, L2",
    supervised: [{
      name: "+Layer (512-d), told categories",
      of: "+Layer (512-d)",
      dim: 514,
      heldOut: {},
      copies: { recall: 0.625, interval: [0.5, 0.75] as [number, number], hits: [1, 0, 1, 0] },
    }],
    embeddings: [
      embedding("Baseline (4096-d)", "model", hits.toReversed()),
      embedding("+Layer (512-d)", "model", hits),
      embedding("16 x 16 pixels", "baseline", hits.map(() => 1)),
      embedding(
        "+Layer (512-d), centred, L2",
        "model",
        hits.map((count) => Math.min(5, count + 1)),
        { of: "+Layer (512-d)", transform: "centred, L2" },
      ),
    ],
    precisionAtK: [{ name: "+Layer (512-d)", micro: [0.5, 0.25] }],
    confusion: [],
    attributes: [],
  };
  const umap = {
    ids: hits.map((_, i) => `${categories[i % categories.length]}/${i}.jpg`),
    neighbours: 15,
    minDist: 0.1,
    trustworthiness: {},
    maps: {
      "+Layer (512-d), 2-D": hits.flatMap((_, i) => [i, i % 3]),
      "+Layer (512-d), 3-D": hits.flatMap((_, i) => [i, i % 3, -i]),
    },
  };
  await saveResults(madeSettings(run, seed), { metrics, umap }, directory);
}
