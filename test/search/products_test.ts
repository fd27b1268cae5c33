import assert from "node:assert/strict";
import { useBackend } from "../../lib/backend/mod.ts";
import { FlatIndex } from "../../lib/search/flat_index.ts";
import { productSearch } from "../../lib/search/products.ts";
import { availableBackends } from "../available_backends.ts";
import { testProducts } from "./products_cases.ts";

await testProducts("tensorflow");

Deno.test("search() of 10,000 equal vectors gives the lowest rows", async () => {
  const [fastest] = await availableBackends();
  await useBackend(fastest);
  const vectors = new Float32Array(10_000 * 24).fill(0.3);
  const index = FlatIndex.build(vectors, 24);
  const { indices, distances } = await index.search(vectors, 3, { exclude: "self" });
  assert.deepEqual([...indices.subarray(0, 12)], [1, 2, 3, 0, 2, 3, 0, 1, 3, 0, 1, 2]);
  assert.ok(distances.every((distance) => distance === 0));
  for (let i = 12; i < indices.length; i++) assert.equal(indices[i], i % 3);
});

Deno.test("productSearch() leaves plain JavaScript to the direct search", async () => {
  await useBackend("cpu");
  const vectors = Float32Array.from({ length: 10 * 2 }, (_, i) => i % 7);
  const problem = { queries: vectors, vectors, dim: 2, k: 1, measured: 1, self: false };
  assert.equal(await productSearch(problem, { height: 16 }), undefined);
});
