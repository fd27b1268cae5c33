/** How strongly two points of a UMAP map belong together, by their distance: `fitCurve`. */

/** The curve `1 / (1 + a * d^(2b))`: strength of two points that lie `d` apart on the map. */
export interface Curve {
  a: number;
  b: number;
}

const SAMPLES = 300;
const MAX_STEPS = 200;
const TOLERANCE = 1e-12;

/**
 * Fit the curve `1 / (1 + a * d^(2b))` to what `minDist` and `spread` ask for: 1 below `minDist`,
 * then `exp(-(d - minDist) / spread)`.
 *
 * Least squares over 300 distances from 0 to `3 * spread`, as umap-learn's `find_ab_params`, by
 * Levenberg-Marquardt. (umap-js's fit moves the samples below `minDist` to distance 1 and stops
 * early: at `minDist` 0.5 its `a` is 6% off.)
 */
export function fitCurve(minDist: number, spread: number): Curve {
  // Without distance 0, where the curve is 1 whatever a and b are.
  const distances = Array.from(
    { length: SAMPLES - 1 },
    (_, i) => 3 * spread * (i + 1) / (SAMPLES - 1),
  );
  const wanted = distances.map((d) => d < minDist ? 1 : Math.exp((minDist - d) / spread));
  let curve: Curve = { a: 1, b: 1 };
  let { loss, step } = linearise(curve, distances, wanted);
  let damping = 1e-3;
  for (let i = 0; i < MAX_STEPS; i++) {
    const next = step(damping);
    const tried = linearise(next, distances, wanted);
    if (next.a <= 0 || next.b <= 0 || !(tried.loss <= loss)) {
      damping *= 10;
      continue;
    }
    const gain = loss - tried.loss;
    curve = next;
    ({ loss, step } = tried);
    damping /= 10;
    if (gain <= TOLERANCE * loss) break;
  }
  return curve;
}

/** The sum of squares at `curve`, and where a step of Levenberg-Marquardt leads from there. */
function linearise({ a, b }: Curve, distances: number[], wanted: number[]) {
  let loss = 0, aa = 0, ab = 0, bb = 0, ar = 0, br = 0;
  for (let i = 0; i < distances.length; i++) {
    const power = distances[i]! ** (2 * b);
    const value = 1 / (1 + a * power);
    const residual = value - wanted[i]!;
    const byA = -power * value * value;
    const byB = 2 * a * Math.log(distances[i]!) * byA;
    loss += residual * residual;
    aa += byA * byA;
    ab += byA * byB;
    bb += byB * byB;
    ar += byA * residual;
    br += byB * residual;
  }
  const step = (damping: number): Curve => {
    const p = aa * (1 + damping), q = bb * (1 + damping);
    const determinant = p * q - ab * ab;
    return {
      a: a - (q * ar - ab * br) / determinant,
      b: b - (p * br - ab * ar) / determinant,
    };
  };
  return { loss, step };
}
