/** A check that a download is a whole photo: `checkPhoto`. */

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
    if (!ENDS[format](bytes)) throw new DownloadError("is cut off", { again: true });
    return format;
  } catch (error) {
    if (!(error instanceof UnusablePhoto)) throw error;
    // Another attempt may help with an empty answer, but not with another kind of file.
    throw new DownloadError(error.message, { again: bytes.length === 0, cause: error });
  }
}

const ENDS: Record<PhotoFormat, (bytes: Uint8Array) => boolean> = {
  // Programs may append data to the end marker; in the first half it may be that of a preview.
  jpeg: (bytes) => lastIndexOf(bytes, [0xff, 0xd9]) >= bytes.length / 2,
  png: (bytes) => lastIndexOf(bytes, [0x49, 0x45, 0x4e, 0x44]) >= bytes.length / 2,
  // RIFF says how long it is, without its first 8 bytes.
  webp: (bytes) =>
    bytes.length >= 8 + new DataView(bytes.buffer, bytes.byteOffset).getUint32(4, true),
  gif: (bytes) => bytes.lastIndexOf(0x3b) >= bytes.length / 2,
};

function lastIndexOf(bytes: Uint8Array, mark: readonly number[]): number {
  let at = bytes.length;
  do at = at <= 0 ? -1 : bytes.lastIndexOf(mark[0]!, at - 1); while (
    at !== -1 && !mark.every((byte, i) => bytes[at + i] === byte)
  );
  return at;
}
