import assert from "node:assert/strict";
import { both, number, path, type Point, union } from "../../lib/boards/path.ts";
import { blob, box, ellipse, polygon, ribbon } from "../../lib/boards/shapes.ts";

function near(actual: number, expected: number, tolerance = 1e-9): void {
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is not ${expected}`);
}

Deno.test("Path.toString() writes SVG path data to a hundredth", () => {
  const outline = path`M 0 1 L 2.346 -0.001 Q 1 2, 3 4 C 0.1 0.2, 0.3 0.4, 0.5 0.6 Z`;
  assert.equal(String(outline), "M0 1L2.35 0Q1 2 3 4C0.1 0.2 0.3 0.4 0.5 0.6Z");
});

Deno.test("path takes numbers, points and lists of points, and a minus before them", () => {
  const x = 3, corner: Point = [1, 2], rest: Point[] = [[5, 6], [7, 8]];
  assert.equal(String(path`M -${x} 0 L ${corner} ${rest} Z`), "M-3 0L1 2L5 6L7 8Z");
  // Numbers after the first point of M are lines; a command may be repeated by its numbers alone.
  assert.equal(String(path`M 0 0, 1 1 Q 1 2, 3 4, 5 6, 7 8`), "M0 0L1 1Q1 2 3 4Q5 6 7 8");
  // Catmull-Rom: the tangent at (3, 0) is half of (6, 0) - (0, 0), the control a third of it away.
  assert.equal(String(path`M 0 0 R 3 0, 6 0`), "M0 0C0.5 0 2 0 3 0C4 0 5.5 0 6 0");
  assert.equal(String(path`M 0 0`.draw`L ${x} 1`), "M0 0L3 1");
});

Deno.test("both() gives the mirror image and the outline", () => {
  assert.deepEqual(both(path`M 1 2 L 3 4`).map(String), ["M-1 2L-3 4", "M1 2L3 4"]);
});

Deno.test("number() is short and knows no negative zero", () => {
  assert.equal(number(0.4999), "0.5");
  assert.equal(number(-0.001), "0");
  assert.equal(number(-12.345678), "-12.35");
});

Deno.test("Path.bounds() measures curves, not their control points", () => {
  // B(t) = 2 t (1 - t) * 10 for the y of this curve: at most 5, at t = 1/2.
  const quad = path`M 0 0 Q 4 10, 8 0`.bounds();
  assert.deepEqual([quad.left, quad.top, quad.right], [0, 0, 8]);
  near(quad.bottom, 5);
  // y = 3 t (1 - t)^2 * 8 + 3 t^2 (1 - t) * 8 = 24 t (1 - t): at most 6, at t = 1/2.
  const cubic = path`M 0 0 C 0 8, 3 8, 3 0`.bounds();
  near(cubic.bottom, 6);
  near(cubic.right, 3);
});

Deno.test("Path.bounds() applies a matrix before it measures", () => {
  // A quarter turn takes (x, y) to (-y, x); then twice as large, then 100 to the right.
  const { left, top, right, bottom } = box(0, 0, 3, 5).bounds([0, 2, -2, 0, 100, 0]);
  assert.deepEqual([left, top, right, bottom], [90, 0, 100, 6]);
});

Deno.test("Path.turn() turns clockwise as seen, and leaves the path itself alone", () => {
  const outline = path`M 1 0 L 2 0`;
  const { left, top, right, bottom } = outline.turn(90).bounds();
  near(left, 0), near(right, 0), near(top, 1), near(bottom, 2);
  assert.equal(String(outline), "M1 0L2 0");
});

Deno.test("Path.mirrored() closes half an outline about x = 0", () => {
  const half = path`M 0 0 L 3 1 Q 5 2, 4 3 C 4 4, 2 5, 0 5`;
  assert.equal(
    String(half.mirrored()),
    "M0 0L3 1Q5 2 4 3C4 4 2 5 0 5C-2 5 -4 4 -4 3Q-5 2 -3 1L0 0Z",
  );
});

Deno.test("ellipse() is one, to three thousandths of its radius", () => {
  const { left, top, right, bottom } = ellipse(10, 20, 4, 3).bounds();
  assert.deepEqual([left, top, right, bottom], [6, 17, 14, 23]);
  // On the diagonal a circle of radius 1 reaches 1 / sqrt(2), so its turned box is the same.
  near(ellipse(0, 0, 1).turn(45).bounds().right, 1, 0.003);
});

Deno.test("polygon(), box() and blob() hold their points", () => {
  assert.equal(String(polygon([0, 0], [2, 0], [1, 3])), "M0 0L2 0L1 3Z");
  const rounded = box(1, 2, 10, 6, 99).bounds();
  assert.deepEqual(Object.values(rounded), [1, 2, 11, 8]);
  assert.match(String(blob([0, 0], [4, 0], [4, 4])), /^M0 0C.* 4 0C.* 4 4C.* 0 0Z$/);
});

Deno.test("ribbon() is as wide as asked across its line", () => {
  const { left, top, right, bottom } = ribbon([[0, 0], [5, 0], [10, 0]], [2, 6, 2]).bounds();
  near(left, 0), near(right, 10), near(top, -3), near(bottom, 3);
  // Widths of 0 taper to a point.
  const tip = ribbon([[0, 0], [5, 0], [10, 0]], [0, 2, 0]).bounds();
  near(tip.bottom, 1, 1e-6);
});

Deno.test("union() is the box around two", () => {
  const one = { left: 0, top: 1, right: 2, bottom: 3 };
  const other = { left: -1, top: 2, right: 1, bottom: 9 };
  assert.deepEqual(union(one, other), { left: -1, top: 1, right: 2, bottom: 9 });
});
