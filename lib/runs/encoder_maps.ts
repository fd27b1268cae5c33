/** How well the maps inside an encoder find neighbours, beside its latent vector. */

import { batches } from "../dataset/batches.ts";
import { compose, type SourceVectors } from "../embedding/compose.ts";
import { searchComposition } from "../embedding/compositions.ts";
import type { Vectors } from "../embedding/embedding.ts";
import { evaluate, type Evaluation } from "../metrics/evaluate.ts";
import type { Autoencoder } from "../model/autoencoder.ts";
import { IMAGE_BYTES } from "../dataset/store/image_size.ts";
import type { ImageStore } from "../dataset/store/image_store.ts";
import { type EvaluationImages, evaluationImages } from "./evaluated_embeddings.ts";
import { scoredImages } from "./evaluation.ts";
import { createExperiment } from "./experiment.ts";
import { PRESETS } from "./presets.ts";
import type { Settings } from "./settings.ts";
import { openTrained } from "./trained.ts";

/** Positions a side of the largest maps. */
const SIDE = 4;
/** Dimensions that maps are whitened to, as far as there are images. */
const DIMENSIONS = 128;
/** Images at once. */
const BATCH = 64;

/** The maps of one network of a run. */
export interface EncoderMaps {
  /** Title of the network. */
  title: string;
  /** Each searched with; its name is height, width and channels: "4 x 4 x 512". */
  maps: { name: string; scores: Evaluation }[];
  /** Group of each query: test images, or the index's own where there are none. */
  queryGroups: (string | undefined)[];
}

/**
 * Evaluate the maps of the pretrained +Layer, or of the first model of a run that has not got it: each
 * map of at most 4 x 4 positions within its encoder, whitened to 128 dimensions and L2-normalised; the
 * last is the latent vector. Images are embedded without their mirror images. Of maps of one shape the
 * last counts.
 */
export async function evaluateEncoderMaps(
  settings: Settings,
  store: ImageStore,
  { k = 5, seed = 1 }: { k?: number; seed?: number } = {},
): Promise<EncoderMaps> {
  const name = settings.models.includes("pretrained") ? "pretrained" : settings.models[0]!;
  const { model } = await openTrained(createExperiment(settings, name));
  const images = scoredImages(evaluationImages(store, { copies: 0, seed }));
  const { index, test } = images;
  try {
    const maps = await evaluateMaps(model, images, { k, seed });
    const queries = test.length > 0 ? test : index;
    const queryGroups = Array.from(queries, (row) => store.items[row]!.group);
    return { title: PRESETS[name].title, maps, queryGroups };
  } finally {
    model.dispose();
  }
}

async function evaluateMaps(
  model: Autoencoder,
  { store, index, test }: EvaluationImages,
  { k, seed }: { k: number; seed: number },
): Promise<EncoderMaps["maps"]> {
  const itemsOf = (rows: Uint32Array) => Array.from(rows, (row) => store.items[row]!);
  const [ofIndex, ofTest] = [await mapsOf(model, store, index), await mapsOf(model, store, test)];
  const evaluated: EncoderMaps["maps"] = [];
  for (const name of Object.keys(ofIndex)) {
    const options = { images: index.length, whitenTo: DIMENSIONS };
    const composed = await compose(searchComposition(name, options), ofIndex, { seed });
    const scores = await evaluate({
      ...{ ...composed.index, items: itemsOf(index), k, seed },
      ...(test.length > 0 && {
        heldOut: { test: { ...await composed.embed(ofTest), items: itemsOf(test) } },
      }),
    });
    evaluated.push({ name, scores });
  }
  return evaluated;
}

/** The vectors of each map of `rows` by the map's name. */
async function mapsOf(
  model: Autoencoder,
  store: ImageStore,
  rows: Uint32Array,
): Promise<SourceVectors> {
  const all: Record<string, Vectors> = {};
  let done = 0;
  for await (const { images } of batches(store, rows, { batchSize: BATCH })) {
    const maps = await model.encoderMaps(images, SIDE);
    const names = new Map(maps.map((map) => [map.shape.join(" x "), map]));
    for (const [name, { shape, data }] of names) {
      const dim = shape.reduce((product, size) => product * size, 1);
      all[name] ??= { vectors: new Float32Array(rows.length * dim), dim };
      all[name].vectors.set(data, done * dim);
    }
    done += images.length / IMAGE_BYTES;
  }
  return all;
}
