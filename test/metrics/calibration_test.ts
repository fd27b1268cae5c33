import assert from "node:assert/strict";
import { fitCalibration, probabilityAt } from "../../lib/metrics/calibration.ts";

const near = (actual: readonly number[], expected: readonly number[]) => {
  assert.equal(actual.length, expected.length);
  actual.forEach((value, i) => assert.ok(Math.abs(value - expected[i]!) < 1e-9, `${i}: ${value}`));
};

Deno.test("fitCalibration() gives scikit-learn's numbers", () => {
  // IsotonicRegression(increasing=False, out_of_bounds="clip") of scikit-learn 1.9.1: x = round(gamma(3,
  // 0.4), 2) and y = rand() < 1 / (1 + exp(4 (x - 1.3))) of RandomState(7); X_thresholds_ and
  // y_thresholds_, and what it predicts at 0, 0.125, ... 2.75. Eleven distances occur more than once.
  // deno-fmt-ignore
  const distances = [
    0.79, 0.63, 1.07, 1.88, 1.51, 1.43, 0.9, 1.47, 1.15, 2.55, 1.17, 1.04, 0.37, 1.91, 0.82, 0.31,
    1.46, 0.46, 2.33, 1.72, 0.95, 0.29, 0.27, 1.25, 0.76, 1.13, 1.24, 0.38, 1.43, 1.01, 2.05, 0.84,
    0.24, 0.84, 0.58, 0.88, 0.47, 1.14, 2.31, 1.3, 1.62, 0.95, 0.28, 1.36, 0.57, 0.88, 2.16, 1.47,
    1.57, 0.68, 1.03, 0.86, 0.79, 1.34, 0.37, 2.3, 1.17, 2.63, 0.79, 1.92,
  ];
  const right = Array.from("111011111011101100010110110111001111110001111100011111101010", Number);
  const calibration = fitCalibration(distances, right);
  near(
    calibration.distances,
    [0.24, 0.38, 0.46, 0.82, 0.84, 1.17, 1.24, 1.43, 1.46, 1.51, 1.57, 1.72, 1.88, 2.63],
  );
  const means = [1, 10 / 11, 15 / 17, 4 / 7, 1 / 2, 1 / 3, 0];
  near(calibration.probabilities, means.flatMap((mean) => [mean, mean]));
  const asked = Array.from({ length: 23 }, (_, i) => i / 8);
  // deno-fmt-ignore
  near(asked.map((distance) => probabilityAt(calibration, distance)), [
    1, 1, 1, 1, 0.909090909091, 0.909090909091, 0.909090909091, 0.882352941176, 0.882352941176,
    0.882352941176, 0.571428571429, 0.571428571429, 0.5, 0.333333333333, 0.270833333333,
    0.010416666667, 0, 0, 0, 0, 0, 0, 0,
  ]);
});

Deno.test("fitCalibration() averages equal distances before it compares", () => {
  // At 1: 1 of 2; at 2: 2 of 2, more than nearer by, so that all four are one block; at 3: none.
  const calibration = fitCalibration([2, 1, 3, 1, 2], [1, 1, 0, 0, 1]);
  assert.deepEqual(calibration, { distances: [1, 2, 3], probabilities: [0.75, 0.75, 0] });
  assert.equal(probabilityAt(calibration, 2.25), 0.5625);
});

Deno.test("probabilityAt() is level beyond what was observed, and of one neighbour", () => {
  const one = fitCalibration([3], [1]);
  assert.deepEqual([0, 3, Infinity].map((distance) => probabilityAt(one, distance)), [1, 1, 1]);
  const two = fitCalibration([1, 3], [1, 0]);
  assert.deepEqual([0, 1, 2, 3, 9].map((at) => probabilityAt(two, at)), [1, 1, 0.5, 0, 0]);
});

Deno.test("fitCalibration() refuses no neighbours, unequal lengths and distances without a number", () => {
  for (const [distances, right] of [[[], []], [[1], []], [[1], [1, 0]]] as const) {
    assert.throws(() => fitCalibration(distances, right), {
      name: "RangeError",
      message: `Cannot calibrate distances as each of one or more must be right or not: ` +
        `current value is ${right.length} for ${distances.length} distances`,
    });
  }
  assert.throws(() => fitCalibration([1, NaN], [1, 0]), /must be finite: current value is NaN$/);
});
