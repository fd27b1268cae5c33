/** Packed numbers as typed arrays: `unpackWholes`, `unpackFloats`, `unpackPlaces`. */

import type { Packed, PackedMap } from "../data.ts";
import { type Places, placesOf } from "./camera.ts";

function bytesOf(packed: Packed): Uint8Array<ArrayBuffer> {
  const text = atob(packed);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}

/** `count` whole numbers of one, two or four bytes each: see `packWholes`. */
export function unpackWholes(
  packed: Packed,
  count: number,
): Uint8Array | Uint16Array | Uint32Array {
  const bytes = bytesOf(packed);
  if (bytes.length === count) return bytes;
  return bytes.length === 2 * count ? new Uint16Array(bytes.buffer) : new Uint32Array(bytes.buffer);
}

/** Numbers of float32. */
export function unpackFloats(packed: Packed): Float32Array {
  return new Float32Array(bytesOf(packed).buffer);
}

/** A map of `n` items, -1 to 1 in its widest component. */
export function unpackPlaces({ components, points }: PackedMap, n: number): Places {
  const wholes = unpackWholes(points, n * components);
  return placesOf(Float32Array.from(wholes, (place) => place / 32767.5 - 1), components);
}
