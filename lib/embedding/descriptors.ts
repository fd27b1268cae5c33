/**
 * Image descriptors without training: thumbnail and colour histogram. HOG is in `hog.ts`.
 *
 * Images are uint8 `[n, 128, 128, 3]`, RGB; descriptors float32 `[n, dim]`, row-major.
 */

import { countByteImages } from "../dataset/store/check_images.ts";
import { IMAGE_BYTES, IMAGE_SIZE } from "../dataset/store/image_size.ts";
import { checkInteger } from "../io/check_integer.ts";

/** Options of `thumbnailDescriptor`. */
export interface ThumbnailOptions {
  /** Pixels a side, a divisor of 128; even where `mirrored`. @default 16 */
  size?: number;
  /**
   * Whether to average the thumbnail with its mirror image, so that a shoe that points left equals one
   * that points right. The two halves are the same then, and the left one is kept.
   *
   * @default false
   */
  mirrored?: boolean;
}

/**
 * A thumbnail of each image: mean colours of `size` x `size` equal squares, 0 to 1, with axes row,
 * column, channel.
 *
 * @returns float32 `[n, size * size * 3]`, half as many where `mirrored`: 768 or 384 by default
 * @throws {RangeError} if `size` is no such divisor
 */
export function thumbnailDescriptor(
  images: Uint8Array,
  { size = 16, mirrored = false }: ThumbnailOptions = {},
): Float32Array {
  const count = countByteImages(images, "embed images");
  if (!Number.isInteger(size) || size < 1 || IMAGE_SIZE % size !== 0) {
    throw new RangeError(
      `Cannot shrink images as size must be a divisor of ${IMAGE_SIZE}: current value is ${size}`,
    );
  }
  if (mirrored && size % 2 !== 0) {
    throw new RangeError(`Cannot halve images as size must be even: current value is ${size}`);
  }
  const dim = size * size * 3;
  const square = IMAGE_SIZE / size;
  const scale = 1 / (square * square * 255);
  const thumbnails = new Float32Array(count * dim);
  const sums = new Float64Array(dim);
  for (let image = 0; image < count; image++) {
    sums.fill(0);
    for (let y = 0, at = image * IMAGE_BYTES; y < IMAGE_SIZE; y++) {
      const line = Math.floor(y / square) * size;
      for (let x = 0; x < IMAGE_SIZE; x++, at += 3) {
        const cell = (line + Math.floor(x / square)) * 3;
        for (let c = 0; c < 3; c++) sums[cell + c] = sums[cell + c]! + images[at + c]!;
      }
    }
    for (let i = 0; i < dim; i++) thumbnails[image * dim + i] = sums[i]! * scale;
  }
  return mirrored ? averagedWithMirrorImage(thumbnails, size) : thumbnails;
}

/** The left halves of thumbnails averaged with their mirror images. */
function averagedWithMirrorImage(thumbnails: Float32Array, size: number): Float32Array {
  const [row, half] = [size * 3, size / 2 * 3];
  return Float32Array.from({ length: thumbnails.length / 2 }, (_, i) => {
    const [line, at] = [Math.floor(i / half) * row, i % half];
    const [column, channel] = [Math.floor(at / 3), at % 3];
    return (thumbnails[line + at]! + thumbnails[line + (size - 1 - column) * 3 + channel]!) / 2;
  });
}

/**
 * A colour histogram of each image: square roots of the fractions of its pixels in `bins` x `bins` x
 * `bins` equal boxes of RGB, with axes red, green, blue. Each row has length 1.
 *
 * Distances between such roots are Hellinger distances (times a constant), which suit histograms
 * better than differences of fractions: P@5 0.279 instead of 0.254 on the clothing photos.
 *
 * @param bins 1 to 64. @default 8
 * @returns float32 `[n, bins^3]`: 512 dimensions by default
 * @throws {RangeError} if `bins` is outside that
 */
export function colourHistogram(images: Uint8Array, bins = 8): Float32Array {
  const count = countByteImages(images, "embed images");
  checkInteger(bins, { task: "count colours", name: "bins", most: 64 });
  const dim = bins ** 3;
  const fraction = 1 / (IMAGE_SIZE * IMAGE_SIZE);
  const binOf = Uint8Array.from({ length: 256 }, (_, value) => Math.floor(value * bins / 256));
  const histograms = new Float32Array(count * dim);
  for (let at = 0; at < images.length; at += 3) {
    const [red, green, blue] = [images[at]!, images[at + 1]!, images[at + 2]!];
    const bin = (binOf[red]! * bins + binOf[green]!) * bins + binOf[blue]!;
    const i = Math.floor(at / IMAGE_BYTES) * dim + bin;
    histograms[i] = histograms[i]! + fraction;
  }
  return histograms.map(Math.sqrt);
}

/** Squares a side of `colourGrid`, and pixels a side that images are shrunk to for it. */
const [GRID, SHRUNK] = [8, 64];

/**
 * Where which colours are: for each of 8 x 8 equal squares the mean and the standard deviation of
 * lightness and of two opponent colours, (R - G) / (L + 0.2) and ((R + G) / 2 - B) / (L + 0.2) with
 * L the mean of the channels, over its pixels at 64 x 64, averaged with the mirror image.
 *
 * @returns float32 `[n, 192]`, axes: row, column (the left four, to which the others are equal),
 *   mean or deviation of the two opponent colours and the lightness
 */
export function colourGrid(images: Uint8Array): Float32Array {
  const count = countByteImages(images, "embed images");
  const small = thumbnailDescriptor(images, { size: SHRUNK });
  const width = 6;
  const dim = GRID * GRID * width;
  const descriptors = new Float32Array(count * dim / 2);
  const pixels = (SHRUNK / GRID) ** 2;
  for (let image = 0; image < count; image++) {
    const sums = new Float64Array(dim);
    for (let i = 0, at = image * SHRUNK * SHRUNK * 3; i < SHRUNK * SHRUNK; i++, at += 3) {
      const [red, green, blue] = [small[at]!, small[at + 1]!, small[at + 2]!];
      const lightness = (red + green + blue) / 3;
      const scale = 1 / (lightness + 0.2);
      const values = [(red - green) * scale, ((red + green) / 2 - blue) * scale, lightness];
      const [row, column] = [Math.floor(i / SHRUNK), i % SHRUNK];
      const square = Math.floor(row * GRID / SHRUNK) * GRID + Math.floor(column * GRID / SHRUNK);
      values.forEach((value, v) => {
        sums[square * width + v]! += value / pixels;
        sums[square * width + 3 + v]! += value * value / pixels;
      });
    }
    // The sums of squares become standard deviations.
    for (let i = 0; i < dim; i++) {
      if (i % width >= 3) sums[i] = Math.sqrt(Math.max(0, sums[i]! - sums[i - 3]! ** 2));
    }
    const half = descriptors.subarray(image * dim / 2, (image + 1) * dim / 2);
    half.forEach((_, i) => {
      const [row, column] = [
        Math.floor(i / (GRID / 2 * width)),
        Math.floor(i / width) % (GRID / 2),
      ];
      const [left, right] = [column, GRID - 1 - column]
        .map((place) => sums[(row * GRID + place) * width + i % width]!) as [number, number];
      half[i] = (left + right) / 2;
    });
  }
  return descriptors;
}
