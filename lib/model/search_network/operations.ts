/**
 * Differentiable operations of a search network, whose gradients are written out where those that
 * tfjs composes cost several passes over the data. Tensors are float32, NHWC.
 */

import * as tf from "@tensorflow/tfjs-core";
import { biasGradient, reluGradient } from "../../backend/gradient_ops.ts";

// tf.customGrad passes the tensors, then `save`; it types them as one, and both of any rank.
type Inputs<T extends tf.Tensor[]> = [...T, tf.GradSaveFunc];

/** max(x, 0). */
export function relu(x: tf.Tensor4D): tf.Tensor4D {
  return tf.customGrad<tf.Tensor4D>((...inputs) => {
    const [x, save] = inputs as Inputs<[tf.Tensor4D]>;
    const value = tf.relu(x);
    save([value]);
    return { value, gradFunc: (dy, [y]) => reluGradient(dy, y as tf.Tensor4D) };
  })(x);
}

/** `x` `[n, h, w, c]` + `bias` `[c]`. */
export function addBias(x: tf.Tensor4D, bias: tf.Tensor): tf.Tensor4D {
  return tf.customGrad<tf.Tensor4D>((...inputs) => {
    const [x, bias] = inputs as Inputs<[tf.Tensor4D, tf.Tensor]>;
    return { value: tf.add(x, bias), gradFunc: (dy) => [dy.clone(), biasGradient(dy)] };
  })(x, bias);
}

/** Added to a variance, as in PyTorch. */
const EPSILON = 1e-5;

/**
 * Group normalisation (Wu & He 2018): weight (x - mean) / sqrt(variance + 1e-5) + bias, with the mean
 * and variance of each image over all pixels of `group` neighbouring channels.
 *
 * @param inputs x `[n, h, w, c]`; weight and bias `[c]`; c is a multiple of `group`
 */
export function groupNorm(
  { x, weight, bias }: { x: tf.Tensor4D; weight: tf.Tensor; bias: tf.Tensor },
  group: number,
): tf.Tensor4D {
  const [n, h, w, c] = x.shape;
  // Statistics are small: `[n, groups, 1]` of a group, `[n, groups, group]` of a channel.
  const byGroup = (values: tf.Tensor, images = n) => tf.reshape(values, [images, c / group, group]);
  const means = (values: tf.Tensor4D) => byGroup(tf.avgPool(values, [h, w], 1, "valid"));
  const groupMean = (means: tf.Tensor) => tf.mul(tf.sum(means, 2, true), 1 / group);
  const atPixels = (channels: tf.Tensor) => tf.reshape(channels, [n, 1, 1, c]);

  return tf.customGrad<tf.Tensor4D>((...inputs) => {
    const [x, weight, bias, save] = inputs as Inputs<[tf.Tensor4D, tf.Tensor, tf.Tensor]>;
    const mean = groupMean(means(x));
    const variance = tf.sub(groupMean(means(tf.square(x))), tf.square(mean));
    // `tf.rsqrt` of TensorFlow rounds by the place in the batch, and an image would not be the same.
    const inverse = tf.div(1, tf.sqrt(tf.add(tf.relu(variance), EPSILON)));
    const scale = tf.mul(inverse, byGroup(weight, 1));
    const shift = tf.sub(byGroup(bias, 1), tf.mul(mean, scale));
    save([x, weight, mean, inverse]);
    return {
      value: tf.add(tf.mul(x, atPixels(scale)), atPixels(shift)),
      // With z = (x - mean) inverse: dx = inverse (dz - mean of dz - z mean of (dz z)).
      gradFunc: (dy, [x, weight, mean, inverse]) => {
        const gain = byGroup(weight!, 1);
        const dyMeans = means(dy);
        const dyzMeans = tf.mul(inverse!, tf.sub(means(tf.mul(dy, x!)), tf.mul(mean!, dyMeans)));
        const slope = tf.mul(tf.square(inverse!), groupMean(tf.mul(dyzMeans, gain)));
        const dzMean = groupMean(tf.mul(dyMeans, gain));
        const shift = tf.sub(tf.mul(mean!, slope), tf.mul(inverse!, dzMean));
        const atChannels = (means: tf.Tensor) => atPixels(tf.tile(means, [1, 1, group]));
        const dx = tf.add(
          tf.sub(tf.mul(dy, atPixels(tf.mul(inverse!, gain))), tf.mul(x!, atChannels(slope))),
          atChannels(shift),
        );
        const total = (means: tf.Tensor) => tf.reshape(tf.mul(tf.sum(means, 0), h * w), [c]);
        return [dx, total(dyzMeans), total(dyMeans)];
      },
    };
  })(x, weight, bias);
}

/** `x` `[n, dim]` with rows of length 1. */
export function unitRows(x: tf.Tensor2D): tf.Tensor2D {
  return tf.customGrad<tf.Tensor2D>((...inputs) => {
    const [x, save] = inputs as Inputs<[tf.Tensor2D]>;
    const inverse = tf.rsqrt(tf.add(tf.sum(tf.square(x), 1, true), 1e-24));
    const value = tf.mul<tf.Tensor2D>(x, inverse);
    save([value, inverse]);
    return {
      value,
      gradFunc: (dy, [y, inverse]) => {
        const along = tf.sum(tf.mul(dy, y!), 1, true);
        return tf.mul(tf.sub(dy, tf.mul(y!, along)), inverse!);
      },
    };
  })(x);
}
