import assert from "node:assert/strict";
import { fitInstanceLda } from "../../lib/embedding/instance_lda.ts";

/** Numbers that look random, -0.5 to 0.5. */
const scattered = (i: number, k: number) => ((i * 7919 + k * 104729) % 1009) / 1009 - 0.5;
const DIM = 6;
const SPREADS = [3, 2, 1.5, 1, 0.7, 0.4];
const CHANGES = [2, 0.3, 1, 0.2, 0.5, 0.1];
const vectors = Float32Array.from({ length: 30 * DIM }, (_, i) => {
  return scattered(i, 1) * SPREADS[i % DIM]!;
});
const rows = Int32Array.from({ length: 40 }, (_, i) => i * 7 % 30);
const copies = Float32Array.from({ length: 40 * DIM }, (_, i) => {
  const original = vectors[rows[Math.floor(i / DIM)]! * DIM + i % DIM]!;
  return original + scattered(i, 2) * CHANGES[i % DIM]!;
});

Deno.test("fitInstanceLda() gives the generalised eigenvectors of SciPy", async () => {
  // scipy.linalg.eigh(T, W) in float64, the largest value of each direction made positive.
  const expected = [
    [0.372547, 3.167399, 0.409841, -0.625675, -0.132027, -0.26702],
    [1.282124, -0.844297, -0.497221, -1.038565, -0.018886, 0.01469],
    [0.462245, -1.057252, 2.492328, -0.154119, -0.09583, -0.388979],
  ].flat();
  const options = { dim: DIM, components: 3 };
  const { mean, components } = await fitInstanceLda(vectors, { vectors: copies, rows }, options);
  assert.equal(components.length, expected.length);
  components.forEach((value, i) => {
    assert.ok(Math.abs(value - expected[i]!) < 1e-3, `${i}: ${value} instead of ${expected[i]}`);
  });
  const sum = vectors.reduce((total, value, i) => i % DIM === 0 ? total + value : total, 0);
  assert.ok(Math.abs(mean[0]! - sum / 30) < 1e-6);
});

Deno.test("fitInstanceLda() keeps as many directions as there are", async () => {
  const few = vectors.subarray(0, 4 * DIM);
  const given = { vectors: copies.subarray(0, 2 * DIM), rows: [0, 3] };
  const { components } = await fitInstanceLda(few, given, { dim: DIM, components: 10 });
  assert.equal(components.length, 3 * DIM);
  assert.ok(components.every(Number.isFinite));
});

Deno.test("fitInstanceLda() refuses to fit without copies, rows or components", async () => {
  const given = { vectors: copies, rows };
  const fit = (of = given, components = 2) => fitInstanceLda(vectors, of, { dim: DIM, components });
  await assert.rejects(fit({ vectors: new Float32Array(), rows: new Int32Array() }), /copies/);
  await assert.rejects(fit({ vectors: copies, rows: rows.subarray(1) }), /a row for each/);
  await assert.rejects(fit(given, 0), /positive integer/);
});
