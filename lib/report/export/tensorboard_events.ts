/**
 * Scalars over time as TensorBoard reads them, with TensorFlow's checksum: `encodeEvents`, `crc32c`.
 *
 * An event file is a sequence of TFRecords: length (uint64), its checksum, data, their checksum, all
 * little-endian. The data are protocol buffers (tensorflow/core/util/event.proto), of which scalars
 * need four fields.
 */

import { concatBytes } from "../../io/bytes.ts";
import { double, float, type Message, nested, text, whole } from "../../io/protobuf.ts";

/** One scalar. */
export interface ScalarEvent {
  /** Name of the curve, such as "loss". */
  tag: string;
  /** Place on the horizontal axis, a whole number from 0. */
  step: number;
  value: number;
  /** Seconds since 1970. */
  wallTime: number;
}

/** The bytes of an event file that holds `events`, in their order. */
export function encodeEvents(events: readonly ScalarEvent[]): Uint8Array<ArrayBuffer> {
  const start = events[0]?.wallTime ?? 0;
  const version = [...double(1, start), ...text(3, "brain.Event:2")];
  return concatBytes([version, ...events.map(scalar)].map((event) => record(concatBytes(event))));
}

/** Event { wall_time = 1, step = 2, summary = 5 { value = 1 { tag = 1, simple_value = 2 } } } */
function scalar({ tag, step, value, wallTime }: ScalarEvent): Message {
  if (!Number.isInteger(step) || step < 0) {
    throw new RangeError(
      `Cannot encode event as step must be a whole number from 0: current value is ${step}`,
    );
  }
  const summary = nested(1, [...text(1, tag), ...float(2, value)]);
  return [...double(1, wallTime), ...whole(2, step), ...nested(5, summary)];
}

/** One TFRecord. */
function record(data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(16 + data.length);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(data.length), true);
  view.setUint32(8, maskedCrc32c(bytes.subarray(0, 8)), true);
  bytes.set(data, 12);
  view.setUint32(12 + data.length, maskedCrc32c(data), true);
  return bytes;
}

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  // Castagnoli's polynomial, bits reversed.
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
  return crc >>> 0;
});

/** CRC-32C (Castagnoli) of `bytes`, from 0 to 2^32 - 1. */
export function crc32c(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (crc >>> 8) ^ TABLE[(crc ^ byte) & 0xff]!;
  return (crc ^ 0xffffffff) >>> 0;
}

/**
 * The checksum as TensorFlow stores it: turned right by 15 bits, plus 0xa282ead8, so that the
 * checksum of bytes that hold a checksum is no worse than others.
 */
export function maskedCrc32c(bytes: Uint8Array): number {
  const crc = crc32c(bytes);
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}
