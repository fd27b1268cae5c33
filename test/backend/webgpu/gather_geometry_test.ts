import assert from "node:assert/strict";
import {
  forwardGeometry,
  inputGradientGeometry,
} from "../../../lib/backend/webgpu/gather_geometry.ts";

/** A square convolution of `size` pixels. */
function square(size: number, kernel: number, stride: number, pad: number) {
  const out = Math.floor((size + 2 * pad - kernel) / stride) + 1;
  return {
    inHeight: size,
    inWidth: size,
    inChannels: 2,
    outHeight: out,
    outWidth: out,
    outChannels: 3,
    filterHeight: kernel,
    filterWidth: kernel,
    strideHeight: stride,
    strideWidth: stride,
    padTop: pad,
    padLeft: pad,
  };
}

Deno.test("the gradient at stride 2 falls into phases that multiply no zeros", () => {
  const { rows } = inputGradientGeometry(square(6, 3, 2, 1));
  // Pixel x meets filter row f where x + 1 - f is even: even pixels row 1, odd ones rows 0 and 2.
  assert.deepEqual(rows, [
    {
      start: 0,
      count: 3,
      taps: 1,
      filterFirst: 1,
      filterStep: 2,
      sourceFirst: 0,
      sourceTap: -1,
    },
    {
      start: 1,
      count: 3,
      taps: 2,
      filterFirst: 0,
      filterStep: 2,
      sourceFirst: 1,
      sourceTap: -1,
    },
  ]);
});

Deno.test("taps that only reach the border are left out", () => {
  // One pixel under a 3 x 3 filter: only its middle counts.
  const [row] = forwardGeometry(square(1, 3, 1, 1)).rows;
  assert.deepEqual([row!.taps, row!.filterFirst, row!.sourceFirst], [1, 1, 0]);
  const [back] = inputGradientGeometry(square(1, 3, 1, 1)).rows;
  assert.deepEqual([back!.taps, back!.filterFirst, back!.sourceFirst], [1, 1, 0]);
});

Deno.test("a filter smaller than its stride leaves phases without taps", () => {
  const { rows } = inputGradientGeometry(square(5, 1, 2, 0));
  assert.deepEqual(rows.map(({ count, taps }) => [count, taps]), [[3, 1], [2, 0]]);
});
