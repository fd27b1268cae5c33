/**
 * The safetensors file format, read strictly: `encodeSafetensors`, `safetensorsParts`,
 * `decodeSafetensors`.
 *
 * Layout: 8 bytes, the header's length (unsigned, little-endian); the header, JSON in UTF-8, which
 * names each tensor's dtype, shape and place; then the tensors' bytes, little-endian, row-major,
 * without gaps. Source: https://github.com/huggingface/safetensors#format
 */

import { headerEntries } from "./safetensors_header.ts";

/** Array type of each dtype that Lookalike reads and writes. */
const ARRAY_TYPES = {
  F32: Float32Array,
  I32: Int32Array,
  U8: Uint8Array,
  I8: Int8Array,
  I64: BigInt64Array,
} as const;

/** Longest header in bytes that is read, as in the reference implementation. */
const HEADER_CAP = 100_000_000;
/** The header's key for the metadata. */
const METADATA = "__metadata__";
/** The tensors start at a multiple of this, so that their numbers lie aligned in memory. */
const ALIGNMENT = 8;

/** A dtype that Lookalike reads and writes. */
export type SafetensorsDtype = keyof typeof ARRAY_TYPES;

/** One tensor: its numbers, row-major, and the length of each axis (`[]` for a single number). */
export type SafetensorsTensor = {
  [D in SafetensorsDtype]: {
    dtype: D;
    shape: readonly number[];
    data: SafetensorsArrays[D];
  };
}[SafetensorsDtype];

interface SafetensorsArrays {
  F32: Float32Array;
  I32: Int32Array;
  U8: Uint8Array;
  I8: Int8Array;
  I64: BigInt64Array;
}

/** What a safetensors file holds. */
export interface Safetensors {
  tensors: Record<string, SafetensorsTensor>;
  metadata: Record<string, string>;
}

/**
 * The bytes of a safetensors file. The same content gives the same bytes: tensors lie in order of
 * dtype (wider first, so that all are aligned), then name; metadata in order of key.
 *
 * @throws {TypeError} if a tensor's data does not fit its dtype and shape, or its name is taken
 */
export function encodeSafetensors(
  tensors: Record<string, SafetensorsTensor>,
  metadata: Record<string, string> = {},
): Uint8Array<ArrayBuffer> {
  const parts = safetensorsParts(tensors, metadata);
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.length;
  }
  return bytes;
}

/**
 * What `encodeSafetensors` gives, as parts to write one after the other. The tensors' parts are views
 * of their data, not copies.
 *
 * @throws {TypeError} as `encodeSafetensors`
 */
