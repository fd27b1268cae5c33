/** JPEG files without the faults that leave every pixel right: `repairJpeg`. */

import { Buffer } from "node:buffer";
import { concatBytes } from "../../io/bytes.ts";
import { isFrameHeader } from "./photo_header.ts";

/** Second bytes of markers (ITU-T T.81, table B.1). */
const TEM = 0x01, SOF0 = 0xc0, SOF1 = 0xc1, RST0 = 0xd0, SOI = 0xd8, EOI = 0xd9, SOS = 0xda;
const APP14 = 0xee;

const END = Uint8Array.of(0xff, EOI);

/**
 * The same JPEG with headers that libjpeg has nothing to say about, or undefined if they need no
 * repair. libjpeg gives the same kind of warning for a fault that every viewer looks over and for
 * lost pixels, and tells of the first one only. Without the first kind, any warning means damage.
 *
 * Mended are bytes between headers that belong to none; the last three bytes of a scan's header
 * where no choice is left (cameras of Samsung write 0 0 0 for 0 63 0); an unknown colour transform
 * of Adobe's header; zeros behind a scan's data; and a missing end marker where one scan holds the
 * whole picture. Data of a scan are never changed, so a file that is cut off stays cut off.
 *
 * @param bytes a file that begins with FF D8
 */
export function repairJpeg(bytes: Uint8Array): Uint8Array | undefined {
  const parts = [bytes.subarray(0, 2)];
  let components = 0, isSequential = false, scans = 0, whole = false, ended = false;
  let adobe: Uint8Array | undefined;
  for (let at = 2; !ended;) {
    const start = nextMarker(bytes, at);
    const marker = bytes[start + 1];
    if (marker === undefined) break;
    ended = marker === EOI;
    const end = ended ? bytes.length : start + 2 + lengthOf(bytes, start, marker);
    // A copy, as some are changed.
    const segment = bytes.slice(start, end);
    parts.push(segment);
    at = end;
    if (marker === APP14 && segment.length >= 16) adobe = segment;
    if (isFrameHeader(marker)) {
      isSequential = marker === SOF0 || marker === SOF1;
      components = segment[9] ?? 0;
      // YCCK, or YCbCr: what libjpeg takes an unknown transform for.
      if (adobe && adobe[15] !== 0) adobe[15] = components === 4 ? 2 : 1;
    } else if (marker === SOS) {
      if (isSequential) segment.set([0, 63, 0], Math.max(0, segment.length - 3));
      whole = ++scans === 1 && isSequential && segment[4] === components;
      at = endOfScan(bytes, end);
      parts.push(withoutZeros(bytes.subarray(end, at)));
    }
  }
  if (!ended && whole) parts.push(END);
  const repaired = concatBytes(parts);
  return Buffer.compare(repaired, bytes) === 0 ? undefined : repaired;
}

/** Where the next marker begins; the length of the file if there is none. */
function nextMarker(bytes: Uint8Array, from: number): number {
  let at = from;
  while (at < bytes.length && !(bytes[at] === 0xff && isMarker(bytes[at + 1]))) at++;
  return at;
}

/** Where the data of a scan end: they hold FF only as FF 00 and in restart markers. */
function endOfScan(bytes: Uint8Array, from: number): number {
  for (let at = bytes.indexOf(0xff, from); at >= 0; at = bytes.indexOf(0xff, at + 1)) {
    const next = bytes[at + 1];
    if (next !== 0 && !(next !== undefined && isRestart(next))) return at;
  }
  return bytes.length;
}

/** Bytes of a segment after its marker; markers without one have none. */
function lengthOf(bytes: Uint8Array, start: number, marker: number): number {
  if (marker === TEM || marker === SOI || isRestart(marker)) return 0;
  return (bytes[start + 2] ?? 0) * 256 + (bytes[start + 3] ?? 0);
}

/** Data without the zeros behind them; a zero behind FF is part of them. */
function withoutZeros(data: Uint8Array): Uint8Array {
  let end = data.length;
  while (end > 0 && data[end - 1] === 0 && data[end - 2] !== 0xff) end--;
  return data.subarray(0, end);
}

function isMarker(byte: number | undefined): boolean {
  return byte !== undefined && byte !== 0 && byte !== 0xff;
}

/** RST0 to RST7. */
function isRestart(byte: number): boolean {
  return byte >= RST0 && byte < SOI;
}
