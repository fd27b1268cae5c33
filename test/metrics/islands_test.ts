import assert from "node:assert/strict";
import { categoryIslands } from "../../lib/metrics/islands.ts";
import { kNearest } from "../../lib/search/neighbours.ts";

Deno.test("categoryIslands() counts neighbours and components of each category, by hand", async () => {
  // Nearest: 0 and 1 each other, 2.5 the 1, 10 and 11 each other, 20 and 21 each other.
  const vectors = Float32Array.of(0, 1, 2.5, 21, 10, 11, 20);
  const labels = ["a", "a", "a", "a", "b", "b", "b"];
  const neighbours = await kNearest({ vectors, dim: 1 }, 1, { exclude: "self" });
  const islands = categoryIslands(neighbours, labels);
  assert.deepEqual(
    islands.map(({ precision: { value, queries }, ...rest }) => ({ value, queries, ...rest })),
    [
      // 0, 1 and 2.5 hang together, 21 is alone; three of the six others are of "a".
      { value: 3 / 4, queries: 4, category: "a", chance: 3 / 6, components: 2, largest: 3 / 4 },
      { value: 2 / 3, queries: 3, category: "b", chance: 2 / 6, components: 2, largest: 2 / 3 },
    ],
  );
});

Deno.test("categoryIslands() tells one island from two with neighbours as good", async () => {
  const neighbours = await kNearest({ vectors: Float32Array.of(0, 1, 2, 10, 11, 12), dim: 1 }, 2, {
    exclude: "self",
  });
  const [two] = categoryIslands(neighbours, new Array(6).fill("a"));
  assert.deepEqual([two!.precision.value, two!.components, two!.largest], [1, 2, 0.5]);
  const [a, b] = categoryIslands(neighbours, ["a", "a", "a", "b", "b", "b"]);
  assert.deepEqual([a!.components, b!.components, a!.largest, b!.largest], [1, 1, 1, 1]);
  assert.throws(() => categoryIslands(neighbours, ["a"]), /must have 6 entries/);
});
