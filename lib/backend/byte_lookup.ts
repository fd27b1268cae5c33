/**
 * Table lookup of bytes, on the device where the backend can, so that bytes are sent there and not
 * float32 values of four times the size.
 */

import * as tf from "@tensorflow/tfjs-core";

/** Attributes of the kernel "ByteLookup", which has no input tensors. */
export interface ByteLookupAttributes {
  /** A multiple of four of them. */
  bytes: Uint8Array;
  /** The values of bytes 0 to 255. */
  table: Float32Array;
  /** Shape of the result, float32, with one value for each byte. */
  shape: number[];
}

/** The entry of `table` (256 values) for each byte. */
export function lookUp(bytes: Uint8Array, table: Float32Array): Float32Array {
  const values = new Float32Array(bytes.length);
  for (let i = 0; i < bytes.length; i++) values[i] = table[bytes[i]!]!;
  return values;
}

/** The same as a float32 tensor of `shape`, which the caller disposes. */
export function lookUpTensor<T extends tf.Tensor>(attributes: ByteLookupAttributes): T {
  // tfjs types attributes as numbers, strings and the like; it passes on typed arrays untouched.
  const attrs = { ...attributes } as unknown as tf.NamedAttrMap;
  return tf.engine().runKernel<T>("ByteLookup", {}, attrs);
}

/** The kernel of a backend that has none of its own. */
export const byteLookupKernel: Omit<tf.KernelConfig, "backendName"> = {
  kernelName: "ByteLookup",
  kernelFunc: ({ attrs }) => {
    // What `lookUpTensor` passed.
    const { bytes, table, shape } = attrs as unknown as ByteLookupAttributes;
    return tf.tensor(lookUp(bytes, table), shape, "float32");
  },
};
