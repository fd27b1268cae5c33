/** What must be known of a photo before it is decoded: `readHeader`. */

import sharp, { type Metadata } from "sharp";
import type { PixelBox } from "./crop.ts";
import { partialFrame } from "./gif_frame.ts";
import { jpegSize, photoFormat, refuseDamaged, UnusablePhoto } from "./photo_header.ts";

/** Pixels of the largest photo that is decoded: more than cameras make. */
export const MAX_PIXELS = 120_000_000;

/** Largest memory for a photo's pixels while it is decoded, in bytes. */
const MAX_MEMORY = 700 * 2 ** 20;

/** Bytes that a pixel of a JPEG without EXIF data takes at most: see `memoryOf`. */
const JPEG_PIXEL = 2 * 3 + 3;

/** A photo's size, and how it is to be opened. */
export interface PhotoHeader {
  /** Pixels as shown. */
  width: number;
  height: number;
  /** Whether EXIF data may ask to rotate the picture. */
  turned: boolean;
  /**
   * The kind of colours that a photo is converted to first, where the decoding library would show
   * other colours than browsers: of 16 bits it ignores gray profiles and takes others for Display
   * P3; to CMYK without a profile it gives one of a printing press.
   */
  space?: "srgb" | "b-w" | "cmyk" | undefined;
  /**
   * The frame of a GIF without transparency, where it covers a part: around it browsers show nothing,
   * and the decoding library shows black.
   */
  frame?: PixelBox | undefined;
}

/**
 * The header of a photo, from which nothing is decoded yet.
 *
 * @param options.whole Whether the photo is decoded at its own size. @default false
 * @throws {UnusablePhoto} if the photo is too large, or takes too much memory to decode
 */
export async function readHeader(
  bytes: Uint8Array,
  { whole = false }: { whole?: boolean } = {},
): Promise<PhotoHeader> {
  const plain = photoFormat(bytes) === "jpeg" ? jpegSize(bytes) : undefined;
  if (plain) refuseIfLarge(plain);
  if (plain && plain.width * plain.height * JPEG_PIXEL <= MAX_MEMORY) {
    return { ...plain, turned: false };
  }
  const metadata = await sharp(bytes, { limitInputPixels: false }).metadata()
    .catch(refuseDamaged);
  const { width, height } = metadata.autoOrient;
  refuseIfLarge({ width, height });
  const space = spaceOf(metadata);
  const frame = metadata.format === "gif" && !metadata.hasAlpha ? partialFrame(bytes) : undefined;
  const memory = memoryOf(metadata, whole || space === "cmyk");
  if (memory > MAX_MEMORY) {
    const [needed, limit] = [memory, MAX_MEMORY].map((bytes) => Math.round(bytes / 2 ** 20));
    throw new UnusablePhoto(`takes ${needed} MiB to decode, more than ${limit}`);
  }
  return { width, height, turned: (metadata.orientation ?? 1) > 1, space, frame };
}

function refuseIfLarge({ width, height }: { width: number; height: number }): void {
  if (width * height <= MAX_PIXELS) return;
  throw new UnusablePhoto(
    `has ${width} x ${height} pixels, more than ${MAX_PIXELS / 1e6} million`,
  );
}

function spaceOf({ space, depth, hasProfile }: Metadata): PhotoHeader["space"] {
  if (space === "cmyk") return hasProfile ? undefined : "cmyk";
  if (depth !== "ushort" || !hasProfile) return undefined;
  return space === "grey16" ? "b-w" : "srgb";
}

/**
 * Bytes of a photo's pixels that are in memory at once, as measured: it is decoded by rows where its
 * format allows that, else held as a whole, and so is one that is turned or wanted at its own size.
 */
function memoryOf(metadata: Metadata, whole: boolean): number {
  const { format, width, height, channels, depth, isProgressive, orientation = 1 } = metadata;
  const decoded = format === "gif" || format === "webp"
    ? 4
    : channels * (depth === "ushort" ? 2 : 1);
  let held = 0;
  // Of a progressive JPEG the coefficients are held, of 16 bits each.
  if (format === "jpeg" && isProgressive) {
    held = 2 * (metadata.chromaSubsampling === "4:2:0" ? 1.5 : channels);
  } else if (isProgressive || format === "gif" || (whole && format === "webp")) held = decoded;
  if (whole) held += 3 + (orientation > 1 ? decoded : 0);
  return width * height * held;
}
