/** Random augmentation for instance discrimination: what differs between two views of an image. */

import * as tf from "@tensorflow/tfjs-core";
import { IMAGE_BYTES, IMAGE_SIZE } from "../../../dataset/store/image_size.ts";
import { createRandom, deriveSeed } from "../../../io/random.ts";
import { imageTensor, rolled } from "../../images.ts";

/** Side of the augmented images, in pixels. */
export const VIEW_SIZE = 48;

/** Side of the images that are augmented: means of 2 x 2 pixels. */
const SOURCE_SIZE = IMAGE_SIZE / 2;

const LIMITS = {
  /** Smallest fraction of the area in a crop, and logarithm of its largest aspect ratio. */
  area: 0.4,
  aspect: 0.25,
  /** Largest rotation, in radians. */
  rotation: 0.175,
  /** Largest relative change of brightness and contrast, and of saturation. */
  light: 0.4,
  saturation: 0.6,
  /** Fraction of views in greyscale. */
  grey: 0.2,
  /** Deviation of each channel's gain. */
  gain: 0.15,
  /** Fraction of white backgrounds that are replaced, and of these by a plain colour. */
  background: 0.7,
  plain: 0.4,
  /** Fraction of views that another image covers in a rectangle, or surrounds around an oval. */
  rectangle: 0.3,
  oval: 0.15,
};

/** How one view is made. */
export interface View {
  /** Maps output to input coordinates, both in [-1, 1]: x' = a x + b y + c, y' = d x + e y + f. */
  affine: readonly [a: number, b: number, c: number, d: number, e: number, f: number];
  contrast: number;
  brightness: number;
  saturation: number;
  /** Gains of red, green and blue. */
  gains: readonly [number, number, number];
  /** What replaces a white background: a colour in [0, 1], a piece of another image, or nothing. */
  background: readonly number[] | "piece" | undefined;
  /** How much of each pixel stays when another image is mixed in, `[48 * 48]`. */
  mask: Float32Array;
  /** Weight of the image's own label, 0 to 1; the rest is that of the other image. */
  share: number;
}

/** The view of the image that `key` stands for; it depends on `key` and `seed` alone. */
export function sampleView(key: number, seed: number): View {
  const random = createRandom(deriveSeed(seed, `view of ${key}`));
  const between = (low: number, high: number) => low + random() * (high - low);
  const around = (change: number) => between(1 - change, 1 + change);
  const area = between(LIMITS.area, 1);
  const ratio = Math.exp(between(-LIMITS.aspect, LIMITS.aspect));
  const width = Math.min(1.05, Math.sqrt(area * ratio));
  const height = Math.min(1.05, Math.sqrt(area / ratio));
  const x = between(-1, 1) * Math.max(0.04, 1 - width);
  const y = between(-1, 1) * Math.max(0.04, 1 - height);
  const turn = between(-LIMITS.rotation, LIMITS.rotation);
  const flip = random() < 0.5 ? -1 : 1;
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  const contrast = around(LIMITS.light);
  const brightness = around(LIMITS.light);
  const saturation = around(LIMITS.saturation);
  const grey = random() < LIMITS.grey;
  const gain = () => 1 + LIMITS.gain * normal(random);
  const gains = [gain(), gain(), gain()] as const;
  const replaced = random() < LIMITS.background;
  const colour = random() < LIMITS.plain ? [random(), random(), random()] : "piece";
  return {
    affine: [width * cos * flip, -height * sin, x, width * sin * flip, height * cos, y],
    contrast,
    brightness,
    saturation: grey ? 0 : saturation,
    gains,
    background: replaced ? colour : undefined,
    ...sampleMask(random),
  };
}

/** What stays of a view: all of it, all but a rectangle (CutMix), or an oval in the middle. */
function sampleMask(random: () => number): Pick<View, "mask" | "share"> {
  const kind = random();
  const [first, x, y] = [random(), random() * 2 - 1, random() * 2 - 1];
  const mask = new Float32Array(VIEW_SIZE * VIEW_SIZE).fill(1);
  const fill = (value: (x: number, y: number) => number) =>
    mask.forEach((_, i) => {
      const at = (pixel: number) => 2 * pixel / (VIEW_SIZE - 1) - 1;
      mask[i] = value(at(i % VIEW_SIZE), at(Math.floor(i / VIEW_SIZE)));
    });
  if (kind < LIMITS.rectangle) {
    // Up to 60 % of the area.
    const half = Math.sqrt(0.6 * first);
    fill((px, py) => Number(Math.abs(px - x) >= half || Math.abs(py - y) >= half));
    return { mask, share: mask.reduce((sum, value) => sum + value, 0) / mask.length };
  }
  if (kind < LIMITS.rectangle + LIMITS.oval) {
    const [rx, ry] = [0.775 + 0.175 * x, 0.775 + 0.175 * y];
    fill((px, py) => {
      const distance = Math.abs(px / rx) ** 3 + Math.abs(py / ry) ** 3;
      return Math.min(1, Math.max(0, (1.15 - distance) / 0.3));
    });
    return { mask, share: 0.85 };
  }
  return { mask, share: 1 };
}

