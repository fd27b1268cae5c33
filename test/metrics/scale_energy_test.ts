import assert from "node:assert/strict";
import { detailKept } from "../../lib/metrics/scale_energy.ts";

/** A photo of 4 x 4 pixels whose three channels are all half of `values`, and so within [-1, 1]. */
function grey(values: number[]): Float32Array {
  return Float32Array.from({ length: 48 }, (_, i) => values[Math.floor(i / 3)]! / 2);
}

// Columns -1 1 -1 1: detail of one pixel only. Left half -0.5, right half 0.5: of two. 0.25 over all.
const fine = Array.from({ length: 16 }, (_, i) => i % 2 ? 1 : -1);
const coarse = Array.from({ length: 16 }, (_, i) => i % 4 < 2 ? -0.5 : 0.5);
const photo = grey(fine.map((value, i) => value + coarse[i]! + 0.25));

Deno.test("detailKept() tells sizes of detail apart", () => {
  const kept = (values: number[]) => detailKept(photo, grey(values), { side: 4 });
  assert.deepEqual(kept(coarse.map((value) => value + 0.25)), [
    { side: 1, kept: 0 },
    { side: 2, kept: 1 },
    { side: 4, kept: 1 },
  ]);
  // Half of the fine detail: a quarter of its square is missing. Twice the mean: worse by its square.
  assert.deepEqual(
    kept(fine.map((value, i) => value / 2 + coarse[i]! + 0.5)).map(({ kept }) => kept),
    [0.75, 1, 0],
  );
});

Deno.test("detailKept() sums the squares of all photos, and has no share of nothing", () => {
  const two = Float32Array.of(...photo, ...new Float32Array(48));
  const drawn = Float32Array.of(...photo, ...grey(fine));
  // All is there of the first; of the second, which has nothing, as much is drawn as the first has.
  assert.deepEqual(detailKept(two, drawn, { side: 4 }).map(({ kept }) => kept), [0, 1, 1]);
  const plain = grey(Array(16).fill(0.5));
  const shares = detailKept(plain, plain, { side: 4 }).map(({ kept }) => kept);
  assert.deepEqual(shares, [NaN, NaN, 1]);
});

Deno.test("detailKept() refuses what is no photo", () => {
  assert.throws(() => detailKept(photo, photo, { side: 3 }), {
    name: "RangeError",
    message: /side must be a power of two: current value is 3/,
  });
  assert.throws(() => detailKept(photo, photo.subarray(1), { side: 4 }), { name: "TypeError" });
  assert.throws(() => detailKept(photo, photo), { name: "TypeError" });
  const bright = photo.map((value) => value + 1);
  assert.throws(() => detailKept(bright, photo, { side: 4 }), /values must be from -1 to 1/);
});
