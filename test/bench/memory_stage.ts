/**
 * One stage of `memory.ts`, in a process of its own, as a notebook is: `make`, `prepare`, `train`,
 * `embed` or `search`. Prints a line of JSON at its end.
 *
 * Usage: deno run -A test/bench/memory_stage.ts STAGE FOLDER ITEMS
 */

import { join } from "node:path";
import sharp from "sharp";
import { cropsSource } from "../../lib/dataset/sources/complete_the_look/crops.ts";
import { readTable } from "../../lib/dataset/sources/complete_the_look/read_table.ts";
import { boardFile } from "../../lib/dataset/sources/complete_the_look/board_files.ts";
import { openImageStore } from "../../lib/dataset/store/image_store.ts";
import { prepareDataset } from "../../lib/dataset/prepare.ts";
import { createExperiment, type Experiment } from "../../lib/runs/experiment.ts";
import { readSettings } from "../../lib/runs/settings.ts";
import { ARCHITECTURES } from "../../lib/model/architecture.ts";
import { train } from "../../lib/runs/train.ts";
import { openEmbeddings } from "../../lib/runs/embeddings.ts";
import { uniformAt } from "../../lib/io/random.ts";
import { FlatIndex } from "../../lib/search/flat_index.ts";
import { sparse } from "../model/tiny.ts";

/** Crops of a board, and boards of one drawing; a comment in each file keeps them apart. */
const CROPS = 10;
const DRAWINGS = 50;
const LABELS = ["Shoes", "Hats", "Dresses", "Handbags", "Coats & Jackets"];
const QUERIES = 1000;

const [stage, folder, count] = [Deno.args[0]!, Deno.args[1]!, Number(Deno.args[2])];
const boards = join(folder, "boards");
const table = join(folder, "items.tsv");
const sign = (board: number) => board.toString(16).padStart(32, "0");

// An epoch of the real network over so many photos takes a day here. What grows with their number is
// the same with this one, whose vectors have 512 numbers too.
Object.assign(ARCHITECTURES, { plus_layer: sparse(8) });
const experiment: Experiment = {
  ...createExperiment(readSettings({ dataset: folder, run: "memory", seed: 1 }, {}), "plus_layer"),
  recipe: { epochs: 1, batchSize: 128, learningRate: 1e-3, augment: false },
  datasetDirectory: join(folder, "store"),
  directory: join(folder, "run"),
};

/** Boards as JPEG and a table of ten crops of each. */
async function make(): Promise<Record<string, unknown>> {
  await Deno.mkdir(boards, { recursive: true });
  const drawings = await Promise.all(Array.from({ length: DRAWINGS }, async (_, drawing) => {
    const pixels = Uint8Array.from(
      { length: 160 * 120 * 3 },
      (_, i) => 128 + 100 * Math.sin(i / (3 + drawing)) + 20 * uniformAt(drawing, i),
    );
    const image = sharp(pixels, { raw: { width: 160, height: 120, channels: 3 } });
    return new Uint8Array(await image.jpeg().toBuffer());
  }));
  const lines = [
    "image_signature bounding_x  bounding_y  bounding_width  bounding_height label",
  ];
  for (let board = 0; board < count / CROPS; board++) {
    const drawing = drawings[board % DRAWINGS]!;
    const words = new TextEncoder().encode(sign(board));
    // A comment (FF FE, its length) right after the start of the image.
    const comment = [0xff, 0xfe, 0, words.length + 2, ...words];
    const bytes = new Uint8Array([...drawing.subarray(0, 2), ...comment, ...drawing.subarray(2)]);
    await Deno.writeFile(join(boards, boardFile(sign(board))), bytes);
    for (let crop = 0; crop < CROPS; crop++) {
      const [x, y] = [0.05 * crop, 0.04 * crop];
      lines.push([sign(board), x, y, 0.5, 0.6, LABELS[(board + crop) % LABELS.length]].join("\t"));
    }
  }
  await Deno.writeTextFile(table, lines.join("\n") + "\n");
  return { boards: Math.ceil(count / CROPS) };
}

async function prepare(): Promise<Record<string, unknown>> {
  const { rows, report } = await readTable(table, { seed: 1 });
  const source = cropsSource(rows, {
    root: boards,
    board: (signature) => {
      const path = join(boards, boardFile(signature));
      return { path, size: Deno.statSync(path).size, stamp: "made" };
    },
    report,
  });
  const directory = experiment.datasetDirectory;
  const store = await prepareDataset(source, { directory, name: "memory", seed: 1 });
  store.close();
  return { items: store.count };
}

async function trainOnce(): Promise<Record<string, unknown>> {
  const { model, history } = await train(experiment);
  model.dispose();
  return { loss: history[0]!.trainLoss, imagesPerSecond: history[0]!.imagesPerSecond };
}

async function embed(): Promise<Record<string, unknown>> {
  const { vectors, dim } = await openEmbeddings(experiment);
  return { vectors: vectors.length / dim, dim };
}

async function search(): Promise<Record<string, unknown>> {
  const { vectors, dim } = await openEmbeddings(experiment);
  const store = await openImageStore(experiment.datasetDirectory);
  store.close();
  const index = FlatIndex.build(vectors, dim, store.items.map(({ id }) => id));
  const started = performance.now();
  const { ids } = await index.search(vectors.subarray(0, QUERIES * dim), 5);
  return { queries: ids.length, seconds: (performance.now() - started) / 1000 };
}

const STAGES: Record<string, () => Promise<Record<string, unknown>>> = {
  make,
  prepare,
  train: trainOnce,
  embed,
  search,
};
const found = await STAGES[stage]!();
const peak = /VmHWM:\s+(\d+)/.exec(await Deno.readTextFile("/proc/self/status"))?.[1];
console.log(JSON.stringify({ stage, ...found, ownPeakMiB: Math.round(Number(peak) / 1024) }));
Deno.exit(0);
