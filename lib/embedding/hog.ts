/** Histograms of oriented gradients, an image descriptor without training: `hogDescriptor`. */

import { countByteImages } from "../dataset/store/check_images.ts";
import { IMAGE_BYTES, IMAGE_SIZE } from "../dataset/store/image_size.ts";

/** Orientations from 0 to 180 degrees, as in the original paper. */
const BINS = 9;
/** Values of a normalised block: 2 x 2 cells. */
const BLOCK = 4 * BINS;
/** Values above this are clipped before a block is normalised again ("L2-Hys"). */
const CLIP = 0.2;
const EPSILON = 1e-6;

/** Options of `hogDescriptor`. */
export interface HogOptions {
  /** Pixels a side that the image is shrunk to first, a divisor of 128. @default 128 */
  size?: number;
  /** Side of a cell in pixels, a divisor of `size` that leaves at least 2 x 2 cells. @default 16 */
  cell?: number;
  /**
   * Whether to average the descriptors of the image and of its mirror image, so that a shoe that
   * points left equals one that points right.
   *
   * @default true
   */
  mirrored?: boolean;
}

/**
 * HOG of each image (Dalal and Triggs, CVPR 2005): which edges run in which direction, cell by cell.
 *
 * Of the grey image (mean of the channels, 0 to 1) the gradients `[-1 0 1]` vote with their magnitude
 * for the two nearest of nine unsigned orientations, linearly between them. Votes are summed over
 * cells; each block of 2 x 2 cells is L2-normalised, clipped at 0.2 and L2-normalised again.
 *
 * A smaller image has coarser edges: at 64 pixels with cells of 8 the same grid finds more on photos.
 *
 * @param images uint8 `[n, 128, 128, 3]`, RGB
 * @returns float32 `[n, (s - 1) * (s - 1) * 36]` with s = size / cell cells a side, 0 to 1; axes: row and
 *   column of the block, cell of the block (row by row), orientation. 1764 dimensions by default
 * @throws {TypeError} if `images` are no bytes or no whole number of images
 * @throws {RangeError} if `size` or `cell` is no such divisor
 * @example
 * ```ts
 * import { hogDescriptor } from "lookalike";
 *
 * const grey = new Uint8Array(128 * 128 * 3).fill(127); // one image without any edge
 * const descriptor = hogDescriptor(grey); // 1764 zeros
 * ```
 */
export function hogDescriptor(
  images: Uint8Array,
  { size = IMAGE_SIZE, cell = 16, mirrored = true }: HogOptions = {},
): Float32Array {
  const count = countByteImages(images, "embed images");
  if (!Number.isInteger(size) || size < 2 || IMAGE_SIZE % size !== 0) {
    throw new RangeError(
      `Cannot embed images as size must be a divisor of ${IMAGE_SIZE} above 1: ` +
        `current value is ${size}`,
    );
  }
  if (!Number.isInteger(cell) || cell < 1 || size % cell !== 0 || size / cell < 2) {
    throw new RangeError(
      `Cannot embed images as cell must be a divisor of ${size} below it: ` +
        `current value is ${cell}`,
    );
  }
  const cells = size / cell;
  const dim = (cells - 1) ** 2 * BLOCK;
  const descriptors = new Float32Array(count * dim);
  for (let i = 0; i < count; i++) {
    const image = images.subarray(i * IMAGE_BYTES, (i + 1) * IMAGE_BYTES);
    const blocks = normalisedBlocks(cellHistograms(greyOf(image, size), size, cell), cells);
    descriptors.set(mirrored ? averagedWithMirrorImage(blocks, cells) : blocks, i * dim);
  }
  return descriptors;
}

/** Mean of the channels of equal squares of the image, 0 to 1, `[size * size]`. */
function greyOf(image: Uint8Array, size: number): Float64Array {
  const grey = new Float64Array(size * size);
  const square = IMAGE_SIZE / size;
  for (let y = 0, at = 0; y < IMAGE_SIZE; y++) {
    const line = Math.floor(y / square) * size;
    for (let x = 0; x < IMAGE_SIZE; x++, at += 3) {
      grey[line + Math.floor(x / square)]! += image[at]! + image[at + 1]! + image[at + 2]!;
    }
  }
  return grey.map((sum) => sum / (square * square * 3 * 255));
}

/** Votes for each orientation, `[cells, cells, 9]`; gradients across the image's edge are 0. */
function cellHistograms(grey: Float64Array, size: number, cell: number): Float64Array {
  const cells = size / cell;
  const last = size - 1;
  const votes = new Float64Array(cells * cells * BINS);
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const at = y * size + x;
      const dx = x === 0 || x === last ? 0 : grey[at + 1]! - grey[at - 1]!;
      const dy = y === 0 || y === last ? 0 : grey[at + size]! - grey[at - size]!;
      if (dx === 0 && dy === 0) continue;
      // Math.hypot guards against overflow, which cannot be here, at ten times the time.
      const magnitude = Math.sqrt(dx * dx + dy * dy);
      // Bin b is centred at (b + 1/2) * 20 degrees; the first and the last are neighbours.
      const position = Math.atan2(dy, dx) / Math.PI * BINS + 2 * BINS - 0.5;
      const low = Math.floor(position);
      const share = position - low;
      const first = (Math.floor(y / cell) * cells + Math.floor(x / cell)) * BINS;
      votes[first + low % BINS]! += magnitude * (1 - share);
      votes[first + (low + 1) % BINS]! += magnitude * share;
    }
  }
  return votes;
}

/** Blocks of 2 x 2 cells, each of unit length, `[cells - 1, cells - 1, 4, 9]`. */
function normalisedBlocks(votes: Float64Array, cells: number): Float64Array {
  const blocks = new Float64Array((cells - 1) ** 2 * BLOCK);
  for (let row = 0, to = 0; row < cells - 1; row++) {
    for (let column = 0; column < cells - 1; column++, to += BLOCK) {
      const block = blocks.subarray(to, to + BLOCK);
      for (let line = 0; line < 2; line++) {
        const from = ((row + line) * cells + column) * BINS;
        block.set(votes.subarray(from, from + 2 * BINS), line * 2 * BINS);
      }
      normalise(block);
      for (let i = 0; i < BLOCK; i++) block[i] = Math.min(block[i]!, CLIP);
      normalise(block);
    }
  }
  return blocks;
}

function normalise(block: Float64Array): void {
  let squares = EPSILON;
  for (const value of block) squares += value * value;
  const scale = 1 / Math.sqrt(squares);
  for (let i = 0; i < block.length; i++) block[i] = block[i]! * scale;
}

/**
 * The mean of the descriptor and that of the mirror image. The latter has the same values in another
 * order: columns of blocks and of cells reversed, orientation b as 8 - b.
 */
function averagedWithMirrorImage(blocks: Float64Array, cells: number): Float64Array {
  const columns = cells - 1;
  return blocks.map((value, i) => {
    const orientation = i % BINS;
    const [cell, block] = [Math.floor(i / BINS) % 4, Math.floor(i / BLOCK)];
    const [row, column] = [Math.floor(block / columns), block % columns];
    const mirrored = (row * columns + columns - 1 - column) * BLOCK +
      (cell ^ 1) * BINS + BINS - 1 - orientation;
    return (value + blocks[mirrored]!) / 2;
  });
}
