import assert from "node:assert/strict";
import { projectUmapJs } from "../../lib/projection/umap_js.ts";
import { kNearest } from "../../lib/search/neighbours.ts";
import { clusteredVectors } from "./samples.ts";

Deno.test("projectUmapJs() keeps clusters apart, and gives the same map for the same seed", async () => {
  const [n, dim] = [60, 5];
  const { vectors, labels: clusters } = clusteredVectors(n, dim, { clusters: 3, apart: 20 });
  const neighbours = await kNearest({ vectors, dim }, 7, { exclude: "self" });
  const points = projectUmapJs(neighbours, { seed: 1 });
  assert.equal(points.length, 2 * n);
  assert.deepEqual(projectUmapJs(neighbours, { seed: 1 }), points);
  const near = await kNearest({ vectors: points, dim: 2 }, 5, { exclude: "self" });
  const own = Array.from(near.indices).filter((j, at) =>
    clusters[j] === clusters[Math.floor(at / 5)]
  );
  assert.ok(own.length > 0.95 * near.indices.length, `${own.length} of ${near.indices.length}`);
});
