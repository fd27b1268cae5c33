import assert from "node:assert/strict";
import { principalCoordinates, startingPoints } from "../../lib/projection/start.ts";
import { createRandom } from "../../lib/io/random.ts";

Deno.test("principalCoordinates() finds the axes along which vectors vary, largest first", () => {
  // Dimension 3 varies by 20, dimension 1 by 4, the others not at all.
  const n = 50, dim = 5;
  const random = createRandom(3);
  const vectors = new Float32Array(n * dim).fill(7);
  for (let i = 0; i < n; i++) {
    vectors[i * dim + 3] = 20 * random();
    vectors[i * dim + 1] = 4 * random();
  }
  const coordinates = principalCoordinates(vectors, dim, { components: 2, seed: 1 });
  for (const [component, dimension] of [[0, 3], [1, 1]] as const) {
    // Distances between items along a component are those along its dimension, but for the slight
    // turn that chance correlation of the two dimensions gives.
    for (let i = 1; i < n; i++) {
      const along = coordinates[i * 2 + component]! - coordinates[component]!;
      const wanted = vectors[i * dim + dimension]! - vectors[dimension]!;
      assert.ok(Math.abs(Math.abs(along) - Math.abs(wanted)) < 1, `${along} for ${wanted}`);
    }
  }
  const mean = coordinates.reduce((sum, value) => sum + value, 0) / n;
  assert.ok(Math.abs(mean) < 1e-4);
});

Deno.test("principalCoordinates() gives 0 along axes that there are not", () => {
  // Two dimensions, of which one varies: one axis.
  const vectors = Float32Array.from([0, 5, 1, 5, 2, 5, 9, 5]);
  const coordinates = principalCoordinates(vectors, 2, { components: 3, seed: 1 });
  for (let i = 0; i < 4; i++) {
    assert.ok(Math.abs(Math.abs(coordinates[i * 3]!) - Math.abs(vectors[i * 2]! - 3)) < 1e-6);
    assert.deepEqual([...coordinates.subarray(i * 3 + 1, i * 3 + 3)].map(Math.abs), [0, 0]);
  }
  const same = principalCoordinates(new Float32Array(12).fill(4), 3, { components: 2, seed: 1 });
  assert.ok(same.every((value) => value === 0));
});

Deno.test("startingPoints() stretches each axis from 0 to 10 and pads with 0", () => {
  // Along a line in a plane: 0, 1, 2, 4 of 4 or, the axis turned round, 4, 3, 2, 0.
  const vectors = Float32Array.from([0, 0, 1, 1, 2, 2, 4, 4]);
  const points = startingPoints(vectors, 2, { components: 1, width: 3, seed: 1 });
  const along = points.filter((_, i) => i % 3 === 0);
  const wanted = along[0]! < 1 ? [0, 2.5, 5, 10] : [10, 7.5, 5, 0];
  wanted.forEach((value, i) => assert.ok(Math.abs(along[i]! - value) < 2e-3, String(along)));
  assert.ok(points.every((value, i) => i % 3 === 0 || value === 0));
});

Deno.test("startingPoints() keeps equal vectors apart", () => {
  const vectors = new Float32Array(20);
  const points = startingPoints(vectors, 2, { components: 2, width: 2, seed: 1 });
  assert.equal(new Set(points).size, 20);
});
