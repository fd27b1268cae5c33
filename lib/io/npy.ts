/** Arrays of NumPy: `decodeNpy`. */

import { toFloat32 } from "./safetensors.ts";

/** Array type of each dtype of floats, all little-endian. */
const FLOATS = {
  "<f8": { dtype: "F64", of: Float64Array },
  "<f4": { dtype: "F32", of: Float32Array },
  "<f2": { dtype: "F16", of: Float16Array },
} as const;

const MAGIC = [0x93, ...new TextEncoder().encode("NUMPY")];

/**
 * The array in a `.npy` file, as float32, row-major.
 *
 * Layout: magic, version (two bytes), the header's length (two bytes, from version 2 on four,
 * little-endian), the header, a Python dict with `descr`, `fortran_order` and `shape`, and the values.
 *
 * @throws {SyntaxError} if it is no such file, is cut off, or holds no floats in row-major order
 */
export function decodeNpy(bytes: Uint8Array): { shape: number[]; data: Float32Array } {
  if (bytes.length < 12 || MAGIC.some((byte, i) => bytes[i] !== byte)) {
    fail("it must begin as NumPy's files do");
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const long = bytes[6]! > 1;
  const start = (long ? 12 : 10) + (long ? view.getUint32(8, true) : view.getUint16(8, true));
  const header = new TextDecoder().decode(bytes.subarray(long ? 12 : 10, start));
  const descr = /'descr':\s*'([^']*)'/.exec(header)?.[1] ?? "";
  const lengths = /'shape':\s*\(([\d\s,]*)\)/.exec(header)?.[1];
  if (lengths === undefined) fail("its header must name a shape");
  const shape = lengths.split(",").filter((part) => part.trim() !== "").map(Number);
  if (!Object.hasOwn(FLOATS, descr)) {
    const known = Object.keys(FLOATS).join(", ");
    fail(`its dtype must be one of ${known} (save array.astype("float32")): it is "${descr}"`);
  }
  if (/'fortran_order':\s*True/.test(header) && shape.length > 1) {
    fail("its rows must lie in C order (save numpy.ascontiguousarray(array))");
  }
  const { dtype, of } = FLOATS[descr as keyof typeof FLOATS];
  const count = shape.reduce((a, b) => a * b, 1);
  if (bytes.length - start !== count * of.BYTES_PER_ELEMENT) {
    fail(
      `its values must take ${count * of.BYTES_PER_ELEMENT} bytes: ${bytes.length - start} left`,
    );
  }
  const data = new of(bytes.slice(start).buffer);
  // TypeScript cannot see that the array type belongs to the dtype.
  return { shape, data: toFloat32({ dtype, shape, data } as Parameters<typeof toFloat32>[0])! };
}

function fail(reason: string): never {
  throw new SyntaxError(`Cannot read array as ${reason}`);
}
