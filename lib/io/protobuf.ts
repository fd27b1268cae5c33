/**
 * The pieces of protocol buffers, for two small formats (TensorBoard's events and ONNX): a message is
 * a list of fields, each some bytes to write one after the other (`concatBytes`).
 */

/** A message or part of one, as bytes to write one after the other. */
export type Message = readonly Uint8Array<ArrayBufferLike>[];

// Wire types: 0 varint, 1 eight bytes, 2 length first, 5 four bytes.

/** A whole number from 0 to 2^53 - 1. */
export function whole(field: number, value: number): Message {
  return [Uint8Array.from([...key(field, 0), ...varint(value)])];
}

/** A message, a text or bytes within a message. */
export function nested(field: number, data: Message): Message {
  const length = data.reduce((sum, part) => sum + part.length, 0);
  return [Uint8Array.from([...key(field, 2), ...varint(length)]), ...data];
}

/** A text, in UTF-8. */
export function text(field: number, value: string): Message {
  return nested(field, [new TextEncoder().encode(value)]);
}

/** A float64. */
export function double(field: number, value: number): Message {
  return [Uint8Array.from(key(field, 1)), new Uint8Array(Float64Array.of(value).buffer)];
}

/** A float32. */
export function float(field: number, value: number): Message {
  return [Uint8Array.from(key(field, 5)), new Uint8Array(Float32Array.of(value).buffer)];
}

function key(field: number, wireType: number): number[] {
  return varint(field * 8 + wireType);
}

/** Seven bits a byte, the lowest first; all but the last have the highest bit set. */
function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push(rest % 128 + 128);
  return [...bytes, rest];
}
