/** A check that a download is a whole photo: `checkPhoto`. */

import { Buffer } from "node:buffer";
import { type PhotoFormat, photoFormat, UnusablePhoto } from "../decode/photo_header.ts";
import { DownloadError } from "./download_error.ts";

/**
 * The format of a photo by its content, whatever the server calls it, after a check that its end is
 * present. Only decoding shows whether the rest is valid.
 *
 * @throws {DownloadError} if it is no JPEG, PNG, WebP or GIF, or is cut off; another attempt may
 *   help with the latter
 */
export function checkPhoto(bytes: Uint8Array): PhotoFormat {
  try {
    const format = photoFormat(bytes);
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (!ENDS[format](buffer)) throw new DownloadError("is cut off", { again: true });
    return format;
  } catch (error) {
    if (!(error instanceof UnusablePhoto)) throw error;
    // Another attempt may help with an empty answer, but not with another kind of file.
    throw new DownloadError(error.message, { again: bytes.length === 0, cause: error });
  }
}

const ENDS: Record<PhotoFormat, (bytes: Buffer) => boolean> = {
  // Programs may append data to the end marker; in the first half it may be that of a preview.
  jpeg: (bytes) => bytes.lastIndexOf(Uint8Array.of(0xff, 0xd9)) >= bytes.length / 2,
  png: (bytes) => bytes.lastIndexOf("IEND") >= bytes.length / 2,
  // RIFF says how long it is, without its first 8 bytes.
  webp: (bytes) => bytes.length >= 8 + bytes.readUInt32LE(4),
  gif: (bytes) => bytes.lastIndexOf(0x3b) >= bytes.length / 2,
};
