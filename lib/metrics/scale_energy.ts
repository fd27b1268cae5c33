/** Which sizes of detail survive in a reconstruction: `detailKept`. */

import { checkImageValues } from "../dataset/store/check_images.ts";
import { IMAGE_SIZE } from "../dataset/store/image_size.ts";

/** How well detail of one size comes back. */
export interface DetailKept {
  /** Side of the squares whose differences from the next larger squares are the detail, pixels. */
  side: number;
  /**
   * `1 - |detail of x - detail of y|^2 / |detail of x|^2`, summed over all photos: 1 if all of it is
   * there, 0 if none, below 0 if what is drawn is worse than nothing. NaN where x has no such detail.
   */
  kept: number;
}

/**
 * Compare photos x with their reconstructions y at every size of detail: squares of 1, 2, 4, ...
 * pixels against the squares of twice that side they lie in, and last whole photos' mean colours
 * against zero. The parts are at right angles (they are those of a Haar wavelet), so that their
 * squares sum to the square of all pixels.
 *
 * @param originals float32 `[n, side, side, 3]` in [-1, 1]
 * @param reconstructions as `originals`
 * @param options.side pixels, a power of two. @default 128
 * @throws {TypeError} if the two differ in length or are no whole number of photos
 * @throws {RangeError} if `side` is no power of two, a number is not finite, or an original's is not
 *   from -1 to 1
 */
export function detailKept(
  originals: Float32Array,
  reconstructions: Float32Array,
  { side = IMAGE_SIZE }: { side?: number } = {},
): DetailKept[] {
  if (!Number.isInteger(Math.log2(side))) {
    throw new RangeError(
      `Cannot compare detail as side must be a power of two: current value is ${side}`,
    );
  }
  const size = side * side * 3;
  if (originals.length !== reconstructions.length || originals.length % size !== 0) {
    throw new TypeError(
      `Cannot compare detail as both must hold the same number of photos of ${size} numbers: ` +
        `current lengths are ${originals.length} and ${reconstructions.length}`,
    );
  }
  checkImageValues(originals, "compare detail");
  checkImageValues(reconstructions, "compare detail", Number.MAX_VALUE);
  const levels = Math.log2(side) + 1;
  const energy = new Float64Array(levels), error = new Float64Array(levels);
  for (let start = 0; start < originals.length; start += size) {
    const x = Float64Array.from(originals.subarray(start, start + size));
    const difference = x.map((value, i) => value - reconstructions[start + i]!);
    addEnergies(x, side, energy);
    addEnergies(difference, side, error);
  }
  return Array.from({ length: levels }, (_, level) => ({
    side: 2 ** level,
    kept: energy[level]! > 0 ? 1 - error[level]! / energy[level]! : NaN,
  }));
}

/** Add to `sums` the squares of each size of detail of a picture `[side, side, 3]`, finest first. */
function addEnergies(picture: Float64Array, side: number, sums: Float64Array): void {
  let current = picture;
  for (let level = 0, s = side; s > 1; level++, s /= 2) {
    const means = halve(current, s);
    // Each square stands for 4 ** level pixels of the picture.
    sums[level] = sums[level]! + 4 ** level * (squares(current) - 4 * squares(means));
    current = means;
  }
  sums[sums.length - 1] = sums.at(-1)! + side * side * squares(current);
}

/** Means of 2 x 2 pixels: `[side, side, 3]` to `[side / 2, side / 2, 3]`. */
function halve(picture: Float64Array, side: number): Float64Array {
  const half = side / 2;
  return Float64Array.from({ length: half * half * 3 }, (_, i) => {
    const channel = i % 3, x = Math.floor(i / 3) % half, y = Math.floor(i / (3 * half));
    const at = (2 * y * side + 2 * x) * 3 + channel;
    const below = at + side * 3;
    return (picture[at]! + picture[at + 3]! + picture[below]! + picture[below + 3]!) / 4;
  });
}

function squares(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value * value, 0);
}
