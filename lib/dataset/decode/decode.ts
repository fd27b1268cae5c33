/**
 * Pixels of photos: `decodePhoto` for a whole photo and `decodeCrops` for parts of one at the
 * store's size, `decodeFull` at its own size. All untrusted photos in this project are decoded here.
 */

import sharp, { type Sharp } from "sharp";
import { IMAGE_BYTES, IMAGE_SIZE } from "../store/image_size.ts";
import type { PixelBox } from "./crop.ts";
import { whiteOutside } from "./gif_frame.ts";
import { repairJpeg } from "./jpeg_repair.ts";
import { MAX_PIXELS, type PhotoHeader, readHeader } from "./read_header.ts";
import { photoFormat, refuseDamaged, UnusablePhoto } from "./photo_header.ts";

/** Pixels of one image, and its size before it was resized. */
export interface DecodedPhoto {
  /** uint8 `[128, 128, 3]` unless said otherwise, RGB (sRGB). */
  pixels: Uint8Array;
  /** Pixels of the photo as shown (its EXIF orientation applied), or of the crop. */
  width: number;
  height: number;
}

/**
 * Decode a JPEG, PNG, WebP or GIF file and resize it to 128 x 128, aspect not kept: oriented by
 * its EXIF data, in sRGB, 8 bits a channel, transparent parts on white, the first frame.
 *
 * Resizing is bilinear with antialiasing, the filter of the original's preparation (torchvision's
 * default); a JPEG of three times the size or more is first reduced by 2, 4 or 8 while decoded.
 *
 * @throws {UnusablePhoto} if it is another format, damaged, cut off or too large
 */
export async function decodePhoto(bytes: Uint8Array): Promise<DecodedPhoto> {
  return await repairedIfNeeded(bytes, async (bytes) => {
    const header = await readHeader(bytes);
    const { width, height, space, frame } = header;
    const photo = space === "cmyk" || frame ? fromPixels(await full(bytes)) : open(bytes, header);
    return { pixels: await toImage(photo), width, height };
  });
}

/**
 * Decode a photo once and resize parts of it, each as `decodePhoto` does.
 *
 * The whole photo is decoded first: above the place where a file is cut off, a crop on its own
 * would succeed.
 *
 * @param boxes of crops inside a photo of the given size; its errors are passed on
 * @throws {UnusablePhoto} as `decodePhoto`
 */
export async function decodeCrops(
  bytes: Uint8Array,
  boxes: (width: number, height: number) => readonly PixelBox[],
): Promise<DecodedPhoto[]> {
  const photo = await decodeFull(bytes);
  return await Promise.all(
    boxes(photo.width, photo.height).map(async (box) => ({
      pixels: await toImage(fromPixels(photo).extract(box)),
      width: box.width,
      height: box.height,
    })),
  );
}

/**
 * Decode a photo at its own size, otherwise as `decodePhoto` does.
 *
 * @returns its pixels, uint8 `[height, width, 3]`, RGB (sRGB)
 * @throws {UnusablePhoto} as `decodePhoto`
 */
export async function decodeFull(bytes: Uint8Array): Promise<DecodedPhoto> {
  return await repairedIfNeeded(bytes, full);
}

/**
 * What `decode` makes of a photo; if it refuses a JPEG, what it makes of the repaired file. Most
 * files need no repair, and looking for it would take as long as reading them.
 */
async function repairedIfNeeded<T>(
  bytes: Uint8Array,
  decode: (bytes: Uint8Array) => Promise<T>,
): Promise<T> {
  try {
    return await decode(bytes);
  } catch (error) {
    const repaired = error instanceof UnusablePhoto && photoFormat(bytes) === "jpeg" &&
      repairJpeg(bytes);
    if (!repaired) throw error;
    return await decode(repaired);
  }
}

async function full(bytes: Uint8Array): Promise<DecodedPhoto> {
  const header = await readHeader(bytes, { whole: true });
  const inks = header.space === "cmyk";
  const { data, info: { width, height, channels } } = await open(bytes, header)
    .flatten({ background: "#fff" })
    .toColourspace(inks ? "cmyk" : "srgb")
    .raw()
    .toBuffer({ resolveWithObject: true })
    .catch(refuseDamaged);
  if (channels !== (inks ? 4 : 3)) {
    throw new UnusablePhoto(`decodes to ${channels} channels in place of ${inks ? 4 : 3}`);
  }
  if (header.frame) whiteOutside(data, width, header.frame);
  return { pixels: inks ? fromInks(data) : data, width, height };
}

/**
 * RGB of four inks without a profile, as browsers show them: (255 - ink) (255 - black) / 255.
 *
 * @param inks uint8 `[n, 4]`: cyan, magenta, yellow, black
 * @returns uint8 `[n, 3]`
 */
function fromInks(inks: Uint8Array): Uint8Array {
  const pixels = new Uint8Array(inks.length / 4 * 3);
  for (let i = 0, at = 0; i < inks.length; i += 4) {
    const light = 255 - inks[i + 3]!;
    for (let ink = i; ink < i + 3; ink++) {
      pixels[at++] = Math.round((255 - inks[ink]!) * light / 255);
    }
  }
  return pixels;
}

function open(bytes: Uint8Array, { turned, space }: PhotoHeader): Sharp {
  // Warnings are errors: a JPEG decoder "warns" about broken data and fills the rest with grey.
  const photo = sharp(bytes, {
    autoOrient: turned,
    failOn: "warning",
    limitInputPixels: MAX_PIXELS,
  });
  return space === undefined ? photo : photo.pipelineColourspace(space);
}

function fromPixels({ pixels, width, height }: DecodedPhoto): Sharp {
  return sharp(pixels, { raw: { width, height, channels: 3 }, limitInputPixels: false });
}

async function toImage(photo: Sharp): Promise<Uint8Array> {
  const pixels = await photo
    .resize(IMAGE_SIZE, IMAGE_SIZE, { fit: "fill", kernel: "linear" })
    .flatten({ background: "#fff" })
    .toColourspace("srgb")
    .raw()
    .toBuffer()
    .catch(refuseDamaged);
  if (pixels.length !== IMAGE_BYTES) {
    throw new UnusablePhoto(`decodes to ${pixels.length} bytes in place of ${IMAGE_BYTES}`);
  }
  return pixels;
}
