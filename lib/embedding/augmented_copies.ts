/** Randomly cropped, rotated and relit copies of images, to learn what an embedding should ignore. */

import { IMAGE_BYTES, IMAGE_SIZE as SIZE } from "../dataset/store/image_size.ts";
import { createRandom, deriveSeed, shuffledIndices } from "../io/random.ts";
import type { SourceVectors } from "./compose.ts";
import type { Encoder, RowSource } from "./row_source.ts";
import { joinRows } from "./rows.ts";

/** Images that are copied, at most, and copies of each: enough to fit 256 directions. */
const [COPIED, TIMES] = [2000, 3];
/** Copies that are embedded at once. */
const BATCH = 256;

/** Least and greatest area of a crop, as a fraction of the image's. */
const AREA = [0.6, 1.05] as const;
/** Natural logarithm of the greatest aspect ratio of a crop. */
const ASPECT = 0.2;
/** Least shift of a crop that is as large as the image, as a fraction of half the side. */
const SHIFT = 0.06;
/** Greatest rotation in radians: 7 degrees. */
const ROTATION = 0.125;
/** Greatest relative change of contrast and of brightness. */
const LIGHT = 0.3;
/** Greatest relative change of each colour channel. */
const CHANNEL = 0.12;

/**
 * One copy of each image: cropped to 60 to 105 % of its area, shifted, rotated by up to 7 degrees,
 * and changed in contrast, brightness and colour. What lies beyond the edge is the mirrored image.
 *
 * @param images uint8 `[n, 128, 128, 3]`, RGB; they stay as they are
 * @param keys a number for each image; with `seed` it alone decides the image's changes
 * @returns uint8 `[n, 128, 128, 3]`
 */
export function augmentedCopies(
  images: Uint8Array,
  keys: ArrayLike<number>,
  seed: number,
): Uint8Array {
  const copies = new Uint8Array(images.length);
  for (let i = 0; i < keys.length; i++) {
    const [start, end] = [i * IMAGE_BYTES, (i + 1) * IMAGE_BYTES];
    const random = createRandom(deriveSeed(seed, String(keys[i])));
    const resampled = resample(images.subarray(start, end), randomCrop(random));
    relight(resampled, random);
    for (let at = 0; at < IMAGE_BYTES; at++) copies[start + at] = Math.round(resampled[at]!);
  }
  return copies;
}

/**
 * Vectors of augmented copies of some of `images`, three of each, by several encoders: what `compose`
 * needs for instance LDA.
 *
 * @param images rows are images, uint8 `[128, 128, 3]`; 2,000 of more are drawn by seed
 * @returns by encoder, and the row of `images` that each is a copy of
 */
export async function embedCopies(
  images: RowSource,
  encoders: Readonly<Record<string, Encoder>>,
  seed: number,
): Promise<{ sources: SourceVectors; rows: Uint32Array }> {
  const drawn = shuffledIndices(images.count, deriveSeed(seed, "copied")).slice(0, COPIED).sort();
  const rows = Uint32Array.from({ length: drawn.length * TIMES }, (_, i) => {
    return drawn[i % drawn.length]!;
  });
  const made = new Map(Object.keys(encoders).map((name): [string, Float32Array[]] => [name, []]));
  for (let first = 0; first < rows.length; first += BATCH) {
    const batch = rows.subarray(first, first + BATCH);
    const originals = new Uint8Array(batch.length * IMAGE_BYTES);
    for (const [i, row] of batch.entries()) {
      originals.set(await images.read(row, row + 1), i * IMAGE_BYTES);
    }
    const keys = Array.from(batch, (_, i) => first + i);
    const copies = augmentedCopies(originals, keys, deriveSeed(seed, "augmented copies"));
    for (const [name, encoder] of Object.entries(encoders)) {
      made.get(name)!.push(await encoder(copies));
    }
  }
  const sources = Object.fromEntries([...made].map(([name, parts]) => {
    const vectors = joinRows(parts);
    return [name, { vectors, dim: vectors.length / rows.length }];
  }));
  return { sources, rows };
}

/** Maps a pixel (x, y) of the copy to one of the image: (a x + b y + c, d x + e y + f). */
type Affine = readonly [a: number, b: number, c: number, d: number, e: number, f: number];

function randomCrop(random: () => number): Affine {
  const spread = (most: number) => (random() * 2 - 1) * most;
  const area = AREA[0] + (AREA[1] - AREA[0]) * random();
  const aspect = Math.exp(spread(ASPECT));
  const [width, height] = [Math.sqrt(area * aspect), Math.sqrt(area / aspect)];
  const half = SIZE / 2;
  const dx = half * spread(Math.max(SHIFT, Math.abs(1 - width)));
  const dy = half * spread(Math.max(SHIFT, Math.abs(1 - height)));
  const angle = spread(ROTATION);
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const [a, b, d, e] = [width * cos, -height * sin, width * sin, height * cos];
  // The crop turns about its centre; (x, y) are centres of pixels.
  const centre = (SIZE - 1) / 2;
  return [a, b, centre - (a + b) * centre + dx, d, e, centre - (d + e) * centre + dy];
}

/** Bilinear interpolation of an image at the pixels that `affine` maps to, 0 to 255. */
function resample(image: Uint8Array, [a, b, c, d, e, f]: Affine): Float32Array {
  const resampled = new Float32Array(IMAGE_BYTES);
  for (let y = 0, at = 0; y < SIZE; y++) {
    for (let x = 0; x < SIZE; x++, at += 3) {
      const [u, v] = [a * x + b * y + c, d * x + e * y + f];
      const [left, top] = [Math.floor(u), Math.floor(v)];
      const [right, down] = [u - left, v - top];
      const [x0, x1] = [mirrored(left) * 3, mirrored(left + 1) * 3];
      const [y0, y1] = [mirrored(top) * SIZE * 3, mirrored(top + 1) * SIZE * 3];
      for (let channel = 0; channel < 3; channel++) {
        const above = image[y0 + x0 + channel]! * (1 - right) + image[y0 + x1 + channel]! * right;
        const below = image[y1 + x0 + channel]! * (1 - right) + image[y1 + x1 + channel]! * right;
        resampled[at + channel] = above * (1 - down) + below * down;
      }
    }
  }
  return resampled;
}

/** A pixel's place when the image is continued by its mirror image. */
function mirrored(at: number): number {
  const place = ((at % (2 * SIZE)) + 2 * SIZE) % (2 * SIZE);
  return place < SIZE ? place : 2 * SIZE - 1 - place;
}

/** Change contrast about the mean, brightness and the gain of each channel, in place. */
function relight(image: Float32Array, random: () => number): void {
  const change = (most: number) => 1 + (random() * 2 - 1) * most;
  let sum = 0;
  for (let i = 0; i < image.length; i++) sum += image[i]!;
  const mean = sum / image.length;
  const [contrast, brightness] = [change(LIGHT), change(LIGHT)];
  const gains = [change(CHANNEL), change(CHANNEL), change(CHANNEL)];
  for (let i = 0; i < image.length; i++) {
    const value = ((image[i]! - mean) * contrast + mean * brightness) * gains[i % 3]!;
    image[i] = Math.min(255, Math.max(0, value));
  }
}
