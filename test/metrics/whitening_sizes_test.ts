import assert from "node:assert/strict";
import { bestWhitening, compareWhitenings } from "../../lib/metrics/whitening_sizes.ts";
import { uniformAt } from "../../lib/io/random.ts";

/** 40 rows of 6 numbers: the first two say the category (a corner of a square), the rest is noise. */
const LABELS = Array.from({ length: 40 }, (_, row) => "abcd"[row % 4]!);
const ROWS = Float32Array.from({ length: 40 * 6 }, (_, i) => {
  const [row, l] = [Math.floor(i / 6), i % 6];
  const corner = l === 0 ? row % 2 : l === 1 ? Math.floor(row % 4 / 2) : 0;
  return 10 * corner + uniformAt(4, i);
});

Deno.test("compareWhitenings() finds all with the directions that matter, and less with noise too", async () => {
  const input = { vectors: ROWS, dim: 6, labels: LABELS, sizes: [2, 6, 128] };
  const own = await compareWhitenings(input);
  // 128 is more than there are numbers.
  assert.deepEqual(own.map(({ components }) => components), [2, 6]);
  assert.equal(own[0]!.precision, 1);
  assert.ok(own[1]!.precision < 0.95, String(own[1]!.precision));
  // A query of corner (10, 10), which is row 3's "d", and one that is called by a wrong name.
  const vectors = Float32Array.of(10.5, 10.5, 0.5, 0.5, 0.5, 0.5, 10.5, 10.5, 0.5, 0.5, 0.5, 0.5);
  const queries = { vectors, labels: ["d", "a"] };
  assert.deepEqual(await compareWhitenings({ ...input, sizes: [2], queries }), [
    { components: 2, precision: 0.5 },
  ]);
});

Deno.test("compareWhitenings() tries fewer numbers where rows are few", async () => {
  const vectors = ROWS.slice(0, 5 * 6);
  const few = await compareWhitenings({ vectors, dim: 6, labels: LABELS.slice(0, 5) });
  assert.deepEqual(few.map(({ components }) => components), [2]);
});

Deno.test("bestWhitening() takes the highest mean, the smaller of equals, of what all have", () => {
  const list = (...precisions: number[]) =>
    precisions.map((precision, i) => ({ components: 2 ** i, precision }));
  // Means: 0.5, 0.75, 0.75; the fourth has no second value.
  assert.deepEqual(bestWhitening([list(0.5, 0.5, 1, 1), list(0.5, 1, 0.5)]), {
    components: 2,
    precision: 0.75,
  });
  assert.throws(() => bestWhitening([]), {
    name: "RangeError",
    message: /current number of lists is 0$/,
  });
});
