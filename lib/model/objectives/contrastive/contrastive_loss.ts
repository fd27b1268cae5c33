/** The loss that draws views of one thing together and pushes others apart: `contrastiveLoss`. */

import * as tf from "@tensorflow/tfjs-core";

// Takes a row's own entry out of its softmax; the exponential of any logit less this is 0.
const SELF = 1e9;

/**
 * The supervised contrastive loss L_out (Khosla et al. 2020, equation 2), which with two views a photo
 * and each photo its own group is NT-Xent (Chen et al. 2020, equation 1):
 *
 * mean over i of -1/|P(i)| sum over p in P(i) of log(exp(z_i.z_p / t) / sum over a != i of exp(z_i.z_a / t))
 *
 * with z the rows of `vectors` at length 1 and P(i) the other rows of i's group. Rows whose group has
 * no other row count for nothing.
 *
 * Chosen over VICReg (Bardes et al. 2022), which needs no others to compare with but estimates the
 * covariance of every two numbers from a batch: the 8 to 16 photos that suit a CPU are too few for that.
 *
 * @param vectors `[n, dim]`, float32
 * @param groups which rows belong together: n numbers
 * @param temperature t, above 0; the smaller, the more the nearest of the others count
 * @returns a scalar; differentiable by tfjs
 */
export function contrastiveLoss(
  vectors: tf.Tensor2D,
  groups: ArrayLike<number>,
  temperature: number,
): tf.Scalar {
  return tf.tidy(() => {
    const n = vectors.shape[0];
    const z = tf.div(vectors, tf.norm(vectors, 2, 1, true).add(1e-12)) as tf.Tensor2D;
    const logits = tf.div(tf.matMul(z, z, false, true), temperature);
    const others = tf.sub(logits, tf.mul(tf.eye(n), SELF));
    const { shares, counted } = positiveShares(groups);
    const logNormalizer = tf.logSumExp(others, 1);
    const rows = tf.mul(logNormalizer, tf.tensor1d(counted));
    const positives = tf.sum(tf.mul(logits, tf.tensor2d(shares, [n, n])));
    const count = counted.reduce((sum, value) => sum + value, 0);
    return tf.div(tf.sub(tf.sum(rows), positives), Math.max(1, count)) as tf.Scalar;
  });
}

/** 1/|P(i)| where column p is in P(i), else 0: `[n, n]`; and 1 for each row whose P(i) is not empty. */
function positiveShares(
  groups: ArrayLike<number>,
): { shares: Float32Array; counted: Float32Array } {
  const n = groups.length;
  const sizes = new Map<number, number>();
  for (let i = 0; i < n; i++) sizes.set(groups[i]!, (sizes.get(groups[i]!) ?? 0) + 1);
  const [shares, counted] = [new Float32Array(n * n), new Float32Array(n)];
  for (let i = 0; i < n; i++) {
    const others = sizes.get(groups[i]!)! - 1;
    if (others === 0) continue;
    counted[i] = 1;
    for (let p = 0; p < n; p++) {
      if (p !== i && groups[p] === groups[i]) shares[i * n + p] = 1 / others;
    }
  }
  return { shares, counted };
}
