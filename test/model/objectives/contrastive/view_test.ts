import assert from "node:assert/strict";
import { colourChange, drawView } from "../../../../lib/model/objectives/contrastive/view.ts";

Deno.test("drawView() depends on the photo and the seed alone", () => {
  assert.deepEqual(drawView(5, 1), drawView(5, 1));
  assert.notDeepEqual(drawView(5, 1), drawView(6, 1));
  assert.notDeepEqual(drawView(5, 1), drawView(5, 2));
});

Deno.test("drawView() stays within the photo but for its turn, and within its limits", () => {
  const views = Array.from({ length: 500 }, (_, row) => drawView(row, 3));
  for (const { affine: [a, b, c, d, e, f], piece, blur } of views) {
    // Middle of the view, in pixels of the photo; half its sides, at least a quarter of the photo.
    const [x, y] = [(a + b) * 63.5 + c, (d + e) * 63.5 + f];
    assert.ok(x > 0 && x < 127 && y > 0 && y < 127, `${x}, ${y}`);
    const area = Math.abs(a * e - b * d);
    assert.ok(area > 0.35 && area <= 1 + 1e-9, `${area}`);
    const depth = Math.min(piece.right - piece.left, piece.bottom - piece.top);
    assert.ok(depth >= 0 && depth <= 0.3 * 128 + 1e-9);
    assert.ok(blur >= 0 && blur < 1);
  }
  const share = (test: (view: typeof views[number]) => boolean) =>
    views.filter(test).length / views.length;
  // Three standard deviations of 500 draws: 0.067 for a half, 0.062 for 0.3.
  assert.ok(Math.abs(share(({ affine }) => affine[0] < 0) - 0.5) < 0.067);
  assert.ok(Math.abs(share(({ piece }) => piece.right > piece.left) - 0.3) < 0.062);
  assert.ok(Math.abs(share(({ blur }) => blur > 0) - 0.3) < 0.062);
});

Deno.test("drawView() makes the kinds of change it is asked for, and draws each alike", () => {
  const none = drawView(5, 1, []);
  // The photo itself: every pixel from its own place, no piece, no colour changed.
  near([...none.affine], [1, 0, 0, 0, 1, 0]);
  assert.deepEqual([none.piece.right, none.blur], [0, 0]);
  near(apply(none.colour, [0.5, -0.2, 0.1]), [0.5, -0.2, 0.1]);
  const all = drawView(5, 1);
  assert.deepEqual(drawView(5, 1, ["colour"]), { ...none, colour: all.colour });
  const shape = drawView(5, 1, ["crop", "turn", "flip"]);
  assert.deepEqual(shape, { ...none, affine: all.affine });
  assert.notDeepEqual(drawView(5, 1, ["crop", "turn"]).affine, drawView(5, 1, ["crop"]).affine);
});

/** The colour that `change` makes of `[r, g, b]` in [-1, 1]. */
function apply({ matrix, offset }: ReturnType<typeof colourChange>, colour: number[]): number[] {
  return [0, 1, 2].map((row) =>
    colour.reduce((sum, value, column) => sum + matrix[row * 3 + column]! * value, offset)
  );
}
const near = (actual: number[], expected: number[]) =>
  actual.forEach((value, i) => assert.ok(Math.abs(value - expected[i]!) < 1e-9, `${actual}`));

Deno.test("colourChange() does what its four numbers say", () => {
  const none = { saturation: 1, hue: 0, contrast: 1, brightness: 1 };
  const colour = [0.5, -0.2, 0.1];
  near(apply(colourChange(none), colour), colour);
  // Luma of the colour: 0.299 x 0.5 - 0.587 x 0.2 + 0.114 x 0.1 = 0.0435.
  near(apply(colourChange({ ...none, saturation: 0 }), colour), [0.0435, 0.0435, 0.0435]);
  // A third of a turn carries red to green, green to blue, blue to red.
  near(apply(colourChange({ ...none, hue: 2 * Math.PI / 3 }), colour), [0.1, 0.5, -0.2]);
  near(apply(colourChange({ ...none, contrast: 2 }), colour), [1, -0.4, 0.2]);
  // Brightness scales v + 1: 1.5 x 0.5 - 1 = -0.25 and so on.
  near(apply(colourChange({ ...none, brightness: 0.5 }), colour), [-0.25, -0.6, -0.45]);
});
