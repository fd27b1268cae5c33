import assert from "node:assert/strict";
import {
  colourJitter,
  sampleAugmentation,
} from "../../../../lib/model/objectives/contrastive/augmentation.ts";

Deno.test("sampleAugmentation() depends on the photo and the seed alone", () => {
  assert.deepEqual(sampleAugmentation(5, 1), sampleAugmentation(5, 1));
  assert.notDeepEqual(sampleAugmentation(5, 1), sampleAugmentation(6, 1));
  assert.notDeepEqual(sampleAugmentation(5, 1), sampleAugmentation(5, 2));
});

Deno.test("sampleAugmentation() stays within the photo but for its turn, and within its limits", () => {
  const views = Array.from({ length: 500 }, (_, row) => sampleAugmentation(row, 3));
  for (const { affine: [a, b, c, d, e, f], occlusion, blur } of views) {
    // Middle of the view, in pixels of the photo; half its sides, at least a quarter of the photo.
    const [x, y] = [(a + b) * 63.5 + c, (d + e) * 63.5 + f];
    assert.ok(x > 0 && x < 127 && y > 0 && y < 127, `${x}, ${y}`);
    const area = Math.abs(a * e - b * d);
    assert.ok(area > 0.35 && area <= 1 + 1e-9, `${area}`);
    const depth = Math.min(occlusion.right - occlusion.left, occlusion.bottom - occlusion.top);
    assert.ok(depth >= 0 && depth <= 0.3 * 128 + 1e-9);
    assert.ok(blur >= 0 && blur < 1);
  }
  const fraction = (test: (view: typeof views[number]) => boolean) =>
    views.filter(test).length / views.length;
  // Three standard deviations of 500 draws: 0.067 for a half, 0.062 for 0.3.
  assert.ok(Math.abs(fraction(({ affine }) => affine[0] < 0) - 0.5) < 0.067);
  assert.ok(Math.abs(fraction(({ occlusion }) => occlusion.right > occlusion.left) - 0.3) < 0.062);
  assert.ok(Math.abs(fraction(({ blur }) => blur > 0) - 0.3) < 0.062);
});

Deno.test("sampleAugmentation() makes the kinds of change it is asked for, and draws each alike", () => {
  const none = sampleAugmentation(5, 1, []);
  // The photo itself: every pixel from its own place, no piece, no colour changed.
  near([...none.affine], [1, 0, 0, 0, 1, 0]);
  assert.deepEqual([none.occlusion.right, none.blur], [0, 0]);
  near(apply(none.colour, [0.5, -0.2, 0.1]), [0.5, -0.2, 0.1]);
  const all = sampleAugmentation(5, 1);
  assert.deepEqual(sampleAugmentation(5, 1, ["colour"]), { ...none, colour: all.colour });
  const shape = sampleAugmentation(5, 1, ["crop", "rotation", "flip"]);
  assert.deepEqual(shape, { ...none, affine: all.affine });
  assert.notDeepEqual(
    sampleAugmentation(5, 1, ["crop", "rotation"]).affine,
    sampleAugmentation(5, 1, ["crop"]).affine,
  );
});

/** The colour that `change` makes of `[r, g, b]` in [-1, 1]. */
function apply({ matrix, offset }: ReturnType<typeof colourJitter>, colour: number[]): number[] {
  return [0, 1, 2].map((row) =>
    colour.reduce((sum, value, column) => sum + matrix[row * 3 + column]! * value, offset)
  );
}
const near = (actual: number[], expected: number[]) =>
  actual.forEach((value, i) => assert.ok(Math.abs(value - expected[i]!) < 1e-9, `${actual}`));

Deno.test("colourJitter() does what its four numbers say", () => {
  const none = { saturation: 1, hue: 0, contrast: 1, brightness: 1 };
  const colour = [0.5, -0.2, 0.1];
  near(apply(colourJitter(none), colour), colour);
  // Luma of the colour: 0.299 x 0.5 - 0.587 x 0.2 + 0.114 x 0.1 = 0.0435.
  near(apply(colourJitter({ ...none, saturation: 0 }), colour), [0.0435, 0.0435, 0.0435]);
  // A third of a turn carries red to green, green to blue, blue to red.
  near(apply(colourJitter({ ...none, hue: 2 * Math.PI / 3 }), colour), [0.1, 0.5, -0.2]);
  near(apply(colourJitter({ ...none, contrast: 2 }), colour), [1, -0.4, 0.2]);
  // Brightness scales v + 1: 1.5 x 0.5 - 1 = -0.25 and so on.
  near(apply(colourJitter({ ...none, brightness: 0.5 }), colour), [-0.25, -0.6, -0.45]);
});
