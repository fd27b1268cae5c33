import assert from "node:assert/strict";
import { type PixelBox, toPixelBox } from "../../lib/dataset/decode/crop.ts";
import { UnusablePhoto } from "../../lib/dataset/decode/photo_header.ts";
import type { Dice } from "../../lib/boards/dice.ts";
import { EXTREMES, fuzz } from "./fuzz.ts";

type Box = [x: number, y: number, width: number, height: number];

/** Rounding may decide either way this near to an edge, pixels. */
const UNSURE = 1e-6;

/** Where a side of the box starts and ends, in pixels, and what cropping must do with it. */
function side(start: number, length: number, pixels: number) {
  const [from, to] = [start * pixels, (start + length) * pixels];
  const beyond = Math.max(-from, to - pixels);
  // Cut to a whole number and clamped, something must be left.
  const first = from > 0 ? Math.floor(from) : 0;
  const left = Math.min(Math.floor(length * pixels), pixels - first);
  return {
    from,
    to,
    bad: !(beyond < 1) || !(left >= 1),
    unsure: Math.abs(beyond - 1) < UNSURE || [from, length * pixels].some(
      (edge) => Math.abs(edge - Math.round(edge)) < UNSURE,
    ),
  };
}

function check(box: Box, width: number, height: number): boolean {
  const kept = [...box];
  const [x, y] = [side(box[0], box[2], width), side(box[1], box[3], height)];
  let pixels: PixelBox;
  try {
    pixels = toPixelBox(box, width, height);
  } catch (error) {
    if ((error as Error)?.constructor !== UnusablePhoto) throw error;
    const { message } = error as Error;
    assert.match(message, /^box .+ of \d+ x \d+ pixels( by a pixel or more)?$/);
    assert.ok(x.bad || y.bad || x.unsure || y.unsure, `refused a good box: ${message}`);
    return false;
  }
  assert.ok(!(x.bad || y.bad) || x.unsure || y.unsure, `took a bad box: ${box}`);
  assert.deepEqual(box, kept);
  for (
    const [start, length, size, exact] of [
      [pixels.left, pixels.width, width, x],
      [pixels.top, pixels.height, height, y],
    ] as const
  ) {
    assert.ok([start, length].every(Number.isInteger) && start >= 0 && length >= 1);
    assert.ok(start + length <= size, `${start} + ${length} of ${size}`);
    // Both corners are cut to whole pixels, and the far one follows from the near one.
    assert.ok(Math.abs(start - exact.from) < 1 + UNSURE, `${start} for ${exact.from}`);
    assert.ok(Math.abs(start + length - exact.to) < 2 + UNSURE, `${start + length}, ${exact.to}`);
  }
  return true;
}

/** A box that mostly lies inside, some of whose numbers are extreme. */
function anyBox(dice: Dice): Box {
  const [x, y] = [dice.between(-0.02, 1), dice.between(-0.02, 1)];
  const box: Box = [x, y, dice.between(0, 1.05 - x), dice.between(0, 1.05 - y)];
  const extreme = () =>
    dice.pick([...EXTREMES.map(Number), 1e-9, -1e-9, 1 - 2 ** -53, 1 + 2 ** -52]);
  return box.map((value) => dice.chance(0.1) ? extreme() : value) as Box;
}

Deno.test("toPixelBox() stays inside the photo for 20,000 boxes, and refuses no good one", async () => {
  let accepted = 0;
  await fuzz({ seed: 3, inputs: 20_000 }, (dice) => {
    const size = () => dice.pick([1, 2, 3, 99, 100, 400, 1201, 16_383]);
    if (check(anyBox(dice), size(), size())) accepted++;
  });
  assert.ok(accepted > 4000 && accepted < 16_000, `${accepted} accepted`);
});

Deno.test("toPixelBox() refuses 10,000 values that are no box", async () => {
  const values = [undefined, null, "0.5", "", [], [0.5], {}, true, 1n, () => 1, NaN, Symbol()];
  await fuzz({ seed: 4, inputs: 10_000 }, (dice) => {
    const box = dice.pick<unknown>([
      ...values,
      Array.from({ length: dice.whole(0, 6) }, () => dice.chance(0.6) ? 0.5 : dice.pick(values)),
    ]);
    const isBox = Array.isArray(box) && box.length === 4 &&
      box.every((value) => typeof value === "number");
    if (isBox) return;
    assert.throws(
      () => toPixelBox(box as Box, 100, 100),
      (error: Error) => error instanceof UnusablePhoto && /^box .*four numbers/.test(error.message),
    );
  });
});
