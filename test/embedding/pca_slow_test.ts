import assert from "node:assert/strict";
import { applyPca, fitPca } from "../../lib/embedding/pca.ts";
import { arraySource } from "../../lib/embedding/row_source.ts";
import { uniformAt } from "../../lib/io/random.ts";

Deno.test("fitPca() follows the directions of most variance among many, from bytes, in batches", async () => {
  // Rows of 1500 bytes that vary in three directions, with noise: the first three components
  // explain nearly all, whatever the random start. 12,000 rows are two batches.
  const [count, dim] = [12_000, 1500];
  const rows = new Uint8Array(count * dim);
  for (let i = 0; i < count; i++) {
    const [a, b, c] = [0, 1, 2].map((l) => uniformAt(61, i * 3 + l) * [90, 60, 30][l]!) as [
      number,
      number,
      number,
    ];
    for (let l = 0; l < dim; l++) {
      const wave = a * (l % 2) + b * (l < 700 ? 1 : 0) + c * (l % 3 === 0 ? 1 : 0);
      rows[i * dim + l] = wave + uniformAt(62, (i * dim + l) % 10_007) * 4;
    }
  }
  const source = arraySource(rows, dim);
  const pca = await fitPca(source, 4, { seed: 3 });
  const [v0, v1, v2, v3] = pca.variances;
  assert.ok(v0! > v1! && v1! > v2! && v2! > 100 * v3!, String(pca.variances));
  for (let p = 0; p < 4; p++) {
    for (let q = 0; q < 4; q++) {
      let product = 0;
      for (let l = 0; l < dim; l++) {
        product += pca.components[p * dim + l]! * pca.components[q * dim + l]!;
      }
      assert.ok(Math.abs(product - (p === q ? 1 : 0)) <= 1e-3, `${product}`);
    }
  }
  const places = await applyPca(pca, source);
  const mean = places.reduce((sum, value, i) => i % 4 === 0 ? sum + value : sum, 0) / count;
  assert.ok(Math.abs(mean) <= 0.05, `${mean}`);
  const variance = places.reduce((sum, value, i) => i % 4 === 0 ? sum + value ** 2 : sum, 0);
  assert.ok(Math.abs(variance / (count - 1) / v0! - 1) <= 1e-3, `${variance / (count - 1) / v0!}`);
});
