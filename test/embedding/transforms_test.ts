import * as tf from "@tensorflow/tfjs-core";
import assert from "node:assert/strict";
import { useBackend } from "../../lib/backend/mod.ts";
import { uniformAt } from "../../lib/io/random.ts";
import { describeSteps, fitTransform } from "../../lib/embedding/transforms.ts";

function assertNear(actual: ArrayLike<number>, expected: readonly number[], tolerance: number) {
  assert.equal(actual.length, expected.length);
  expected.forEach((value, i) => {
    assert.ok(Math.abs(actual[i]! - value) <= tolerance, `${actual[i]} at ${i} is not ${value}`);
  });
}

/** 30 rows of 9 numbers, each number half as large as the one before. */
const ROWS = Float32Array.from({ length: 30 * 9 }, (_, i) => uniformAt(51, i) * 2 ** -(i % 9));

Deno.test("fitTransform() centres by the mean of what it was fitted on, queries too", async () => {
  // Means 2 and 10.
  const transform = await fitTransform(["centre"], Float32Array.of(1, 8, 3, 12), { dim: 2 });
  assert.deepEqual(
    await transform.apply(Float32Array.of(1, 8, 5, 10)),
    Float32Array.of(-1, -2, 3, 0),
  );
  assert.equal(transform.outputDim, 2);
});

Deno.test("fitTransform() gives vectors length 1, and leaves zeros alone", async () => {
  const vectors = Float32Array.of(3, 4, 0, 0, 0, -2);
  const transform = await fitTransform(["l2"], vectors, { dim: 2 });
  assertNear(await transform.apply(vectors), [0.6, 0.8, 0, 0, 0, -1], 1e-7);
  assert.deepEqual(vectors, Float32Array.of(3, 4, 0, 0, 0, -2));
});

Deno.test("fitTransform() takes steps one after the other, each fitted on what comes before it", async () => {
  // Less the mean (4, 4): (-3, 4) and (3, -4), of length 5. Normalised first, the mean would differ.
  const vectors = Float32Array.of(1, 8, 7, 0);
  const transform = await fitTransform(["centre", "l2"], vectors, { dim: 2 });
  assertNear(await transform.apply(vectors), [-0.6, 0.8, 0.6, -0.8], 1e-7);
  const other = await fitTransform(["l2", "centre"], vectors, { dim: 2 });
  // (1, 8) / sqrt 65 and (1, 0); half their difference is (1 / sqrt 65 - 1, 8 / sqrt 65) / 2.
  assertNear((await other.apply(vectors)).subarray(0, 2), [-0.4379826, 0.4961389], 1e-6);
});

Deno.test("fitTransform() whitens: variance 1 along each axis", async () => {
  // Variances along the axes (divisor 3): (4 + 4) / 3 and (1 + 1) / 3; 2 / sqrt(8 / 3) and
  // 1 / sqrt(2 / 3) are both sqrt 1.5. A component's largest number is positive.
  const vectors = Float32Array.of(7, 5, 3, 5, 5, 6, 5, 4);
  const transform = await fitTransform([{ whiten: 2 }], vectors, { dim: 2 });
  const r = Math.sqrt(1.5);
  assertNear(await transform.apply(vectors), [r, 0, -r, 0, 0, r, 0, -r], 1e-5);
});

Deno.test("fitTransform() whitens to scikit-learn's numbers", async () => {
  // PCA(3, whiten=True, svd_solver="full") of scikit-learn 1.9.1 on these rows in float64; the query
  // is no row. Divided by their lengths after it.
  await useBackend();
  const tensors = tf.memory().numTensors;
  const whiten = await fitTransform([{ whiten: 3 }], ROWS, { dim: 9 });
  const whitened = await whiten.apply(ROWS);
  assert.deepEqual([whitened.length, whiten.inputDim, whiten.outputDim], [90, 9, 3]);
  assertNear(whitened.subarray(0, 3), [-1.0413659456, -1.611132992, -0.0772582639], 2e-4);
  assertNear(whitened.subarray(87), [0.926063438, -0.7126017647, -0.3605744447], 2e-4);
  const query = Float32Array.of(0.5, 0.25, 0.125, 0.0625, 0, 0, 0, 0, 0);
  assertNear(await whiten.apply(query), [-0.0239668931, 0.2098359602, -0.0164385903], 2e-4);
  const all = await fitTransform(["centre", { whiten: 3 }, "l2"], ROWS, { dim: 9 });
  assertNear(await all.apply(query), [-0.1131372933, 0.9905444356, -0.0775994455], 1e-3);
  assert.equal(tf.memory().numTensors, tensors);
});

