import assert from "node:assert/strict";
import { compareReconstructions } from "../../lib/metrics/reconstruction.ts";
import { gaussianWindow, meanSsim } from "../../lib/metrics/ssim.ts";
import { uniformAt } from "../../lib/io/random.ts";

const [HEIGHT, WIDTH] = [13, 17];
const SIZE = { height: HEIGHT, width: WIDTH };
const LENGTH = HEIGHT * WIDTH * 3;

function near(actual: number, expected: number, tolerance: number): void {
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is not ${expected}`);
}

/** Two images of 13 x 17, and what is left of them after noise. */
function noisy(): [Float32Array, Float32Array] {
  const uniform = (seed: number, i: number) => Math.fround(uniformAt(seed, i) * 2 - 1);
  const originals = Float32Array.from({ length: 2 * LENGTH }, (_, i) => uniform(41, i));
  const noise = (value: number, i: number) =>
    Math.fround(value + Math.fround(uniform(42, i) * 0.5));
  const others = originals.map((value, i) => Math.min(1, Math.max(-1, noise(value, i))));
  return [originals, others];
}

Deno.test("compareReconstructions() gives scikit-image's numbers", () => {
  // skimage 0.26.0 on float64: peak_signal_noise_ratio(a, b, data_range=255) of (x + 1) * 127.5, and
  // structural_similarity of their luma with gaussian_weights=True, sigma=1.5,
  // use_sample_covariance=False, data_range=255.
  const { mse, psnr, ssim } = compareReconstructions(...noisy(), SIZE);
  near(mse[0]!, 0.06875555635706156, 1e-9);
  near(mse[1]!, 0.0738056123752786, 1e-9);
  near(psnr[0]!, 17.647521906772447, 1e-6);
  near(psnr[1]!, 17.339706033404568, 1e-6);
  near(ssim[0]!, 0.8619442847270465, 1e-6);
  near(ssim[1]!, 0.9008350617135732, 1e-6);
});

Deno.test("compareReconstructions() of equal images: no error, endless PSNR, SSIM 1", () => {
  const [originals] = noisy();
  const before = originals.slice();
  const { mse, psnr, ssim } = compareReconstructions(originals, originals, SIZE);
  assert.deepEqual([[...mse], [...psnr], [...ssim]], [[0, 0], [Infinity, Infinity], [1, 1]]);
  assert.deepEqual(originals, before);
});

Deno.test("compareReconstructions() by hand: flat grey against flat white", () => {
  // 0 is 127.5 and 1 is 255: MSE 1, PSNR 10 log10(255^2 / 127.5^2) = 10 log10 4. Without variance,
  // SSIM is (2 * 127.5 * 255 + C1) / (127.5^2 + 255^2 + C1), C1 = 2.55^2 = 6.5025. A value of 3 is
  // cut to white in the picture, but not in the MSE.
  const grey = new Float32Array(LENGTH);
  const { mse, psnr, ssim } = compareReconstructions(grey, new Float32Array(LENGTH).fill(1), SIZE);
  near(mse[0]!, 1, 1e-12);
  near(psnr[0]!, 6.020599913279624, 1e-9);
  near(ssim[0]!, (65025 + 6.5025) / (16256.25 + 65025 + 6.5025), 1e-9);
  const beyond = compareReconstructions(grey, new Float32Array(LENGTH).fill(3), SIZE);
  assert.deepEqual([beyond.mse[0], beyond.psnr[0]], [9, psnr[0]]);
});

Deno.test("compareReconstructions() takes no images, and 128 x 128 unless told otherwise", () => {
  assert.equal(compareReconstructions(new Float32Array(), new Float32Array()).mse.length, 0);
  const one = new Float32Array(128 * 128 * 3);
  assert.deepEqual([...compareReconstructions(one, one).ssim], [1]);
});

Deno.test("compareReconstructions() refuses what does not fit", () => {
  const [a, b] = noisy();
  assert.throws(() => compareReconstructions(a, b.subarray(1), SIZE), /numbers, as the originals/);
  assert.throws(() => compareReconstructions(a, b), /multiple of 128 x 128 x 3: .* is 1326$/);
  assert.throws(
    () => compareReconstructions(a, b, { height: 10 }),
    /height must be .* value is 10$/,
  );
  b[5] = NaN;
  assert.throws(() => compareReconstructions(a, b, SIZE), /finite: current value at 5 is NaN$/);
});

Deno.test("meanSsim() looks through the window alone when the picture is no larger", () => {
  // One place: SSIM of weighted moments. b is a + 10: covariance and both variances are equal, so
  // only the means tell: (2 m (m + 10) + C1) / (m^2 + (m + 10)^2 + C1).
  const window = gaussianWindow();
  const a = Float64Array.from({ length: 121 }, (_, i) => uniformAt(3, i) * 200);
  const m = a.reduce(
    (sum, value, i) => sum + value * window[i % 11]! * window[Math.floor(i / 11)]!,
    0,
  );
  const expected = (2 * m * (m + 10) + 6.5025) / (m * m + (m + 10) ** 2 + 6.5025);
  near(meanSsim(a, a.map((value) => value + 10), 11, window), expected, 1e-9);
});
