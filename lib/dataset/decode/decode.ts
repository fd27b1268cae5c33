/**
 * Pixels of photos: `decodePhoto` for a whole photo and `decodeCrops` for parts of one at the
 * store's size, `decodeFull` at its own size. All untrusted photos in this project are decoded here.
 */

import sharp, { type Sharp } from "sharp";
import { messageOf } from "../../io/errors.ts";
import { IMAGE_BYTES, IMAGE_SIZE } from "../store/image_size.ts";
import type { PixelBox } from "./crop.ts";
import { jpegSize, photoFormat, UnusablePhoto } from "./photo_header.ts";

/** Pixels of the largest photo that is decoded: more than cameras make, a few hundred MiB. */
export const MAX_PIXELS = 120_000_000;

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
  const { width, height, turned } = await photoSize(bytes);
  return { pixels: await toImage(open(bytes, turned)), width, height };
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
  const { pixels, width, height } = await decodeFull(bytes);
  const raw = { width, height, channels: 3 as const };
  return await Promise.all(
    boxes(width, height).map(async (box) => ({
      pixels: await toImage(sharp(pixels, { raw, limitInputPixels: false }).extract(box)),
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
  const { turned } = await photoSize(bytes);
  const { data, info: { width, height, channels } } = await open(bytes, turned)
    .flatten({ background: "#fff" })
    .toColourspace("srgb")
    .raw()
    .toBuffer({ resolveWithObject: true })
    .catch(refuse);
  if (channels !== 3) throw new UnusablePhoto(`decodes to ${channels} channels in place of 3`);
  return { pixels: data, width, height };
}

/** Content of the header, which is checked before anything is decoded. */
interface PhotoSize {
  /** Pixels as shown. */
  width: number;
  height: number;
  /** Whether EXIF data may ask to rotate the picture. */
  turned: boolean;
}

async function photoSize(bytes: Uint8Array): Promise<PhotoSize> {
  const format = photoFormat(bytes);
  const plain = format === "jpeg" ? jpegSize(bytes) : undefined;
  const { width, height } = plain ??
    (await sharp(bytes, { limitInputPixels: false }).metadata().catch(refuse)).autoOrient;
  if (width * height > MAX_PIXELS) {
    throw new UnusablePhoto(
      `has ${width} x ${height} pixels, more than ${MAX_PIXELS / 1e6} million`,
    );
  }
  return { width, height, turned: plain === undefined };
}

function open(bytes: Uint8Array, autoOrient: boolean): Sharp {
  // Warnings are errors: a JPEG decoder "warns" about broken data and fills the rest with grey.
  return sharp(bytes, { autoOrient, failOn: "warning", limitInputPixels: MAX_PIXELS });
}

async function toImage(photo: Sharp): Promise<Uint8Array> {
  const pixels = await photo
    .resize(IMAGE_SIZE, IMAGE_SIZE, { fit: "fill", kernel: "linear" })
    .flatten({ background: "#fff" })
    .toColourspace("srgb")
    .raw()
    .toBuffer()
    .catch(refuse);
  if (pixels.length !== IMAGE_BYTES) {
    throw new UnusablePhoto(`decodes to ${pixels.length} bytes in place of ${IMAGE_BYTES}`);
  }
  return pixels;
}

function refuse(error: unknown): never {
  // The library's message can have several lines, one for each warning.
  const [reason] = messageOf(error).split("\n");
  throw new UnusablePhoto(`is damaged or cut off (${reason})`, { cause: error });
}
