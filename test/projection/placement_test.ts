import assert from "node:assert/strict";
import { placeOnMap } from "../../lib/projection/placement.ts";
import { projectUmap } from "../../lib/projection/umap.ts";
import { kNearest } from "../../lib/search/neighbours.ts";
import { clusteredVectors } from "./samples.ts";

Deno.test("placeOnMap() takes the weighted mean of the nearest, and the very place of an equal item", () => {
  const points = Float32Array.of(0, 0, 4, 2, 8, -2);
  // Distances 2, 2, 2 weigh alike; squared ones are given.
  const alike = { k: 3, indices: Int32Array.of(1, 0, 2), distances: Float32Array.of(4, 4, 4) };
  assert.deepEqual([...placeOnMap(points, 2, alike)], [4, 0]);
  // The sum of strengths is log2(3): 1 of the nearest and 0.585 of the other, 2 beyond it.
  const apart = { k: 2, indices: Int32Array.of(0, 1), distances: Float32Array.of(1, 9) };
  const [x, y] = placeOnMap(points, 2, apart);
  const share = (Math.log2(3) - 1) / Math.log2(3);
  assert.ok(Math.abs(x! - 4 * share) < 1e-4 && Math.abs(y! - 2 * share) < 1e-4, `${x} ${y}`);
  const equal = { k: 2, indices: Int32Array.of(2, 1), distances: Float32Array.of(0, 1) };
  assert.deepEqual([...placeOnMap(points, 2, equal)], [8, -2]);
  const nothing = { k: 2, indices: new Int32Array(), distances: new Float32Array() };
  assert.equal(placeOnMap(points, 2, nothing).length, 0);
});

Deno.test("placeOnMap() puts new items of a cluster among those of the cluster", async () => {
  const [dim, known] = [6, 90];
  const { vectors, labels } = clusteredVectors(120, dim, { clusters: 3, apart: 20 });
  const index = vectors.slice(0, known * dim);
  const points = await projectUmap(index, dim, { nComponents: 2, seed: 1 });
  const queries = vectors.slice(known * dim);
  const near = await kNearest({ vectors: index, dim }, 14, { queries });
  const placed = placeOnMap(points, 2, near);
  const on = await kNearest({ vectors: points, dim: 2 }, 5, { queries: placed });
  for (const [i, place] of on.indices.entries()) {
    assert.equal(labels[place], labels[known + Math.floor(i / 5)]);
  }
});
