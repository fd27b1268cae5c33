/** Whether a download is a whole photo: `checkPhoto`. */

import { type PhotoFormat, photoFormat, UnusablePhoto } from "../decode/photo_header.ts";
import { DownloadError } from "./errors.ts";

/**
 * The format of a photo by its content (whatever the server calls it) once its end is there too.
 * Only decoding tells whether all between is in order.
 *
 * @throws {DownloadError} if it is no JPEG, PNG, WebP or GIF, or is cut off (then another attempt
 * may help)
 */
export function checkPhoto(bytes: Uint8Array): PhotoFormat {
  const format = formatOf(bytes);
  if (!ENDS[format](bytes)) throw new DownloadError("is cut off", { again: true });
  return format;
}

function formatOf(bytes: Uint8Array): PhotoFormat {
  try {
    return photoFormat(bytes);
  } catch (error) {
    if (!(error instanceof UnusablePhoto)) throw error;
    // An empty answer is a fault of the moment, another kind of file is not.
    throw new DownloadError(error.message, { again: bytes.length === 0, cause: error });
  }
}

const ENDS: Record<PhotoFormat, (bytes: Uint8Array) => boolean> = {
  // The end marker can be followed by what some program left there; in the first half it may be
  // that of a preview.
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