Deno.test("fitTransform() whitens to fewer numbers where rows or numbers are few", async () => {
  // Three rows lie in a plane, whatever their length.
  const few = await fitTransform([{ whiten: 128 }, "l2"], ROWS.slice(0, 27), { dim: 9 });
  assert.equal(few.outputDim, 2);
  assert.equal((await few.apply(ROWS)).length, 60);
  const short = await fitTransform([{ whiten: 128 }], ROWS, { dim: 9 });
  assert.equal(short.outputDim, 9);
  const one = await fitTransform([{ whiten: 4 }, "l2"], Float32Array.of(1, 2, 3), { dim: 3 });
  assert.deepEqual(await one.apply(Float32Array.of(4, 5, 6)), Float32Array.of(0));
});

Deno.test("fitTransform() gives numbers, and no noise, where there is no variance", async () => {
  // The second number is always 5, and the others are one and the same: one direction is left.
  const rows = Float32Array.from(
    { length: 40 * 4 },
    (_, i) => i % 4 === 1 ? 5 : uniformAt(7, Math.floor(i / 4)),
  );
  const transform = await fitTransform([{ whiten: 3 }], rows, { dim: 4 });
  const whitened = await transform.apply(rows);
  assert.ok(whitened.every((value, i) => i % 3 === 0 || Math.abs(value) < 1e-2));
  const first = whitened.filter((_, i) => i % 3 === 0);
  const variance = first.reduce((sum, value) => sum + value ** 2, 0) / 39;
  assert.ok(Math.abs(variance - 1) < 1e-3, String(variance));
  const constant = await fitTransform([{ whiten: 2 }, "l2"], new Float32Array(12).fill(0.1), {
    dim: 3,
  });
  assert.ok((await constant.apply(new Float32Array(12).fill(0.1))).every((value) => value === 0));
});

Deno.test("fitTransform() and apply() refuse what they cannot use", async () => {
  const fit = (steps: Parameters<typeof fitTransform>[0], rows: Float32Array, dim = 2) =>
    fitTransform(steps, rows, { dim });
  await assert.rejects(fit(["l2"], new Float32Array()), /there must be a vector to fit it on/);
  await assert.rejects(fit(["l2"], Float32Array.of(1, NaN)), {
    name: "RangeError",
    message: /Cannot fit transform as vectors must be finite: .* row 0, column 1 is NaN/,
  });
  await assert.rejects(fit(["l2"], Float32Array.of(1, 2, 3)), { name: "TypeError" });
  await assert.rejects(fit(["l2"], Float32Array.of(1, 2), 0), /dim must be a positive integer/);
  for (const whiten of [0, 1.5, NaN]) {
    await assert.rejects(fit([{ whiten }], Float32Array.of(1, 2)), {
      name: "RangeError",
      message:
        `Cannot fit transform as whiten must be a positive integer: current value is ${whiten}`,
    });
  }
  const transform = await fit(["centre"], Float32Array.of(1, 2));
  await assert.rejects(transform.apply(Float32Array.of(1)), { name: "TypeError" });
  await assert.rejects(transform.apply(Float32Array.of(1, Infinity)), { name: "RangeError" });
  assert.deepEqual(await transform.apply(new Float32Array()), new Float32Array());
});

Deno.test("describeSteps() names steps in their order", () => {
  assert.equal(describeSteps(["centre", { whiten: 64 }, "l2"]), "centred, whitened to 64, L2");
  assert.equal(describeSteps([]), "");
});

Deno.test("fitTransform() refuses vectors whose squares overflow or vanish, and takes zeros", async () => {
  const vectors = Float32Array.of(1, 2, 3, 5, 4, 4);
  for (const scale of [1e25, 1e-25]) {
    const scaled = vectors.map((value) => value * scale);
    await assert.rejects(fitTransform([{ whiten: 2 }], scaled, { dim: 2 }), {
      name: "RangeError",
      message:
        /^Cannot fit transform as the largest value of vectors must be from 1e-15 to 1e15, so/,
    });
  }
  const zeros = new Float32Array(6);
  const fitted = await fitTransform([{ whiten: 2 }], zeros, { dim: 2 });
  assert.deepEqual(await fitted.apply(zeros), zeros);
});
