/** Parametric instance discrimination: each training image is a class of its own. */

import * as tf from "@tensorflow/tfjs-core";
import { meanSquare } from "../../../backend/gradient_ops.ts";
import { valuesOf } from "../../../backend/values_of.ts";
import { batches } from "../../../dataset/batches.ts";
import type { ImageStore } from "../../../dataset/store/image_store.ts";
import { createRandom, deriveSeed } from "../../../io/random.ts";
import type { AdamOptions } from "../../adam.ts";
import type { LossAndGradients } from "../../loss.ts";
import type { Recipe } from "../../recipe.ts";
import { normalised, SearchNetwork } from "../../search_network/search_network.ts";
import { unitRows } from "../../search_network/operations.ts";
import { readTensors, type StateDict } from "../../state_dict.ts";
import { createVariables, type Variables } from "../../variables.ts";
import type { Objective, TrainingBatch } from "../objective.ts";
import { makeViews, sampleView, VIEW_SIZE, wholeViews } from "./augmentation.ts";
import { HEAD_WEIGHTS, initialHead, project, PROJECTED_DIM, projectMaps } from "./head.ts";

/** Factor of the cosines in the softmax. */
const SCALE = 16;
/** Fraction of a label that is spread over all images (label smoothing). */
const SMOOTHING = 0.1;
/** Largest norm of the gradient by network and head. */
const LARGEST_NORM = 2;
/** Fraction that the running average of the weights keeps in a step, once it is long enough. */
const KEPT = 0.998;
/** Images whose embeddings decide where the prototypes begin are taken so many at once. */
const BATCH = 64;

/** What the objective is created for. */
export interface InstanceContext {
  network: SearchNetwork;
  store: Pick<ImageStore, "rowsOf" | "readImages">;
  recipe: Pick<Recipe, "batchSize">;
  seed: number;
  /** Values of `variables` and of the running average, from a checkpoint. */
  weights?: StateDict | undefined;
}

/** Views of images with the places of their labels among the training images. */
export interface LabelledViews {
  /** `[n, 48, 48, 3]` in [0, 1]. */
  views: tf.Tensor4D;
  /** The image of each view, and the one that is mixed in. */
  own: ArrayLike<number>;
  other: ArrayLike<number>;
  /** Weight of the own label, 0 to 1. */
  shares: ArrayLike<number>;
}

/**
 * Cross-entropy of 16 times the cosines between an image's projected maps and one prototype of each
 * training image, with label smoothing and mixed images (Cao, Yu & Wu 2022). A running average of the
 * weights is evaluated and kept.
 */
export class InstanceDiscrimination implements Objective {
  /** Head and prototypes, which are trained. */
  readonly variables: Variables;
  readonly adam: AdamOptions;
  readonly #context: InstanceContext;
  readonly #average: SearchNetwork;
  readonly #averageHead: Variables;
  /** Place of a row of the store among the training images. */
  readonly #places: ReadonlyMap<number, number>;

