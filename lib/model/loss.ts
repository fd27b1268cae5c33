/**
 * The loss of a batch and its gradients by the weights. A loss takes the latent maps and gives its
 * gradient by them, whether tfjs's tape finds it (contrastive) or the decoder's own backward pass
 * (reconstruction); the encoder goes backward once, from the sum of these gradients.
 */

import * as tf from "@tensorflow/tfjs-core";
import { meanSquare } from "../backend/gradient_ops.ts";
import type { Part } from "./batching.ts";
import { imageBatch, type Images } from "./images.ts";
import type { Network } from "./network.ts";

/** Loss and gradients of a batch, which whoever gets them disposes. */
export interface LossAndGradients {
  loss: tf.Scalar;
  /** By variable name, as `Adam.applyGradients` takes them. */
  gradients: tf.NamedTensorMap;
}

/** A loss of the latent maps of a batch, and its gradients. */
export interface LatentLoss extends LossAndGradients {
  /** By the latent maps, in their shape. */
  dLatent: tf.Tensor4D;
}

/** Computes a loss of latent maps `[n, h, w, c]`, which it neither keeps nor disposes. */
export type LatentLossFunction = (latent: tf.Tensor4D) => LatentLoss;

/** What a batch is trained for. */
export interface LossOptions {
  /**
   * Weight of the mean squared error of the reconstruction, over all values of the batch; 0 leaves
   * the decoder out.
   *
   * @default 1
   */
  reconstruction?: number;
  /** Weight of chroma in the reconstruction's gradient (`Recipe.chromaWeight`). @default 1 */
  chromaWeight?: number;
  /** Whether the encoder stays as it is. @default false */
  frozenEncoder?: boolean;
  /** A loss to add, of the latent maps of the whole batch; it is called once. @default none */
  latentLoss?: LatentLossFunction;
  /** Whether the encoder takes the images at half their size (`Network.encode`). @default false */
  lowResolution?: boolean;
}

/**
 * Loss of `images`, which are taken in `parts`, and its gradient by each weight. However many parts
 * there are, it is the loss of the whole batch.
 *
 * @throws {TypeError} if the options leave no loss
 */
export function lossAndGradients(
  network: Network,
  { images, parts }: { images: Images; parts: readonly Part[] },
  options: LossOptions = {},
): LossAndGradients {
  const { reconstruction = 1, chromaWeight = 1, latentLoss, lowResolution = false } = options;
  if (!latentLoss && !(reconstruction > 0)) {
    throw new TypeError("Cannot train as the objective has no loss");
  }
  const n = parts.reduce((sum, { count }) => sum + count, 0);
  // A loss that compares images needs the latent maps of all parts before one can go backward.
  const compared = latentLoss && parts.length > 1
    ? lossOfAllParts(network, { images, parts }, latentLoss, lowResolution)
    : undefined;
  const results: LossAndGradients[] = [];
  if (compared) results.push({ loss: compared.loss, gradients: compared.gradients });
  for (const { start, count } of parts) {
    const batch = imageBatch(images, start, count);
    const losses: LatentLossFunction[] = [];
    if (compared) losses.push(() => partOfGradient(compared.dLatent, { start, count }));
    else if (latentLoss) losses.push(latentLoss);
    if (reconstruction > 0) {
      const weight = reconstruction * count / n;
      losses.push((latent) => reconstructionLoss(network, latent, batch, { weight, chromaWeight }));
    }
    results.push(lossOfPart(network, batch, losses, options));
    batch.dispose();
  }
  compared?.dLatent.dispose();
  return results.reduce(sumAndDispose);
}

/** The sum of `losses` of one part, backward through the encoder unless that is frozen. */
function lossOfPart(
  network: Network,
  batch: tf.Tensor4D,
  losses: readonly LatentLossFunction[],
  { frozenEncoder, lowResolution }: LossOptions,
): LossAndGradients {
  if (frozenEncoder) {
    const latent = network.encode(batch, lowResolution);
    const { dLatent, ...heads } = sumOfLosses(losses, latent);
    tf.dispose([latent, dLatent]);
    return heads;
  }
  const pass = network.encodeForward(batch, lowResolution);
  const { dLatent, ...heads } = sumOfLosses(losses, pass.y);
  const { gradients } = network.backward(pass, dLatent);
  return { loss: heads.loss, gradients: { ...heads.gradients, ...gradients } };
}

function sumOfLosses(losses: readonly LatentLossFunction[], latent: tf.Tensor4D): LatentLoss {
  return losses.map((lossOf) => lossOf(latent)).reduce((a, b) => ({
    ...sumAndDispose(a, b),
    dLatent: addAndDispose(a.dLatent, b.dLatent),
  }));
}

/**
 * `weight` times the mean squared error of the images decoded from `latent`. In its gradient, chroma
 * counts `chromaWeight` times.
 */
function reconstructionLoss(
  network: Network,
  latent: tf.Tensor4D,
  images: tf.Tensor4D,
  { weight, chromaWeight }: { weight: number; chromaWeight: number },
): LatentLoss {
  const pass = network.decodeForward(latent);
  const difference = tf.sub<tf.Tensor4D>(pass.y, images);
  const loss = tf.tidy(() => tf.mul<tf.Scalar>(meanSquare(difference), weight));
  const dy = tf.tidy(() => {
    const weighted = chromaWeight === 1 ? difference : weightChroma(difference, chromaWeight);
    return tf.mul<tf.Tensor4D>(weighted, 2 * weight / difference.size);
  });
  difference.dispose();
  const { gradients, dx } = network.backward(pass, dy, true);
  return { loss, gradients, dLatent: dx! };
}

/** `x` `[n, h, w, 3]` where the differences from a pixel's mean are `weight` times as large. */
function weightChroma(x: tf.Tensor4D, weight: number): tf.Tensor4D {
  const mean = tf.mean(x, 3, true);
  return tf.add(tf.mul(x, weight), tf.mul(mean, 1 - weight));
}

/** `latentLoss` of the latent maps of all parts, which are encoded one after another. */
function lossOfAllParts(
  network: Network,
  { images, parts }: { images: Images; parts: readonly Part[] },
  latentLoss: LatentLossFunction,
  lowResolution: boolean,
): LatentLoss {
  const latent = tf.tidy(() =>
    tf.concat(
      parts.map(({ start, count }) =>
        tf.tidy(() => network.encode(imageBatch(images, start, count), lowResolution))
      ),
    )
  );
  const result = latentLoss(latent);
  latent.dispose();
  return result;
}

/** The gradient of one part, whose loss is counted elsewhere. */
function partOfGradient(dLatent: tf.Tensor4D, { start, count }: Part): LatentLoss {
  return {
    loss: tf.scalar(0),
    gradients: {},
    dLatent: tf.slice(dLatent, [start, 0, 0, 0], [count, -1, -1, -1]),
  };
}

/** The sums of two losses in place of both; they may have gradients by different weights. */
function sumAndDispose(a: LossAndGradients, b: LossAndGradients): LossAndGradients {
  const gradients = { ...b.gradients };
  for (const [name, gradient] of Object.entries(a.gradients)) {
    const other = gradients[name];
    gradients[name] = other ? addAndDispose(gradient, other) : gradient;
  }
  return { loss: addAndDispose(a.loss, b.loss), gradients };
}

function addAndDispose<T extends tf.Tensor>(a: T, b: T): T {
  const sum = tf.add<T>(a, b);
  tf.dispose([a, b]);
  return sum;
}
