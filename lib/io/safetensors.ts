/**
 * The safetensors file format, read strictly: `safetensorsParts`,
 * `decodeSafetensors`, `decodeMetadata`, `toFloat32`.
 *
 * Layout: 8 bytes, the header's length (unsigned, little-endian); the header, JSON in UTF-8, which
 * names each tensor's dtype, shape and place; then the tensors' bytes, little-endian, row-major,
 * without gaps. Source: https://github.com/huggingface/safetensors#format
 */

import { otherFile } from "./other_file.ts";
import { type HeaderValue, quote, readMembers } from "./safetensors_header.ts";

/** Array type of each dtype that Lookalike reads and writes. */
const ARRAY_TYPES = {
  F64: Float64Array,
  F32: Float32Array,
  F16: Float16Array,
  /** The upper half of each float32. */
  BF16: Uint16Array,
  I32: Int32Array,
  U8: Uint8Array,
  I8: Int8Array,
  I64: BigInt64Array,
} as const;

/** Longest header in bytes that is read, as in the reference implementation. */
const HEADER_CAP = 100_000_000;
/** The header's key for the metadata. */
const METADATA = "__metadata__";
/** The tensors start at a multiple of this, so that their values are aligned in memory. */
const ALIGNMENT = 8;

/** A dtype that Lookalike reads and writes. */
export type SafetensorsDtype = keyof typeof ARRAY_TYPES;

/** One tensor: its values, row-major, and the length of each axis (`[]` for a single value). */
export type SafetensorsTensor = {
  [D in SafetensorsDtype]: {
    dtype: D;
    shape: readonly number[];
    data: (typeof ARRAY_TYPES)[D]["prototype"];
  };
}[SafetensorsDtype];

/** Content of a safetensors file. */
export interface Safetensors {
  tensors: Record<string, SafetensorsTensor>;
  metadata: Record<string, string>;
}

/**
 * The bytes of a safetensors file, as parts to write one after the other; those of tensors are views
 * of their data, not copies. The same content gives the same bytes: tensors are ordered by dtype
 * (wider first, so that all are aligned), then name; metadata by key.
 *
 * @throws {TypeError} if a tensor's data does not fit its dtype and shape, or its name is reserved
 */