/**
 * The views of `images`, in [0, 1]; the caller disposes them. View i is mixed with view i + 1, the last
 * with the first.
 *
 * @param images uint8 `[n, 128, 128, 3]`
 * @param views one for each image
 * @returns float32 `[n, 48, 48, 3]`
 */
export function makeViews(images: Uint8Array, views: readonly View[]): tf.Tensor4D {
  return tf.tidy(() => {
    const source = plainSource(images);
    const placed = replaceBackgrounds(source, images, views);
    const affine = tf.tensor2d(views.map(({ affine }) => pixelAffine(affine)));
    const size: [number, number] = [VIEW_SIZE, VIEW_SIZE];
    const cropped = tf.image.transform(placed, affine, "bilinear", "reflect", 0, size);
    const coloured = changeColours(cropped, views);
    const masks = views.map(({ mask }) => tf.tensor3d(mask, [VIEW_SIZE, VIEW_SIZE, 1]));
    const others = rolled(coloured, 1);
    return tf.add(others, tf.mul(tf.sub(coloured, others), tf.stack(masks)));
  });
}

/** Whole images as they are, at the size of views: `[n, 48, 48, 3]` in [0, 1]. */
export function wholeViews(images: Uint8Array): tf.Tensor4D {
  return tf.tidy(() =>
    tf.image.resizeBilinear(plainSource(images), [VIEW_SIZE, VIEW_SIZE], false, true)
  );
}

/** Images `[n, 64, 64, 3]` in [0, 1]. */
function plainSource(images: Uint8Array): tf.Tensor4D {
  const pooled = tf.avgPool(imageTensor(images), 2, 2, "valid");
  return tf.add(tf.mul(pooled, 0.5), 0.5);
}

/** An affine map of coordinates in [-1, 1] as one of pixels, as `tf.image.transform` takes it. */
function pixelAffine([a, b, c, d, e, f]: View["affine"]): number[] {
  const scale = SOURCE_SIZE / VIEW_SIZE;
  const offset = (u: number, v: number, w: number) =>
    SOURCE_SIZE / 2 * ((u + v) * (1 / VIEW_SIZE - 1) + w + 1) - 0.5;
  return [a * scale, b * scale, offset(a, b, c), d * scale, e * scale, offset(d, e, f), 0, 0];
}

/** Images with another background, where they have a white one and their view replaces it. */
function replaceBackgrounds(
  source: tf.Tensor4D,
  images: Uint8Array,
  views: readonly View[],
): tf.Tensor4D {
  const n = views.length;
  const replaced = views.map(({ background }, i) =>
    background !== undefined && hasWhiteBackground(images.subarray(i * IMAGE_BYTES))
  );
  if (!replaced.includes(true)) return source;
  const piece = tf.slice(rolled(source, 2), [0, 0, 0, 0], [n, 18, 18, 3]);
  const pieces = tf.image.resizeBilinear(piece, [SOURCE_SIZE, SOURCE_SIZE], false, true);
  const colours = views.map(({ background }) => Array.isArray(background) ? background : [0, 0, 0]);
  const plain = views.map(({ background }) => Number(background !== "piece"));
  const column = (values: number[]) => tf.tensor4d(values, [n, 1, 1, 1]);
  const backgrounds = tf.add(
    tf.mul(pieces, column(plain.map((value) => 1 - value))),
    tf.mul(tf.tensor4d(colours.flat(), [n, 1, 1, 3]), column(plain)),
  );
  const whiteness = tf.clipByValue(tf.div(tf.sub(tf.min(source, 3, true), 0.9), 0.08), 0, 1);
  const mask = tf.mul(whiteness, column(replaced.map(Number)));
  return tf.add(source, tf.mul(mask, tf.sub(backgrounds, source)));
}

/** Whether the four corners of an image, uint8 `[128, 128, 3]`, are white. */
export function hasWhiteBackground(image: Uint8Array): boolean {
  const last = (IMAGE_SIZE - 1) * 3;
  const row = (IMAGE_SIZE - 1) * IMAGE_SIZE * 3;
  return [0, last, row, row + last].every((at) =>
    [0, 1, 2].every((channel) => image[at + channel]! >= 245)
  );
}

/** Contrast around the image's mean, brightness, saturation and gains as one linear map of colours. */
function changeColours(images: tf.Tensor4D, views: readonly View[]): tf.Tensor4D {
  const n = views.length;
  const matrices = views.flatMap(({ contrast, saturation, gains }) =>
    gains.flatMap((gain, row) =>
      [0, 1, 2].map((column) =>
        gain * contrast * ((row === column ? saturation : 0) + (1 - saturation) / 3)
      )
    )
  );
  const offsets = views.flatMap(({ contrast, brightness, gains }) =>
    gains.map((gain) => gain * (brightness - contrast))
  );
  const pixels = tf.reshape(images, [n, VIEW_SIZE * VIEW_SIZE, 3]);
  const means = tf.mean(pixels, [1, 2], true);
  const changed = tf.add(
    tf.matMul(pixels, tf.tensor3d(matrices, [n, 3, 3]), false, true),
    tf.mul(means, tf.tensor3d(offsets, [n, 1, 3])),
  );
  return tf.reshape(tf.clipByValue(changed, 0, 1), [n, VIEW_SIZE, VIEW_SIZE, 3]);
}

/** A standard normal number, by Box and Muller. */
function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
