/** How close reconstructions come to their originals: `compareReconstructions`. */

import { checkImageValues } from "../dataset/store/check_images.ts";
import { IMAGE_SIZE } from "../dataset/store/image_size.ts";
import { gaussianWindow, meanSsim } from "./ssim.ts";

/** One number an image. */
export interface ReconstructionErrors {
  /** Mean over pixels and channels of the squared difference, on the [-1, 1] scale, as in training. */
  mse: Float64Array;
  /** Peak signal-to-noise ratio in decibels, on the 0-255 scale; Infinity for equal pictures. */
  psnr: Float64Array;
  /** Mean structural similarity of the luma, at most 1. */
  ssim: Float64Array;
}

/**
 * Compare images `[n, height, width, 3]`, RGB, float32 in [-1, 1], with their reconstructions.
 *
 * - MSE = mean (x - y)^2, of the numbers as given.
 * - PSNR = 10 log10 (255^2 / MSE of the pictures); a picture is (x + 1) * 127.5 cut to 0-255.
 * - SSIM as in Wang, Bovik, Sheikh, Simoncelli, Image Quality Assessment: From Error Visibility to
 *   Structural Similarity, 2004: on the pictures' luma (0.299 R + 0.587 G + 0.114 B), with a Gaussian
 *   window of 11 x 11 and standard deviation 1.5, K1 = 0.01, K2 = 0.03, L = 255, averaged over all
 *   places where the window lies within the image.
 *
 * @param options.height pixels, at least 11. @default 128
 * @param options.width pixels, at least 11. @default 128
 * @throws {TypeError} if the two differ in length or are no whole number of images
 * @throws {RangeError} if a number is not finite, an original's is not from -1 to 1, or an image is
 *   smaller than the window
 */
export function compareReconstructions(
  originals: Float32Array,
  reconstructions: Float32Array,
  { height = IMAGE_SIZE, width = IMAGE_SIZE }: { height?: number; width?: number } = {},
): ReconstructionErrors {
  check(originals, reconstructions, height, width);
  const size = height * width * 3;
  const count = originals.length / size;
  const errors = {
    mse: new Float64Array(count),
    psnr: new Float64Array(count),
    ssim: new Float64Array(count),
  };
  const window = gaussianWindow();
  for (let i = 0; i < count; i++) {
    const a = originals.subarray(i * size, (i + 1) * size);
    const b = reconstructions.subarray(i * size, (i + 1) * size);
    const pictureA = a.map(toPicture);
    const pictureB = b.map(toPicture);
    errors.mse[i] = meanSquare(a, b);
    errors.psnr[i] = 10 * Math.log10(255 ** 2 / meanSquare(pictureA, pictureB));
    errors.ssim[i] = meanSsim(luma(pictureA), luma(pictureB), width, window);
  }
  return errors;
}

function toPicture(value: number): number {
  return Math.min(255, Math.max(0, (value + 1) * 127.5));
}

function meanSquare(a: Float32Array, b: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i]! - b[i]!) ** 2;
  return sum / a.length;
}

function luma(picture: Float32Array): Float64Array {
  const values = new Float64Array(picture.length / 3);
  for (let i = 0, at = 0; i < values.length; i++, at += 3) {
    values[i] = 0.299 * picture[at]! + 0.587 * picture[at + 1]! + 0.114 * picture[at + 2]!;
  }
  return values;
}

function check(
  originals: Float32Array,
  reconstructions: Float32Array,
  height: number,
  width: number,
): void {
  for (const [name, length] of [["height", height], ["width", width]] as const) {
    if (!Number.isInteger(length) || length < 11) {
      throw new RangeError(
        `Cannot compare reconstructions as ${name} must be an integer of at least 11: ` +
          `current value is ${length}`,
      );
    }
  }
  if (originals.length !== reconstructions.length) {
    throw new TypeError(
      `Cannot compare reconstructions as they must hold ${originals.length} numbers, as the ` +
        `originals: current value is ${reconstructions.length}`,
    );
  }
  if (originals.length % (height * width * 3) !== 0) {
    throw new TypeError(
      `Cannot compare reconstructions as their length must be a multiple of ` +
        `${height} x ${width} x 3: current value is ${originals.length}`,
    );
  }
  checkImageValues(originals, "compare reconstructions");
  checkImageValues(reconstructions, "compare reconstructions", Number.MAX_VALUE);
}