export function safetensorsParts(
  tensors: Record<string, SafetensorsTensor>,
  metadata: Record<string, string> = {},
): Uint8Array[] {
  for (const [name, tensor] of Object.entries(tensors)) checkTensor(name, tensor);
  const width = (name: string) => tensors[name]!.data.BYTES_PER_ELEMENT;
  const names = Object.keys(tensors).sort((a, b) => width(b) - width(a) || (a < b ? -1 : 1));
  const header: [string, unknown][] = [];
  const keys = Object.keys(metadata).sort();
  if (keys.length > 0) {
    header.push([METADATA, Object.fromEntries(keys.map((key) => [key, metadata[key]]))]);
  }
  const parts: Uint8Array[] = [];
  let offset = 0;
  for (const name of names) {
    const { dtype, shape, data } = tensors[name]!;
    header.push([name, { dtype, shape, data_offsets: [offset, offset + data.byteLength] }]);
    parts.push(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
    offset += data.byteLength;
  }
  const json = new TextEncoder().encode(JSON.stringify(Object.fromEntries(header)));
  const start = new Uint8Array(Math.ceil((8 + json.length) / ALIGNMENT) * ALIGNMENT).fill(0x20);
  new DataView(start.buffer).setBigUint64(0, BigInt(start.length - 8), true);
  start.set(json, 8);
  return [start, ...parts];
}

function checkTensor(name: string, { dtype, shape, data }: SafetensorsTensor): void {
  if (name === METADATA) {
    throw new TypeError(`Cannot encode tensors as no tensor may be named "${METADATA}"`);
  }
  if (!Object.hasOwn(ARRAY_TYPES, dtype) || !(data instanceof ARRAY_TYPES[dtype])) {
    throw new TypeError(
      `Cannot encode tensors as the data of "${name}" must suit its dtype: current value is ` +
        `${dtype} with ${(data as object)?.constructor?.name}`,
    );
  }
  if (!isLengths(shape) || shape.reduce((a, b) => a * b, 1) !== data.length) {
    throw new TypeError(
      `Cannot encode tensors as "${name}" must hold as many values as its shape [${shape}] says: ` +
        `current value is ${data.length}`,
    );
  }
}

/**
 * Read a safetensors file. Data are views of `bytes` where they are aligned in it, else copies.
 *
 * @throws {SyntaxError} if anything in the file departs from the format, saying what
 */
export function decodeSafetensors(bytes: Uint8Array): Safetensors {
  const [header, start] = readHeader(bytes);
  let metadata: Record<string, string> = {};
  const entries: Entry[] = [];
  for (const [name, value] of readMembers(header, fail)) {
    if (name === METADATA) metadata = readMetadata(value);
    else entries.push(readEntry(name, value));
  }
  entries.sort((a, b) => a.begin - b.begin || a.end - b.end);
  let offset = 0;
  for (const { name, begin, end } of entries) {
    if (begin !== offset) {
      const what = begin > offset ? "leave no gap" : "not overlap";
      fail(`tensors must ${what}: ${quote(name)} begins at ${begin}, expected ${offset}`);
    }
    offset = end;
  }
  if (bytes.length - start !== offset) {
    fail(`the tensors must take ${offset} bytes: current value is ${bytes.length - start}`);
  }
  const body = bytes.subarray(start);
  const tensors = Object.fromEntries(entries.map((entry) => [entry.name, readTensor(entry, body)]));
  return { tensors, metadata };
}

/**
 * The metadata of a safetensors file.
 *
 * @param head its first bytes, as many as `headBytes` says or more
 * @throws {SyntaxError} if they depart from the format, saying where
 */
export function decodeMetadata(head: Uint8Array): Record<string, string> {
  const [header] = readHeader(head);
  for (const [name, value] of readMembers(header, fail)) {
    if (name === METADATA) return readMetadata(value);
  }
  return {};
}

/** How many bytes of a safetensors file come before its tensors, by its first eight bytes. */
export function headBytes(start: Uint8Array): number {
  if (start.length < 8) fail(`it must have at least 8 bytes: current value is ${start.length}`);
  const view = new DataView(start.buffer, start.byteOffset, start.byteLength);
  const length = view.getBigUint64(0, true);
  if (length > HEADER_CAP) {
    const other = otherFile(start);
    if (other) fail(`it must be such a file: it is ${other}`);
    fail(`its header must not pass ${HEADER_CAP} bytes: it has ${length}`);
  }
  return 8 + Number(length);
}

/** A tensor of the header. */
interface Entry {
  name: string;
  dtype: SafetensorsDtype;
  shape: number[];
  /** Bytes after the header. */
  begin: number;
  end: number;
}

/** The header's text, and where in the file the tensors start. */
function readHeader(bytes: Uint8Array): [header: string, start: number] {
  const start = headBytes(bytes);
  if (start > bytes.length) {
    fail(`its header must end within the file: it ends at ${start} of ${bytes.length} bytes`);
  }
  let text = "";
  try {
    const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
    text = decoder.decode(bytes.subarray(8, start));
  } catch {
    fail("its header must be UTF-8");
  }
  if (!text.startsWith("{")) fail("its header must begin with {");
  return [text, start];
}

function readMetadata(value: HeaderValue): Record<string, string> {
  // As some programs write a file without any, and the reference implementation reads it.
  if (value === null) return {};
  if (!isObject(value)) fail(`${METADATA} must be an object`);
  const texts = Object.entries(value).map(([key, text]): [string, string] => {
    if (typeof text === "string") return [key, text];
    return fail(
      `${METADATA} must hold strings: ${quote(key)} is ${text === null ? "null" : typeof text}`,
    );
  });
  return Object.fromEntries(texts);
}

function readEntry(name: string, entry: HeaderValue): Entry {
  if (!isObject(entry)) fail(`the entry of ${quote(name)} must be an object`);
  const { dtype, shape, data_offsets: offsets, ...others } = entry;
  for (const key of Object.keys(others)) {
    fail(`the entry of ${quote(name)} must not hold ${quote(key)}`);
  }
  if (!isDtype(dtype)) {
    const known = Object.keys(ARRAY_TYPES).join(", ");
    fail(`the dtype of ${quote(name)} must be one of ${known}: current value is ${quote(dtype)}`);
  }
  if (!isLengths(shape)) fail(`the shape of ${quote(name)} must be a list of lengths`);
  if (!isLengths(offsets) || offsets.length !== 2) {
    fail(`data_offsets of ${quote(name)} must be two numbers of bytes`);
  }
  let size = ARRAY_TYPES[dtype].BYTES_PER_ELEMENT;
  for (const length of shape) {
    size *= length;
    // Checked after each axis: a length of 0 further on would hide it.
    if (!Number.isSafeInteger(size)) {
      fail(`the shape of ${quote(name)} must not overflow: ${quote(shape)}`);
    }
  }
  const [begin = 0, end = 0] = offsets;
  if (end - begin !== size) {
    fail(
      `${quote(name)}, ${dtype} ${quote(shape)}, must take ${size} bytes: it takes ${end - begin}`,
    );
  }
  return { name, dtype, shape, begin, end };
}

function readTensor({ dtype, shape, begin, end }: Entry, body: Uint8Array): SafetensorsTensor {
  const ArrayType = ARRAY_TYPES[dtype];
  const width = ArrayType.BYTES_PER_ELEMENT;
  let bytes = body.subarray(begin, end);
  if (bytes.byteOffset % width !== 0) bytes = bytes.slice();
  // Shared memory, which TypeScript expects here as well, would be read in the same way.
  const data = new ArrayType(bytes.buffer as ArrayBuffer, bytes.byteOffset, bytes.length / width);
  // TypeScript cannot see that the array type belongs to the dtype.
  return { dtype, shape, data } as SafetensorsTensor;
}

function isDtype(value: unknown): value is SafetensorsDtype {
  return typeof value === "string" && Object.hasOwn(ARRAY_TYPES, value);
}

function isLengths(value: unknown): value is number[] {
  return Array.isArray(value) &&
    value.every((length) => Number.isSafeInteger(length) && length >= 0);
}

/** The values of a tensor of floats as float32; undefined where it holds others. */
export function toFloat32({ dtype, data }: SafetensorsTensor): Float32Array | undefined {
  if (dtype === "F32") return data;
  if (dtype === "F64" || dtype === "F16") return Float32Array.from(data);
  if (dtype !== "BF16") return undefined;
  return new Float32Array(Uint32Array.from(data, (upper) => upper << 16).buffer);
}

function isObject(value: HeaderValue): value is { [key: string]: HeaderValue } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function fail(reason: string): never {
  throw new SyntaxError(`Cannot read safetensors file as ${reason}`);
}
