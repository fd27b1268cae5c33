/** The search network with its weights on the backend. */

import * as tf from "@tensorflow/tfjs-core";
import { inferenceBatch, useBackend } from "../../backend/mod.ts";
import { countByteImages } from "../../dataset/store/check_images.ts";
import { IMAGE_SIZE } from "../../dataset/store/image_size.ts";
import { mapParts, partsOf } from "../batching.ts";
import { checkImages, imageBatch, type Images } from "../images.ts";
import type { StateDict } from "../state_dict.ts";
import { flattenLatent, toTorchLayout } from "../torch_layout.ts";
import { assignVariables, createVariables, type Variables } from "../variables.ts";
import { addBias, groupNorm, relu } from "./operations.ts";
import {
  GROUP,
  initialResidualWeights,
  RESIDUAL,
  type SearchConv,
  type SearchLayer,
} from "./residual.ts";

/** Side of the images that maps are made of, in pixels: means of 2 x 2 pixels. */
export const INPUT_SIZE = 64;
/** Mean and deviation of pixels, 0 to 1, that the network was made for. */
export const [MEAN, DEVIATION] = [0.6, 0.28];
/** Dimensions of the two maps: 8 x 8 x 128 and 4 x 4 x 256. */
const MAP_DIMENSIONS = [8192, 4096] as const;

/** The two maps of images, each the mean over an image and its mirror image. */
export interface SearchMaps {
  /** Cells of 8 x 8 pixels: `[n, 8192]`, flattened from `[128, 8, 8]`. */
  fine: Float32Array;
  /** Cells of 16 x 16 pixels: `[n, 4096]`, flattened from `[256, 4, 4]`. */
  coarse: Float32Array;
}

/**
 * A residual network that was made for search: photos to maps whose cells still say which outline
 * stands where.
 *
 * Weights are tfjs variables, float32; `dispose()` gives them back. Results are plain arrays.
 */
export class SearchNetwork {
  /** Dimensions of an embedding: both maps. */
  readonly latentDim = MAP_DIMENSIONS[0] + MAP_DIMENSIONS[1];
  /** The weights by PyTorch's names, in tfjs's layout. */
  readonly variables: Variables;

  /** Use `createSearchNetwork`, which also prepares the backend. @throws as `checkStateDict` */
  constructor(weights: StateDict) {
    this.variables = createVariables(RESIDUAL, weights);
  }

  /**
   * Embeddings of `images`, `[n, 12288]`: both maps of an image, the fine one first.
   *
   * @throws as `checkImages`
   */
  async embed(images: Images): Promise<Float32Array> {
    const widest = IMAGE_SIZE ** 2 * 3;
    const parts = partsOf(await checkImages(images), widest, inferenceBatch());
    return await mapParts(parts, this.latentDim, ({ start, count }) => {
      const batch = imageBatch(images, start, count);
      const pool = IMAGE_SIZE / INPUT_SIZE;
      const input = normalised(tf.add(tf.mul(tf.avgPool(batch, pool, pool, "valid"), 0.5), 0.5));
      const both = this.maps(tf.concat([input, tf.reverse(input, 2)])).map(flattenLatent);
      const [upright, mirrored] = tf.split(tf.concat(both, 1), 2);
      return tf.mul(tf.add(upright!, mirrored!), 0.5);
    });
  }

  /** The maps of `x` `[n, h, w, 3]`, normalised; differentiable by tfjs. */
  maps(x: tf.Tensor4D): tf.Tensor4D[] {
    const maps: tf.Tensor4D[] = [];
    this.#run(RESIDUAL.layers, x, maps);
    return maps;
  }

  /** The weights under PyTorch's names and in its layout. */
  stateDict(): Promise<StateDict> {
    return toTorchLayout(this.variables);
  }

  /** Take over other weights. @throws as `checkStateDict` */
  loadStateDict(state: StateDict): void {
    assignVariables(RESIDUAL, this.variables, state);
  }

  /** Give back the weights' memory; the network cannot be used any more. */
  dispose(): void {
    tf.dispose(this.variables);
  }

  /** What `layers` make of `x`; their maps are added to `maps`. */
  #run(layers: readonly SearchLayer[], x: tf.Tensor4D, maps: tf.Tensor4D[]): tf.Tensor4D {
    for (const layer of layers) {
      if (layer.type === "map") maps.push(x);
      else x = this.#layer(layer, x, maps);
    }
    return x;
  }

  #layer(
    layer: Exclude<SearchLayer, { type: "map" }>,
    x: tf.Tensor4D,
    maps: tf.Tensor4D[],
  ): tf.Tensor4D {
    switch (layer.type) {
      case "conv":
        return this.#convolve(layer, x);
      case "groupNorm": {
        const [weight, bias] = ["weight", "bias"].map((part) => (
          this.variables[`${layer.name}.${part}`]!
        ));
        return groupNorm({ x, weight: weight!, bias: bias! }, GROUP);
      }
      case "relu":
        return relu(x);
      case "averagePool":
        return tf.avgPool(x, layer.size, layer.size, "valid");
      case "residual":
        return tf.add(this.#run(layer.body, x, maps), this.#run(layer.shortcut, x, maps));
    }
  }

  #convolve({ name, bias }: SearchConv, x: tf.Tensor4D): tf.Tensor4D {
    // Of this rank, as the shapes were checked.
    const filter = this.variables[`${name}.weight`] as tf.Variable<tf.Rank.R4>;
    const y = tf.conv2d(x, filter, 1, "same");
    return bias ? addBias(y, this.variables[`${name}.bias`]!) : y;
  }
}

/** Pixels of 0 to 1 as `SearchNetwork.maps` takes them. */
export function normalised(pixels: tf.Tensor4D): tf.Tensor4D {
  return tf.mul(tf.sub(pixels, MEAN), 1 / DEVIATION);
}

/** A search network with `weights`, or else initial ones of `seed`; the caller disposes it. */
export async function createSearchNetwork(
  { weights, seed = 1 }: { weights?: StateDict; seed?: number } = {},
): Promise<SearchNetwork> {
  await useBackend();
  return new SearchNetwork(weights ?? initialResidualWeights(seed));
}

/**
 * The maps of `images`: of an image the same to the bit, whatever the others are.
 *
 * @param images uint8 `[n, 128, 128, 3]`, RGB
 * @throws {TypeError} if they are no bytes or no whole number of images
 */
export async function embedMaps(network: SearchNetwork, images: Uint8Array): Promise<SearchMaps> {
  countByteImages(images, "embed images");
  return splitMaps(await network.embed(images));
}

/** Embeddings `[n, 12288]` as their two maps. */
function splitMaps(embeddings: Float32Array): SearchMaps {
  const [fineDim, coarseDim] = MAP_DIMENSIONS;
  const n = embeddings.length / (fineDim + coarseDim);
  const [fine, coarse] = [new Float32Array(n * fineDim), new Float32Array(n * coarseDim)];
  for (let i = 0; i < n; i++) {
    const at = i * (fineDim + coarseDim);
    fine.set(embeddings.subarray(at, at + fineDim), i * fineDim);
    coarse.set(embeddings.subarray(at + fineDim, at + fineDim + coarseDim), i * coarseDim);
  }
  return { fine, coarse };
}
