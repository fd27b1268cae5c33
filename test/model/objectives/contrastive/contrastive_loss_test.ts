import assert from "node:assert/strict";
import * as tf from "@tensorflow/tfjs-core";
import { useBackend } from "../../../../lib/backend/mod.ts";
import { contrastiveLoss } from "../../../../lib/model/objectives/contrastive/contrastive_loss.ts";

const VECTORS = [1, 2, 0, 0, 1, 3, 2, 1, 1, 1, 0, 1, 1, 2, 1, 0, -1, 2];

/** Loss and gradients of `VECTORS` `[6, 3]` at temperature 0.5, in NumPy by the formula's own loops. */
const REFERENCES = [
  {
    name: "two views of three photos",
    groups: [0, 1, 2, 0, 1, 2],
    loss: 2.0112732343642086,
    // deno-fmt-ignore
    gradient: [
      -0.113710, 0.056855, -0.067196, 0.003356, -0.130339, 0.043446,
      -0.012615, 0.179853, -0.154622, -0.170365, -0.271777, 0.170365,
      0.121628, 0.009723, -0.141073, -0.147930, -0.021798, -0.010899,
    ],
  },
  {
    name: "groups of three, two and one",
    groups: [0, 0, 0, 1, 1, 2],
    loss: 1.7841211774629815,
    // deno-fmt-ignore
    gradient: [
      -0.000438, 0.000219, -0.077205, -0.052542, -0.101200, 0.033733,
      0.032697, -0.057526, -0.007868, -0.035455, -0.239556, 0.035455,
      -0.094073, 0.103699, -0.113325, 0.041823, 0.056715, 0.028358,
    ],
  },
];

for (const { name, groups, loss, gradient } of REFERENCES) {
  Deno.test(`contrastiveLoss() and its gradient are NumPy's for ${name}`, async () => {
    await useBackend();
    const vectors = tf.tensor2d(VECTORS, [6, 3]);
    const { value, grad } = tf.valueAndGrad((v: tf.Tensor) =>
      contrastiveLoss(v as tf.Tensor2D, groups, 0.5)
    )(vectors) as { value: tf.Tensor; grad: tf.Tensor };
    assert.ok(Math.abs((await value.data())[0]! - loss) < 1e-5, `${await value.data()}`);
    for (const [i, number] of (await grad.data()).entries()) {
      assert.ok(Math.abs(number - gradient[i]!) < 1e-5, `${i}: ${number}`);
    }
    tf.dispose([vectors, value, grad]);
  });
}

Deno.test("contrastiveLoss() is 0 where nothing belongs together, and leaves no tensors", async () => {
  await useBackend();
  const vectors = tf.tensor2d(VECTORS, [6, 3]);
  const held = tf.memory().numTensors;
  const loss = contrastiveLoss(vectors, [0, 1, 2, 3, 4, 5], 0.5);
  assert.equal((await loss.data())[0], 0);
  loss.dispose();
  assert.equal(tf.memory().numTensors, held);
  vectors.dispose();
});
