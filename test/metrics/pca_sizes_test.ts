import assert from "node:assert/strict";
import { useBackend } from "../../lib/backend/mod.ts";
import { applyPca, fitPca } from "../../lib/embedding/pca.ts";
import { comparePcaSizes, doublingSizes } from "../../lib/metrics/pca_sizes.ts";
import { evaluateRetrieval } from "../../lib/metrics/retrieval.ts";
import { arraySource } from "../../lib/embedding/row_source.ts";
import { uniformAt } from "../../lib/io/random.ts";

Deno.test("doublingSizes() doubles up to the last", () => {
  assert.deepEqual(doublingSizes(20), [2, 4, 8, 16, 20]);
  assert.deepEqual(doublingSizes(16), [2, 4, 8, 16]);
  assert.deepEqual(doublingSizes(1), [1]);
});

Deno.test("comparePcaSizes() draws unseen rows as well as their components do, and finds as well", async () => {
  await useBackend();
  const dim = 12;
  const bytes = (seed: number, count: number) =>
    Uint8Array.from(
      { length: count * dim },
      (_, i) => Math.round(255 * uniformAt(seed, i) ** (1 + i % dim)),
    );
  const rows = arraySource(bytes(1, 40), dim);
  const unseen = bytes(2, 9);
  const labels = Array.from({ length: 40 }, (_, row) => row % 4);
  const pca = await fitPca(rows, 6);
  const places = await applyPca(pca, rows);
  const source = arraySource(unseen, dim);
  const sizes = await comparePcaSizes({ pca, places, labels, unseen: source, k: 3, resamples: 5 });
  assert.deepEqual(sizes.map(({ components }) => components), [2, 4, 6]);
  for (const { components, precision, mse } of sizes) {
    // Each row drawn from its components, and compared number by number.
    let sum = 0;
    for (let row = 0; row < 9; row++) {
      const x = Float64Array.from({ length: dim }, (_, l) => unseen[row * dim + l]! - pca.mean[l]!);
      const drawn = new Float64Array(dim);
      for (let c = 0; c < components; c++) {
        const direction = pca.components.subarray(c * dim, (c + 1) * dim);
        const place = x.reduce((total, value, l) => total + value * direction[l]!, 0);
        direction.forEach((value, l) => drawn[l] = drawn[l]! + place * value);
      }
      x.forEach((value, l) => sum += ((value - drawn[l]!) / 127.5) ** 2);
    }
    assert.ok(Math.abs(mse - sum / (9 * dim)) < 1e-5, `${components}: ${mse}`);
    const vectors = Float32Array.from(
      { length: 40 * components },
      (_, i) => places[Math.floor(i / components) * 6 + i % components]!,
    );
    const report = await evaluateRetrieval({
      vectors,
      dim: components,
      labels,
      k: 3,
      resamples: 1,
    });
    assert.equal(precision, report.leaveOneOut.precision.micro);
  }
  assert.ok(sizes[0]!.mse > sizes[1]!.mse && sizes[1]!.mse > sizes[2]!.mse);
});
