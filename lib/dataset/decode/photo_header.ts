/**
 * The format of a photo and the size of most JPEG files, from their first bytes: `photoFormat`,
 * `isPicture`, `PHOTO_NAME`, `jpegSize`; and the error of a photo that is skipped: `UnusablePhoto`.
 */

import { messageOf } from "../../io/errors.ts";
import { otherFile } from "../../io/other_file.ts";

/** A photo that cannot be used. Its message reads on after the file's name: "is empty". */
export class UnusablePhoto extends Error {
  override name = "UnusablePhoto";
}

/** Refuse a photo with the decoding library's error. */
export function refuseDamaged(error: unknown): never {
  // The library's message can have several lines, one for each warning.
  const [reason] = messageOf(error).split("\n");
  throw new UnusablePhoto(`is damaged or cut off (${reason})`, { cause: error });
}

/** Formats that are decoded; of an animation, the first frame. */
export type PhotoFormat = "jpeg" | "png" | "webp" | "gif";

/**
 * The format by content. The decoding library uses the same marks, so no file reaches another of
 * its loaders, which would draw an SVG file that is named .jpg.
 *
 * @throws {UnusablePhoto} if it is none of the four
 */
export function photoFormat(bytes: Uint8Array): PhotoFormat {
  const format = decodedFormat(bytes);
  if (format !== undefined) return format;
  throw new UnusablePhoto(
    bytes.length === 0 ? "is empty" : `is not a JPEG, PNG, WebP or GIF photo${guess(bytes)}`,
  );
}

function decodedFormat(bytes: Uint8Array): PhotoFormat | undefined {
  const start = latin1(bytes.subarray(0, 12));
  if (start.startsWith("\xff\xd8\xff")) return "jpeg";
  if (start.startsWith("\x89PNG\r\n\x1a\n")) return "png";
  if (start.startsWith("RIFF") && start.endsWith("WEBP")) return "webp";
  if (start.startsWith("GIF87a") || start.startsWith("GIF89a")) return "gif";
  return undefined;
}

/** Endings of pictures, those of formats that are not decoded too. */
export const PHOTO_NAME =
  /\.(jpe?g|jpe|jfif|png|webp|gif|hei[cf]|avif|tiff?|bmp|jxl|jp2|psd|dng|cr[23]|nef|arw|raf|orf|rw2)$/i;

/** Marks of pictures of other formats, and the byte at which they begin. */
const OTHER_FORMATS: readonly (readonly [at: number, mark: string, format: string])[] = [
  ...["heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1"]
    .map((brand) => [4, `ftyp${brand}`, "HEIC"] as const),
  ...["avif", "avis"].map((brand) => [4, `ftyp${brand}`, "AVIF"] as const),
  ...["II*\0", "MM\0*", "II+\0", "MM\0+"].map((mark) => [0, mark, "TIFF"] as const),
  [4, "ftypcrx ", "camera raw"],
  [0, "\xff\x0a", "JPEG XL"],
  [0, "\0\0\0\x0cJXL ", "JPEG XL"],
  [0, "\0\0\0\x0cjP  ", "JPEG 2000"],
  [0, "\xff\x4f\xff\x51", "JPEG 2000"],
  [0, "8BPS", "Photoshop"],
];

/** Bytes from which `isPicture` tells. */
export const START_BYTES = 32;

/** Whether a file is a picture by its first bytes, of a format that is decoded or of another one. */
export function isPicture(bytes: Uint8Array): boolean {
  return decodedFormat(bytes) !== undefined || otherFormat(bytes) !== undefined;
}

/** The format of a picture that is none of the four; undefined if it is no picture. */
function otherFormat(bytes: Uint8Array): string | undefined {
  const start = latin1(bytes.subarray(0, START_BYTES));
  // Two letters would be too few to know a BMP by; its bytes 6 to 9 are 0.
  if (start.startsWith("BM") && start.startsWith("\0\0\0\0", 6)) return "BMP";
  return OTHER_FORMATS.find(([at, mark]) => start.startsWith(mark, at))?.[2];
}

/** What else the file may be; downloads often save a web page under a photo's name. */
function guess(bytes: Uint8Array): string {
  const format = otherFormat(bytes);
  if (format !== undefined) return ` but ${format}, which must be converted first`;
  const text = latin1(bytes.subarray(0, 1024)).toLowerCase();
  if (/<svg[\s>]/.test(text)) return " but an SVG drawing";
  if (/<!doctype html|<html[\s>]/.test(text)) return " but a web page";
  const other = otherFile(bytes);
  return other === undefined ? "" : ` but ${other}`;
}

function latin1(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}

/**
 * Width and height in pixels, from a JPEG's frame header. Undefined if EXIF data may rotate the
 * picture, its colours are four inks or the file is unusual; the decoder then reads the size. It
 * avoids opening most files twice.
 *
 * Source: ITU-T T.81, annex B (segments) and B.2.2 (frame header).
 */
export function jpegSize(bytes: Uint8Array): { width: number; height: number } | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 2; at + 10 <= bytes.length && bytes[at] === 0xff;) {
    const marker = bytes[at + 1]!;
    // APP1 holds EXIF data. The others have no length, or come after the frame header.
    if (marker === 0xe1 || marker === 0xff || marker < 0xc0) return undefined;
    if (marker >= 0xd0 && marker <= 0xda) return undefined;
    if (isFrameHeader(marker)) {
      const size = { height: view.getUint16(at + 5), width: view.getUint16(at + 7) };
      return size.width > 0 && size.height > 0 && bytes[at + 9]! < 4 ? size : undefined;
    }
    at += 2 + view.getUint16(at + 2);
  }
  return undefined;
}

/** SOF0 to SOF15, without the three other markers in that range (DHT, JPG, DAC). */
export function isFrameHeader(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}
