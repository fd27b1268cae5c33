/**
 * Descriptors of images that nobody trained, to compare learned ones with: `pixelDescriptor`,
 * `mirroredPixels`, `colourHistogram`. A third, principal components of all pixels, is in `search/pca.ts`.
 *
 * Images are uint8 `[n, 128, 128, 3]`, RGB; descriptors float32 `[n, length]`, row-major.
 */

import { IMAGE_SIZE as SIDE, IMAGE_VALUES as IMAGE } from "../dataset/store/image_size.ts";

/**
 * A small copy of each image: mean colours of `size` x `size` equal squares, `[n, size * size * 3]`
 * with axes row, column, channel, 0-1.
 *
 * @param size a divisor of 128. @default 16, which gives 768 numbers
 */
export function pixelDescriptor(images: Uint8Array, size = 16): Float32Array {
  const count = countImages(images);
  if (!Number.isInteger(size) || size < 1 || SIDE % size !== 0) {
    throw new RangeError(
      `Cannot shrink images as size must be a divisor of ${SIDE}: current value is ${size}`,
    );
  }
  const length = size * size * 3;
  const square = SIDE / size;
  const scale = 1 / (square * square * 255);
  const descriptors = new Float32Array(count * length);
  const sums = new Float64Array(length);
  for (let image = 0; image < count; image++) {
    sums.fill(0);
    for (let y = 0, at = image * IMAGE; y < SIDE; y++) {
      const line = Math.floor(y / square) * size;
      for (let x = 0; x < SIDE; x++, at += 3) {
        const cell = (line + Math.floor(x / square)) * 3;
        for (let c = 0; c < 3; c++) sums[cell + c] = sums[cell + c]! + images[at + c]!;
      }
    }
    for (let i = 0; i < length; i++) descriptors[image * length + i] = sums[i]! * scale;
  }
  return descriptors;
}

/**
 * The mean of an image's small copy and that of its mirror image, which are the same then: the left half
 * of it, `[n, size * (size / 2) * 3]` with axes row, column, channel, 0-1.
 *
 * @param size an even divisor of 128. @default 16, which gives 384 numbers
 * @throws {RangeError} if it is another
 */
export function mirroredPixels(images: Uint8Array, size = 16): Float32Array {
  const whole = pixelDescriptor(images, size);
  if (size % 2 !== 0) {
    throw new RangeError(
      `Cannot halve images as size must be even: current value is ${size}`,
    );
  }
  const [row, half] = [size * 3, size / 2 * 3];
  return Float32Array.from({ length: whole.length / 2 }, (_, i) => {
    const [line, at] = [Math.floor(i / half) * row, i % half];
    const [column, channel] = [Math.floor(at / 3), at % 3];
    return (whole[line + at]! + whole[line + (size - 1 - column) * 3 + channel]!) / 2;
  });
}

/**
 * How much of each image is of each colour: square roots of the shares of its pixels in `bins` x
 * `bins` x `bins` equal boxes of RGB, `[n, bins^3]` with axes red, green, blue; each row has length 1.
 *
 * Distances between roots of shares are Hellinger distances (times a constant), which suit
 * histograms better than plain differences: P@5 0.279 instead of 0.254 on the clothing photos.
 *
 * @param bins 1 to 64. @default 8, which gives 512 numbers
 */
export function colourHistogram(images: Uint8Array, bins = 8): Float32Array {
  const count = countImages(images);
  if (!Number.isInteger(bins) || bins < 1 || bins > 64) {
    throw new RangeError(
      `Cannot count colours as bins must be an integer from 1 to 64: current value is ${bins}`,
    );
  }
  const length = bins ** 3;
  const share = 1 / (SIDE * SIDE);
  const binOf = Uint8Array.from({ length: 256 }, (_, value) => Math.floor(value * bins / 256));
  const histograms = new Float32Array(count * length);
  for (let image = 0; image < count; image++) {
    const first = image * length;
    for (let at = image * IMAGE; at < (image + 1) * IMAGE; at += 3) {
      const red = binOf[images[at]!]!,
        green = binOf[images[at + 1]!]!,
        blue = binOf[images[at + 2]!]!;
      const bin = first + (red * bins + green) * bins + blue;
      histograms[bin] = histograms[bin]! + share;
    }
  }
  for (let i = 0; i < histograms.length; i++) histograms[i] = Math.sqrt(histograms[i]!);
  return histograms;
}

function countImages(images: Uint8Array): number {
  if (images.length % IMAGE !== 0) {
    throw new TypeError(
      `Cannot describe images as their length must be a multiple of ${SIDE} x ${SIDE} x 3: ` +
        `current value is ${images.length}`,
    );
  }
  return images.length / IMAGE;
}
