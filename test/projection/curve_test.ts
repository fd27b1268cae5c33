import assert from "node:assert/strict";
import { fitCurve } from "../../lib/projection/curve.ts";

Deno.test("fitCurve() finds the a and b of umap-learn", () => {
  // umap.umap_.find_ab_params(spread, min_dist) of umap-learn 0.5.3.
  const cases = [
    { minDist: 0.1, spread: 1, a: 1.5769434602, b: 0.895060878 },
    { minDist: 0.001, spread: 1, a: 1.9290733952, b: 0.7915045329 },
    { minDist: 0.5, spread: 1, a: 0.5830300205, b: 1.3341669929 },
    { minDist: 1, spread: 1, a: 0.1149756829, b: 1.9292371467 },
    { minDist: 0.1, spread: 2, a: 0.5446605404, b: 0.8420554264 },
    { minDist: 0.1, spread: 10, a: 0.0474758417, b: 0.8006377263 },
  ];
  for (const { minDist, spread, a, b } of cases) {
    const curve = fitCurve(minDist, spread);
    assert.ok(Math.abs(curve.a - a) < 1e-5 * a, `a ${curve.a} for ${minDist}, ${spread}`);
    assert.ok(Math.abs(curve.b - b) < 1e-5 * b, `b ${curve.b} for ${minDist}, ${spread}`);
  }
});

Deno.test("fitCurve() for a spread of s is the curve of spread 1 stretched by s", () => {
  // 1 + a (d / s)^(2b) = 1 + (a / s^(2b)) d^(2b)
  const unit = fitCurve(0, 1);
  const tenth = fitCurve(0, 0.1);
  assert.ok(Math.abs(tenth.b - unit.b) < 1e-6);
  assert.ok(Math.abs(tenth.a / (unit.a * 10 ** (2 * unit.b)) - 1) < 1e-5);
});
