/** How an ONNX encoder takes images: `readPreprocessing`, `prepareImage`. */

import { basename, dirname, join } from "node:path";
import sharp from "sharp";
import * as v from "valibot";
import { IMAGE_SHAPE, IMAGE_SIZE } from "../../dataset/store/image_size.ts";
import { messageOf } from "../../io/errors.ts";
import { ifExists } from "../../io/files.ts";
import { checked, Numeral, Positive } from "../../io/json.ts";

/** Name of the file, as Hugging Face's libraries write it. */
const FILE = "preprocessor_config.json";

const THREE = v.tuple([Numeral, Numeral, Numeral]);
const SIZES = v.looseObject({ height: Positive, width: Positive });
/** Keys that other programs write and that change nothing here are allowed. */
const SCHEMA = v.looseObject({
  do_resize: v.nullish(v.boolean(), true),
  size: v.union([Positive, SIZES, v.looseObject({ shortest_edge: Positive })]),
  resample: v.nullish(v.picklist([0, 1, 2, 3]), 2),
  do_center_crop: v.nullish(v.boolean(), false),
  crop_size: v.nullish(v.union([Positive, SIZES])),
  do_rescale: v.nullish(v.boolean(), true),
  rescale_factor: v.nullish(Numeral, 1 / 255),
  do_normalize: v.nullish(v.boolean(), true),
  image_mean: v.nullish(THREE, [0, 0, 0]),
  image_std: v.nullish(v.pipe(THREE, v.check((all) => all.every((one) => one > 0))), [1, 1, 1]),
  channel_order: v.nullish(v.picklist(["RGB", "BGR"]), "RGB"),
});

/** sharp's names of Pillow's filters by their numbers. */
const KERNELS = ["nearest", "lanczos3", "linear", "cubic"] as const;

/** Height and width in pixels. */
interface Size {
  height: number;
  width: number;
}

/** How an image is made from bytes. */
export interface Preprocessing {
  /** What the image is resized to; its aspect does not change where a crop follows. */
  resize: Size;
  kernel: typeof KERNELS[number];
  /** What the network takes: the centre of the resized image. */
  crop: Size;
  /** A value is `(byte * factor - mean) / deviation`, by channel. */
  factor: number;
  mean: readonly number[];
  deviation: readonly number[];
  bgr: boolean;
}

/**
 * Read the preprocessing of the network at `path` from `preprocessor_config.json` beside it, or in the
 * folder above, as published models have it: size (or shortest edge), crop, resample, rescale factor,
 * mean and deviation; and `channel_order`, "RGB" or "BGR".
 *
 * @returns it, and the file's text
 * @throws {RangeError} if there is no such file
 * @throws {SyntaxError} if it cannot be used, saying why
 */
export async function readPreprocessing(
  path: string,
): Promise<{ preprocessing: Preprocessing; text: string }> {
  const folder = dirname(path);
  for (const file of [join(folder, FILE), join(dirname(folder), FILE)]) {
    const text = await ifExists(Deno.readTextFile(file));
    if (text === undefined) continue;
    try {
      return { preprocessing: preprocessingOf(checked(SCHEMA)(JSON.parse(text))), text };
    } catch (error) {
      throw new SyntaxError(`Cannot use "${file}": ${messageOf(error)}`, { cause: error });
    }
  }
  throw new RangeError(
    `Cannot use "${basename(path)}" as ${FILE} must lie beside it (size, image_mean, image_std, ` +
      `do_center_crop, as the model's authors publish it): there is none in "${folder}"`,
  );
}

function preprocessingOf(config: v.InferOutput<typeof SCHEMA>): Preprocessing {
  const { size, crop_size: cropSize } = config;
  // Images are squares, so that their shortest edge is every edge.
  const edge = typeof size === "object" && "shortest_edge" in size ? size.shortest_edge : size;
  const own = { height: IMAGE_SIZE, width: IMAGE_SIZE };
  const resize = config.do_resize ? sizeOf(edge as number | Size) : own;
  const crop = config.do_center_crop ? sizeOf(cropSize ?? resize) : resize;
  if (crop.height > resize.height || crop.width > resize.width) {
    throw new SyntaxError(
      `crop_size must not pass size: it is ${crop.width} x ${crop.height} of ${resize.width} x ` +
        resize.height,
    );
  }
  const { do_normalize: normalise, image_mean, image_std } = config;
  return {
    resize,
    kernel: KERNELS[config.resample]!,
    crop,
    factor: config.do_rescale ? config.rescale_factor : 1,
    mean: normalise ? image_mean : [0, 0, 0],
    deviation: normalise ? image_std : [1, 1, 1],
    bgr: config.channel_order === "BGR",
  };
}

function sizeOf(size: number | Size): Size {
  return typeof size === "number"
    ? { height: size, width: size }
    : { height: size.height, width: size.width };
}

/**
 * An image as a network takes it.
 *
 * @param image uint8 `[128, 128, 3]`, RGB
 * @param channelsLast whether channels come last, not first
 * @returns float32 `[3, height, width]`, or `[height, width, 3]`
 */
export async function prepareImage(
  image: Uint8Array,
  { resize, kernel, crop, factor, mean, deviation, bgr }: Preprocessing,
  channelsLast = false,
): Promise<Float32Array> {
  const [height, width, channels] = IMAGE_SHAPE;
  const whole = sharp(image, { raw: { width, height, channels } })
    .resize(resize.width, resize.height, { fit: "fill", kernel });
  const pixels = await whole.extract({
    ...crop,
    left: Math.floor((resize.width - crop.width) / 2),
    top: Math.floor((resize.height - crop.height) / 2),
  }).raw().toBuffer();
  const count = crop.width * crop.height;
  const values = new Float32Array(3 * count);
  for (let i = 0; i < count; i++) {
    for (let c = 0; c < 3; c++) {
      const value = (pixels[3 * i + (bgr ? 2 - c : c)]! * factor - mean[c]!) / deviation[c]!;
      values[channelsLast ? 3 * i + c : c * count + i] = value;
    }
  }
  return values;
}
