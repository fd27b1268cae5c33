import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import { useBackend } from "../../lib/backend/mod.ts";
import { applyPca, fitPca, invertPca } from "../../lib/embedding/pca.ts";
import { arraySource } from "../../lib/embedding/row_source.ts";
import { createRandom } from "../../lib/io/random.ts";
import { contrastiveLoss } from "../../lib/model/objectives/contrastive/contrastive_loss.ts";

// In a process that never loads TensorFlow, which would add operations to every backend's tensors.
Deno.test("PCA in plain JavaScript gives back rows of as many dimensions as it has components", async () => {
  await useBackend("cpu");
  const random = createRandom(3);
  const axes = Array.from({ length: 3 }, () => Array.from({ length: 12 }, () => random() - 0.5));
  const rows = Float32Array.from(
    Array.from({ length: 20 }).flatMap(() => {
      const weights = axes.map(() => random());
      return axes[0]!.map((_, d) => axes.reduce((sum, axis, a) => sum + weights[a]! * axis[d]!, 1));
    }),
  );
  const source = arraySource(rows, 12);
  const pca = await fitPca(source, 3, { seed: 1 });
  const back = await invertPca(pca, await applyPca(pca, source));
  assert.equal(tf.getBackend(), "cpu");
  assert.ok(back.every((value, i) => Math.abs(value - rows[i]!) < 1e-4));
});

Deno.test("the contrastive loss in plain JavaScript of two pairs that agree and are orthogonal", async () => {
  await useBackend("cpu");
  const loss = contrastiveLoss(tf.tensor2d([[3, 0], [1, 0], [0, 2], [0, 1]]), [1, 1, 2, 2], 0.2);
  // Each row beside its pair at cosine 1 and two others at 0: log(e^5 + 2) - 5.
  const [value] = await loss.data<"float32">();
  assert.ok(Math.abs(value! - Math.log(1 + 2 * Math.exp(-5))) < 1e-5, `${value}`);
});