export function safetensorsParts(
  tensors: Record<string, SafetensorsTensor>,
  metadata: Record<string, string> = {},
): Uint8Array[] {
  const names = Object.keys(tensors).sort((a, b) => {
    const width = (name: string) => ARRAY_TYPES[tensors[name]!.dtype]?.BYTES_PER_ELEMENT ?? 0;
    return width(b) - width(a) || (a < b ? -1 : 1);
  });
  const header: [string, unknown][] = [];
  const keys = Object.keys(metadata).sort();
  if (keys.length > 0) {
    header.push([METADATA, Object.fromEntries(keys.map((key) => [key, metadata[key]]))]);
  }
  const parts: Uint8Array[] = [];
  let offset = 0;
  for (const name of names) {
    const { dtype, shape, data } = tensors[name]!;
    checkTensor(name, tensors[name]!);
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

/**
 * Read a safetensors file. Data are views of `bytes` where they lie aligned in it, else copies.
 *
 * @throws {SyntaxError} if anything in the file departs from the format, saying what
 */
export function decodeSafetensors(bytes: Uint8Array): Safetensors {
  const [text, start] = readHeader(bytes);
  let metadata: Record<string, string> = {};
  const tensors: Entry[] = [];
  for (const [name, value] of members(text)) {
    if (name === METADATA) metadata = readMetadata(value);
    else tensors.push(readEntry(name, value));
  }
  tensors.sort((a, b) => a.begin - b.begin || a.end - b.end);
  let offset = 0;
  for (const { name, begin, end } of tensors) {
    if (begin !== offset) {
      const what = begin > offset ? "leave no gap" : "not overlap";
      fail(`tensors must ${what}: ${quote(name)} begins at ${begin}, expected ${offset}`);
    }
    offset = end;
  }
  if (bytes.length - start !== offset) {
    fail(`the tensors must take ${offset} bytes: current value is ${bytes.length - start}`);
  }
  return {
    tensors: Object.fromEntries(
      tensors.map((entry) => [entry.name, readTensor(entry, bytes, start)]),
    ),
    metadata,
  };
}

interface Entry {
  name: string;
  dtype: SafetensorsDtype;
  shape: number[];
  begin: number;
  end: number;
}

/** The header's text, and where in the file the tensors start. */
function readHeader(bytes: Uint8Array): [text: string, start: number] {
  if (bytes.length < 8) fail(`it must have at least 8 bytes: current value is ${bytes.length}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = view.getBigUint64(0, true);
  if (length > HEADER_CAP) fail(`its header must not pass ${HEADER_CAP} bytes: it has ${length}`);
  const start = 8 + Number(length);
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

function* members(text: string): Generator<[string, unknown], void, void> {
  try {
    yield* headerEntries(text);
  } catch (error) {
    fail(`its header ${(error as Error).message}`);
  }
}

function readMetadata(value: unknown): Record<string, string> {
  if (!isObject(value)) fail(`${METADATA} must be an object`);
  for (const [key, text] of Object.entries(value)) {
    if (typeof text !== "string") {
      fail(`${METADATA} must hold strings: ${quote(key)} is ${typeof text}`);
    }
  }
  return value as Record<string, string>;
}

function readEntry(name: string, entry: unknown): Entry {
  if (!isObject(entry)) fail(`the entry of ${quote(name)} must be an object`);
  const unknown = Object.keys(entry).find((key) => !ENTRY_KEYS.includes(key));
  if (unknown !== undefined) fail(`the entry of ${quote(name)} must not hold ${quote(unknown)}`);
  const { dtype, shape, data_offsets: offsets } = entry;
  if (typeof dtype !== "string" || !Object.hasOwn(ARRAY_TYPES, dtype)) {
    const known = Object.keys(ARRAY_TYPES).join(", ");
    fail(`the dtype of ${quote(name)} must be one of ${known}: current value is ${quote(dtype)}`);
  }
  if (!isLengths(shape)) fail(`the shape of ${quote(name)} must be a list of lengths`);
  if (!isLengths(offsets) || offsets.length !== 2) {
    fail(`data_offsets of ${quote(name)} must be two numbers of bytes`);
  }
  const [begin, end] = offsets as [number, number];
  const known = dtype as SafetensorsDtype;
  let size = ARRAY_TYPES[known].BYTES_PER_ELEMENT;
  for (const length of shape) {
    size *= length;
    // Looked at after each axis: a length of 0 further on would hide it.
    if (!Number.isSafeInteger(size)) {
      fail(`the shape of ${quote(name)} must not overflow: ${show(shape)}`);
    }
  }
  if (end - begin !== size) {
    fail(
      `${quote(name)}, ${dtype} ${show(shape)}, must take ${size} bytes: it takes ${end - begin}`,
    );
  }
  return { name, dtype: known, shape, begin, end };
}

const ENTRY_KEYS = ["dtype", "shape", "data_offsets"];

function readTensor(
  { dtype, shape, begin, end }: Entry,
  bytes: Uint8Array,
  start: number,
): SafetensorsTensor {
  const type = ARRAY_TYPES[dtype];
  const width = type.BYTES_PER_ELEMENT;
  let { buffer, byteOffset } = bytes.subarray(start + begin, start + end);
  if (byteOffset % width !== 0) {
    buffer = bytes.slice(start + begin, start + end).buffer;
    byteOffset = 0;
  }
  const data = new type(buffer as ArrayBuffer, byteOffset, (end - begin) / width);
  return { dtype, shape, data } as SafetensorsTensor;
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
  const size = shape.reduce((a, b) => a * b, 1);
  if (!isLengths(shape) || size !== data.length) {
    throw new TypeError(
      `Cannot encode tensors as "${name}" must hold as many numbers as its shape [${shape}] says: ` +
        `current value is ${data.length}`,
    );
  }
}

function isLengths(value: unknown): value is number[] {
  return Array.isArray(value) &&
    value.every((length) => Number.isSafeInteger(length) && length >= 0);
}

/** The beginning of a name or value, safe to show. */
function quote(value: unknown): string {
  const text = JSON.stringify(value) ?? "none";
  return text.length > 60 ? `${text.slice(0, 60)}...` : text;
}

/** A shape, however many axes it claims. */
function show(shape: readonly number[]): string {
  return `[${shape.slice(0, 8)}${shape.length > 8 ? ",..." : ""}]`;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function fail(reason: string): never {
  throw new SyntaxError(`Cannot read safetensors file as ${reason}`);
}
