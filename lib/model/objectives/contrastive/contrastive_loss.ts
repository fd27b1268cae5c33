/** Contrastive loss: NT-Xent and its supervised form (SupCon). */

import * as tf from "@tensorflow/tfjs-core";

// Removes a row's own entry from its softmax: the exponential of any logit less this is 0.
const SELF = 1e9;

/**
 * The supervised contrastive loss L_out (Khosla et al. 2020, equation 2), which with two views of an
 * image and each image its own group is NT-Xent (Chen et al. 2020, equation 1):
 *
 * mean over i of -1/|P(i)| sum over p in P(i) of log(exp(z_i.z_p / t) / sum over a != i of exp(z_i.z_a / t))
 *
 * with z the L2-normalised rows of `vectors` and P(i), the positives, the other rows of i's group.
 * Rows without positives are left out of the mean.
 *
 * Chosen over VICReg (Bardes et al. 2022), which needs no negatives but estimates a covariance matrix
 * from each batch: the 8 to 16 images that suit a CPU are too few for that.
 *
 * @param vectors `[n, dim]`, float32
 * @param groups the group of each row, `[n]`
 * @param temperature t, above 0; the smaller, the more the nearest negatives count
 * @returns a scalar; differentiable by tfjs
 */
export function contrastiveLoss(
  vectors: tf.Tensor2D,
  groups: ArrayLike<number>,
  temperature = 0.2,
): tf.Scalar {
  return tf.tidy(() => {
    const n = vectors.shape[0];
    const z = tf.div(vectors, tf.add(tf.norm(vectors, 2, 1, true), 1e-12)) as tf.Tensor2D;
    const logits = tf.div(tf.matMul(z, z, false, true), temperature);
    const others = tf.sub(logits, tf.mul(tf.eye(n), SELF));
    const { positiveWeights, hasPositives } = weighPositives(groups);
    const logNormalizer = tf.logSumExp(others, 1);
    const rows = tf.mul(logNormalizer, tf.tensor1d(hasPositives));
    const positives = tf.sum(tf.mul(logits, tf.tensor2d(positiveWeights, [n, n])));
    const count = hasPositives.reduce((sum, value) => sum + value, 0);
    return tf.div(tf.sub(tf.sum(rows), positives), Math.max(1, count)) as tf.Scalar;
  });
}

/** 1/|P(i)| where column p is in P(i), else 0: `[n, n]`; and 1 for each row whose P(i) is not empty. */
function weighPositives(
  groups: ArrayLike<number>,
): { positiveWeights: Float32Array; hasPositives: Float32Array } {
  const n = groups.length;
  const sizes = new Map<number, number>();
  for (let i = 0; i < n; i++) sizes.set(groups[i]!, (sizes.get(groups[i]!) ?? 0) + 1);
  const [positiveWeights, hasPositives] = [new Float32Array(n * n), new Float32Array(n)];
  for (let i = 0; i < n; i++) {
    const positives = sizes.get(groups[i]!)! - 1;
    if (positives === 0) continue;
    hasPositives[i] = 1;
    for (let p = 0; p < n; p++) {
      if (p !== i && groups[p] === groups[i]) positiveWeights[i * n + p] = 1 / positives;
    }
  }
  return { positiveWeights, hasPositives };
}
