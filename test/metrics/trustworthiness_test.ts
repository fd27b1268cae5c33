import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { trustworthiness as ofNeighbours } from "../../lib/metrics/trustworthiness.ts";
import { uniformAt } from "../../lib/io/random.ts";
import { kNearest } from "../../lib/search/neighbours.ts";
import { needsShared, sharedPath } from "../shared.ts";

async function trustworthiness(
  vectors: Float32Array,
  dim: number,
  projection: Float32Array,
  projectionDim: number,
  { neighbours: k = 15 } = {},
): Promise<number> {
  const map = { vectors: projection, dim: projectionDim };
  return await ofNeighbours({ vectors, dim }, await kNearest(map, k, { exclude: "self" }));
}

const DIGITS = "reference/digits.csv";

function near(actual: number, expected: number, tolerance = 1e-12): void {
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is not ${expected}`);
}

Deno.test("trustworthiness() by hand: two of five points swapped on a line", async () => {
  // Places 0 1 2 4 8 shown at 0 1 8 4 2. Nearest on the map, k = 1: 0 -> 1; 1 -> 0 (a tie with 4, the
  // lower row); 2 -> 3; 3 -> 4; 4 -> 1. Places of those in truth: 1; 1 (a tie with 2, the lower row);
  // 2 -> 3 is 3rd (after 1 and 0, which ties with 3); 3 -> 4 is 4th (after 2, 1 and 0: 4 ties with
  // 0); 4 -> 1 is 3rd. Penalties 0 0 2 3 2: T = 1 - 2 * 7 / (5 * 1 * (10 - 3 - 1)).
  const vectors = Float32Array.of(0, 1, 2, 4, 8);
  const projection = Float32Array.of(0, 1, 8, 4, 2);
  near(await trustworthiness(vectors, 1, projection, 1, { neighbours: 1 }), 1 - 14 / 30);
});

Deno.test("trustworthiness() gives scikit-learn's numbers", async () => {
  // sklearn.manifold.trustworthiness(x, x[:, :2], n_neighbors=k) of scikit-learn 1.9.1, x being 40 x 6
  // float32 draws of mulberry32 with seed 31.
  const vectors = Float32Array.from({ length: 40 * 6 }, (_, i) => uniformAt(31, i));
  const projection = Float32Array.from(
    { length: 40 * 2 },
    (_, i) => vectors[Math.floor(i / 2) * 6 + i % 2]!,
  );
  const expected = [[1, 0.7407894736842106], [5, 0.72328125], [15, 0.753921568627451]] as const;
  for (const [neighbours, value] of expected) {
    near(await trustworthiness(vectors, 6, projection, 2, { neighbours }), value);
  }
  near(await trustworthiness(vectors, 6, projection, 2), 0.753921568627451);
});

Deno.test({
  ...needsShared("trustworthiness() gives scikit-learn's numbers for the digits", DIGITS),
  fn: async () => {
    // x: the 64 pixels of 1797 digits, plus draws of mulberry32 with seed 71, because scikit-learn
    // orders equal distances in no defined way; the map: pixels 20 and 43, x[:, [20, 43]].
    const lines = readFileSync(sharedPath(DIGITS), "utf8").trim().split("\n").slice(1);
    const pixels = lines.flatMap((line) => line.split(",").slice(1).map(Number));
    const vectors = Float32Array.from(pixels, (pixel, i) => pixel + uniformAt(71, i));
    const map = Float32Array.from(
      { length: 1797 * 2 },
      (_, i) => vectors[Math.floor(i / 2) * 64 + (i % 2 === 0 ? 20 : 43)]!,
    );
    near(await trustworthiness(vectors, 64, map, 2), 0.6976788530384999, 1e-6);
    near(await trustworthiness(vectors, 64, map, 2, { neighbours: 5 }), 0.6981883662386195, 1e-6);
    assert.equal(await trustworthiness(vectors, 64, vectors, 64), 1);
  },
});

Deno.test("trustworthiness() refuses what does not fit", async () => {
  const four = Float32Array.of(0, 1, 2, 3);
  const cases: [Promise<number>, typeof TypeError | typeof RangeError, RegExp][] = [
    [
      trustworthiness(four, 1, four, 2, { neighbours: 1 }),
      TypeError,
      /neighbours must have 4 lists: .* is 2$/,
    ],
    [trustworthiness(four, 1, four, 1, { neighbours: 2 }), RangeError, /half of 4 rows: .* is 2$/],
    [
      ofNeighbours({ vectors: four, dim: 1 }, {
        k: 0,
        indices: new Int32Array(),
        distances: new Float32Array(),
      }),
      RangeError,
      /current value is 0$/,
    ],
    [trustworthiness(four, 0, four, 1, { neighbours: 1 }), RangeError, /dim must be/],
    [
      trustworthiness(Float32Array.of(NaN), 1, four, 1, { neighbours: 1 }),
      RangeError,
      /vectors must be finite/,
    ],
  ];
  for (const [promise, type, message] of cases) {
    await assert.rejects(
      promise,
      (error: Error) => error instanceof type && message.test(error.message),
    );
  }
});
