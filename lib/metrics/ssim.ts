/** Structural similarity of two pictures of one channel: `meanSsim`, `gaussianWindow`. */

const SIDE = 11;
const SIGMA = 1.5;
const C1 = (0.01 * 255) ** 2;
const C2 = (0.03 * 255) ** 2;

/** Weights of a Gaussian of standard deviation 1.5 at the distances -5 to 5, which sum to 1. */
export function gaussianWindow(): Float64Array {
  const window = Float64Array.from(
    { length: SIDE },
    (_, i) => Math.exp(-((i - (SIDE - 1) / 2) ** 2) / (2 * SIGMA ** 2)),
  );
  const sum = window.reduce((a, b) => a + b, 0);
  return window.map((weight) => weight / sum);
}

/**
 * Mean over all places of the window within the pictures of
 * `(2 ma mb + C1) (2 cov + C2) / ((ma^2 + mb^2 + C1) (va + vb + C2))`, with weighted means, variances
 * and covariance.
 *
 * @param a row-major `[height, width]`, 0-255
 * @param b as `a`
 */
export function meanSsim(
  a: Float64Array,
  b: Float64Array,
  width: number,
  window: Float64Array,
): number {
  const meanA = blur(a, width, window);
  const meanB = blur(b, width, window);
  const squareA = blur(a.map((value) => value * value), width, window);
  const squareB = blur(b.map((value) => value * value), width, window);
  const product = blur(a.map((value, i) => value * b[i]!), width, window);
  let sum = 0;
  for (let i = 0; i < meanA.length; i++) {
    const ma = meanA[i]!, mb = meanB[i]!;
    const variances = squareA[i]! - ma * ma + squareB[i]! - mb * mb;
    const covariance = product[i]! - ma * mb;
    sum += (2 * ma * mb + C1) * (2 * covariance + C2) /
      ((ma * ma + mb * mb + C1) * (variances + C2));
  }
  return sum / meanA.length;
}

/** Weighted means, `[height - 10, width - 10]`: along the lines, then down the columns. */
function blur(values: Float64Array, width: number, window: Float64Array): Float64Array {
  const height = values.length / width;
  const narrow = width - SIDE + 1;
  const lines = new Float64Array(height * narrow);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < narrow; x++) {
      let sum = 0;
      for (let i = 0; i < SIDE; i++) sum += window[i]! * values[y * width + x + i]!;
      lines[y * narrow + x] = sum;
    }
  }
  const blurred = new Float64Array((height - SIDE + 1) * narrow);
  for (let at = 0; at < blurred.length; at++) {
    let sum = 0;
    for (let i = 0; i < SIDE; i++) sum += window[i]! * lines[at + i * narrow]!;
    blurred[at] = sum;
  }
  return blurred;
}