  /** Use `createInstanceDiscrimination`, which draws the weights that there are none of. */
  constructor(context: InstanceContext, weights: StateDict) {
    const rows = context.store.rowsOf("train");
    this.#context = context;
    this.#places = new Map(Array.from(rows, (row, place) => [row, place]));
    const prototypes = { name: "prototypes", shape: [rows.length, PROJECTED_DIM] };
    const own = pick(weights, (name) => !name.startsWith(AVERAGE));
    const average = pick(weights, (name) => name.startsWith(AVERAGE), AVERAGE.length);
    this.variables = createVariables(
      { name: "instances", weights: [...HEAD_WEIGHTS, prototypes] },
      own,
    );
    this.#averageHead = createVariables(
      { name: "average", weights: HEAD_WEIGHTS },
      pick(average, isHead),
    );
    this.#average = new SearchNetwork(pick(average, (name) => !isHead(name)));
    this.adam = {
      beta2: 0.99,
      settingsOf: (variable) =>
        variable === this.variables.prototypes
          ? { weightDecay: 0, rate: 3 }
          : { weightDecay: variable.rank > 1 ? 0.05 : 0, rate: 1 },
    };
  }

  /** As the recipe says, but batches of one size, which are mixed alike. */
  batchSize(count: number): number {
    return Math.ceil(count / Math.ceil(count / this.#context.recipe.batchSize));
  }

  lossAndGradients({ images, rows, keys }: TrainingBatch, epoch: number): LossAndGradients {
    const seed = deriveSeed(this.#context.seed, `views of epoch ${epoch}`);
    const sampled = Array.from(keys, (key) => sampleView(key, seed));
    const own = Array.from(rows, (row) => this.#places.get(row)!);
    const views = makeViews(images, sampled);
    const other = [...own.slice(1), own[0]!];
    const shares = sampled.map(({ share }) => share);
    const result = this.lossAndGradientsOf({ views, own, other, shares });
    views.dispose();
    return result;
  }

  /** Loss of views and its gradients, those of network and head clipped to norm 2. */
  lossAndGradientsOf({ views, own, other, shares }: LabelledViews): LossAndGradients {
    const { network } = this.#context;
    const count = this.#places.size;
    const labels = new Float32Array(own.length * count).fill(SMOOTHING / count);
    for (let i = 0; i < own.length; i++) {
      labels[i * count + own[i]!]! += (1 - SMOOTHING) * shares[i]!;
      labels[i * count + other[i]!]! += (1 - SMOOTHING) * (1 - shares[i]!);
    }
    // Of rank 2, as it was made.
    const prototypes = this.variables.prototypes as tf.Variable<tf.Rank.R2>;
    const trained = [...Object.values(network.variables), ...Object.values(this.variables)];
    const { value: loss, grads } = tf.tidy(() => {
      const target = tf.tensor2d(labels, [own.length, count]);
      return tf.variableGrads(() => {
        const vectors = project(this.variables, network.maps(normalised(views)));
        const cosines = tf.matMul(vectors, unitRows(prototypes), false, true);
        return tf.losses.softmaxCrossEntropy(target, tf.mul(cosines, SCALE));
      }, trained);
    });
    return { loss, gradients: clipped(grads, prototypes.name) };
  }

  /** Let the running average follow the weights after step `step`, counted from 0. */
  afterStep(step: number): void {
    const kept = Math.min(KEPT, (1 + step) / (10 + step));
    const pairs = [
      [this.#average.variables, this.#context.network.variables],
      [this.#averageHead, this.variables],
    ] as const;
    for (const [averages, trained] of pairs) {
      for (const [name, average] of Object.entries(averages)) {
        const next = tf.tidy(() => tf.add(tf.mul(average, kept), tf.mul(trained[name]!, 1 - kept)));
        average.assign(next);
        next.dispose();
      }
    }
  }

  /** The running average of the network's weights. */
  averagedWeights(): Promise<StateDict> {
    return this.#average.stateDict();
  }

  /**
   * Cross-entropy of finding each of `rows` by an augmented view among others of them, up to 64 at
   * once, by the averaged weights: images that are not trained on have no prototypes.
   */
  async loss(rows: Uint32Array): Promise<number> {
    const { store, seed } = this.#context;
    const viewSeed = deriveSeed(seed, "views of validation");
    let sum = 0;
    for await (const { rows: some, images } of batches(store, rows, { batchSize: BATCH })) {
      const [value] = await valuesOf(() => {
        const views = Array.from(some, (row) => ({ ...sampleView(row, viewSeed), ...UNMIXED }));
        const projected = (pixels: tf.Tensor4D) =>
          project(this.#averageHead, this.#average.maps(normalised(pixels)));
        const vectors = projected(makeViews(images, views));
        const cosines = tf.matMul(vectors, projected(wholeViews(images)), false, true);
        return tf.losses.softmaxCrossEntropy(tf.eye(some.length), tf.mul(cosines, SCALE));
      });
      sum += value! * some.length;
    }
    return sum / rows.length;
  }

  async stateDict(): Promise<StateDict> {
    const averages = {
      ...await this.#average.stateDict(),
      ...await readTensors(this.#averageHead),
    };
    const renamed = Object.entries(averages).map(([name, weight]) => [AVERAGE + name, weight]);
    return { ...await readTensors(this.variables), ...Object.fromEntries(renamed) };
  }

  dispose(): void {
    tf.dispose([this.variables, this.#averageHead]);
    this.#average.dispose();
  }
}

/** Prefix of the running average in a checkpoint. */
const AVERAGE = "average.";
/** A view that no other image is mixed into. */
const UNMIXED = { mask: new Float32Array(VIEW_SIZE ** 2).fill(1), share: 1 };

const isHead = (name: string) => name.startsWith("head.");

/** The weights whose names are `wanted`, without the first `cut` letters of their names. */
function pick(state: StateDict, wanted: (name: string) => boolean, cut = 0): StateDict {
  const picked = Object.entries(state).filter(([name]) => wanted(name));
  return Object.fromEntries(picked.map(([name, weight]) => [name.slice(cut), weight]));
}

/** `gradients`, of which all but that named `except` are clipped to a common norm; disposes them. */
function clipped(gradients: tf.NamedTensorMap, except: string): tf.NamedTensorMap {
  const names = Object.keys(gradients).filter((name) => name !== except);
  const factor = tf.tidy(() => {
    const squares: tf.Tensor[] = names.map((name) =>
      tf.mul(meanSquare(gradients[name]!), gradients[name]!.size)
    );
    return tf.minimum(
      1,
      tf.div(LARGEST_NORM, tf.add(tf.sqrt(squares.reduce((a, b) => tf.add(a, b))), 1e-6)),
    );
  });
  const result = { ...gradients };
  for (const name of names) result[name] = tf.mul(gradients[name]!, factor);
  tf.dispose([factor, ...names.map((name) => gradients[name]!)]);
  return result;
}

/**
 * The objective with the weights of a checkpoint, or initial ones: the head's output is centred, and the
 * prototypes begin near the embeddings that the network gives before any training.
 */
export async function createInstanceDiscrimination(
  context: InstanceContext,
): Promise<InstanceDiscrimination> {
  if (context.weights) return new InstanceDiscrimination(context, context.weights);
  const { network, seed } = context;
  const head = initialHead(deriveSeed(seed, "head"));
  const variables = createVariables({ name: "head", weights: HEAD_WEIGHTS }, head);
  try {
    const vectors = await projectAll(context, variables);
    const mean = columnMeans(vectors);
    const bias = head["head.joint.bias"]!;
    head["head.joint.bias"] = { ...bias, data: bias.data.map((value, i) => value - mean[i]!) };
    const average = { ...await network.stateDict(), ...head };
    return new InstanceDiscrimination(context, {
      ...head,
      prototypes: {
        shape: [vectors.length / PROJECTED_DIM, PROJECTED_DIM],
        data: initialPrototypes(vectors, mean, deriveSeed(seed, "prototypes")),
      },
      ...Object.fromEntries(Object.entries(average).map(([name, w]) => [AVERAGE + name, w])),
    });
  } finally {
    tf.dispose(variables);
  }
}

/** The projections of all training images, `[n, 256]`. */
async function projectAll(
  { network, store }: InstanceContext,
  head: Variables,
): Promise<Float32Array> {
  const rows = store.rowsOf("train");
  const vectors = new Float32Array(rows.length * PROJECTED_DIM);
  let done = 0;
  for await (const { images } of batches(store, rows, { batchSize: BATCH })) {
    const projected = await valuesOf(() =>
      projectMaps(head, network.maps(normalised(wholeViews(images))))
    );
    vectors.set(projected, done);
    done += projected.length;
  }
  return vectors;
}

function columnMeans(vectors: Float32Array): Float64Array {
  const sums = new Float64Array(PROJECTED_DIM);
  vectors.forEach((value, i) => sums[i % PROJECTED_DIM]! += value);
  return sums.map((sum) => sum * PROJECTED_DIM / vectors.length);
}

/** Unit vectors along each centred unit vector and half of a random one. */
function initialPrototypes(
  vectors: Float32Array,
  mean: Float64Array,
  seed: number,
): Float32Array {
  const random = createRandom(seed);
  const prototypes = new Float32Array(vectors.length);
  for (let at = 0; at < vectors.length; at += PROJECTED_DIM) {
    const centred = unit(mean.map((value, i) => vectors[at + i]! - value));
    // Sums of uniform numbers are near enough to normal ones.
    const noise = unit(mean.map(() => random() + random() + random() - 1.5));
    prototypes.set(unit(centred.map((value, i) => value + 0.5 * noise[i]!)), at);
  }
  return prototypes;
}

function unit(vector: Float64Array): Float64Array {
  const length = Math.hypot(...vector) || 1;
  return vector.map((value) => value / length);
}
