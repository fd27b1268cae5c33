/** Random augmentation of an image for a contrastive view. */

import { IMAGE_SIZE as SIZE } from "../../../dataset/store/image_size.ts";
import { createRandom, deriveSeed } from "../../../io/random.ts";

/** How one view is made: an affine map, random occlusion, colour jitter and blur. */
export interface Augmentation {
  /**
   * Maps pixel (x, y) of the view to one of the image: x' = a x + b y + c, y' = d x + e y + f, in
   * pixels of 128 x 128.
   */
  affine: readonly [a: number, b: number, c: number, d: number, e: number, f: number];
  /**
   * The rectangle that another image's pixels occlude (CutMix), in pixels, upper bounds excluded;
   * empty if there is none.
   */
  occlusion: { left: number; top: number; right: number; bottom: number };
  /** Maps a colour in [-1, 1]: row-major `[3, 3]`, then what is added. */
  colour: { matrix: readonly number[]; offset: number };
  /** Fraction of a blurred copy that is mixed in, 0 to 1. */
  blur: number;
}

/** The kinds of augmentation. */
export const AUGMENTATIONS = ["crop", "rotation", "flip", "occlusion", "colour", "blur"] as const;
/** One kind of augmentation. */
export type AugmentationName = typeof AUGMENTATIONS[number];

/**
 * Ranges of the augmentation. A product must stay what it is; what a camera or a crop changes may
 * change. Colours change more than that: else they alone identify an image, and shapes are not learned.
 */
const LIMITS = {
  /** Smallest fraction of the image's area in a crop. */
  area: 0.4,
  /** Largest aspect ratio of a crop, and its inverse. */
  aspect: 4 / 3,
  /** Largest rotation, in radians. */
  rotation: Math.PI / 15,
  /** Fraction of views with an occlusion, and the fraction of the side that it may cover. */
  occluded: 0.3,
  occlusionDepth: 0.3,
  /** Largest relative change. */
  brightness: 0.4,
  contrast: 0.4,
  saturation: 0.8,
  /** Largest rotation of the hue, in radians. */
  hue: Math.PI / 3,
  /** Fraction of views in greyscale, and of blurred views. */
  grey: 0.3,
  blurred: 0.3,
};

/** Weights of red, green and blue in a pixel's luma (ITU-R BT.601). */
const LUMA = [0.299, 0.587, 0.114] as const;

/**
 * The augmentation of the image that `key` stands for. It depends on `key` and `seed` alone, not on
 * the rest of the batch.
 *
 * A crop of 40 to 100 % of the image, rotated by up to 12 degrees, flipped half the time; sometimes
 * occluded by another image at an edge, as in crops of boards; brightness and contrast changed by
 * up to 40 %, saturation by up to 80 %, the hue by up to 60 degrees; some greyscale, some blurred.
 *
 * @param kinds those that are applied; all are sampled, so that the others stay the same
 */
export function sampleAugmentation(
  key: number,
  seed: number,
  kinds: readonly AugmentationName[] = AUGMENTATIONS,
): Augmentation {
  const random = createRandom(deriveSeed(seed, `view of ${key}`));
  const between = (low: number, high: number) => low + random() * (high - low);
  const around = (change: number) => between(1 - change, 1 + change);
  const only = <T>(kind: AugmentationName, sampled: T, identity: T) =>
    kinds.includes(kind) ? sampled : identity;
  const area = only("crop", between(LIMITS.area, 1), 1);
  const aspect = only("crop", Math.exp(between(-1, 1) * Math.log(LIMITS.aspect)), 1);
  const width = Math.min(1, Math.sqrt(area * aspect));
  const height = Math.min(1, Math.sqrt(area / aspect));
  const flip = only("flip", random() < 0.5 ? -1 : 1, 1);
  const rotation = only("rotation", between(-LIMITS.rotation, LIMITS.rotation), 0);
  const centre = {
    x: SIZE * between(width / 2, 1 - width / 2) - 0.5,
    y: SIZE * between(height / 2, 1 - height / 2) - 0.5,
  };
  const [cos, sin] = [Math.cos(rotation), Math.sin(rotation)];
  const [a, b, d, e] = [flip * width * cos, -height * sin, flip * width * sin, height * cos];
  const middle = (SIZE - 1) / 2;
  const occlusion = random() < LIMITS.occluded ? sampleOcclusion(between) : NO_OCCLUSION;
  const saturation = random() < LIMITS.grey ? 0 : around(LIMITS.saturation);
  const colour = colourJitter({
    saturation,
    hue: between(-LIMITS.hue, LIMITS.hue),
    contrast: around(LIMITS.contrast),
    brightness: around(LIMITS.brightness),
  });
  const blur = random() < LIMITS.blurred ? random() : 0;
  return {
    affine: [a, b, centre.x - (a + b) * middle, d, e, centre.y - (d + e) * middle],
    occlusion: only("occlusion", occlusion, NO_OCCLUSION),
    colour: only("colour", colour, NO_JITTER),
    blur: only("blur", blur, 0),
  };
}

const NO_OCCLUSION = { left: 0, top: 0, right: 0, bottom: 0 };
const NO_JITTER = { matrix: [1, 0, 0, 0, 1, 0, 0, 0, 1], offset: 0 };

/** A rectangle along one of the four edges. */
function sampleOcclusion(
  between: (low: number, high: number) => number,
): Augmentation["occlusion"] {
  const depth = SIZE * between(0.05, LIMITS.occlusionDepth);
  const length = SIZE * between(0.3, 1);
  const start = between(0, SIZE - length);
  const far = between(0, 1) < 0.5;
  const [near, end] = far ? [SIZE - depth, SIZE] : [0, depth];
  return between(0, 1) < 0.5
    ? { left: near, right: end, top: start, bottom: start + length }
    : { top: near, bottom: end, left: start, right: start + length };
}

/**
 * Colour jitter as one linear map of values v in [-1, 1]: saturation moves a colour from its luma,
 * hue rotates it around the grey axis, contrast scales v, brightness scales v + 1.
 */
export function colourJitter(
  { saturation, hue, contrast, brightness }: {
    saturation: number;
    hue: number;
    contrast: number;
    brightness: number;
  },
): Augmentation["colour"] {
  // A rotation around the axis (1, 1, 1) by Rodrigues' formula; rows of such a matrix sum to 1.
  const [cos, third, root] = [Math.cos(hue), (1 - Math.cos(hue)) / 3, Math.sin(hue) / Math.sqrt(3)];
  const rotation = [0, 1, 2].map((row) =>
    [0, 1, 2].map((column) =>
      third + (row === column ? cos : (column - row + 3) % 3 === 1 ? -root : root)
    )
  );
  const gain = contrast * brightness;
  const matrix = rotation.flatMap((row) =>
    LUMA.map((luma, column) => gain * (saturation * row[column]! + (1 - saturation) * luma))
  );
  return { matrix, offset: brightness - 1 };
}
