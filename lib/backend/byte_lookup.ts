/**
 * Bytes to numbers by a table, on the device where the backend can: `lookUpTensor`, `lookUp`. So
 * bytes, a quarter of the numbers' size, are all that is sent there.
 */

import * as tf from "@tensorflow/tfjs-core";

/** Attributes of the kernel "ByteLookup", which has no input tensors. */
export interface ByteLookupAttributes {
  /** A multiple of four of them. */
  bytes: Uint8Array;
  /** The numbers of bytes 0 to 255. */
  table: Float32Array;
  /** Of the result, float32: as many numbers as there are bytes. */
  shape: number[];
}

/** The entry of `table` (256 numbers) for each byte. */
export function lookUp(bytes: Uint8Array, table: Float32Array): Float32Array {
  const numbers = new Float32Array(bytes.length);
  for (let i = 0; i < bytes.length; i++) numbers[i] = table[bytes[i]!]!;
  return numbers;
}

/** The same as a float32 tensor of `shape`, which the caller disposes. */
export function lookUpTensor(attributes: ByteLookupAttributes): tf.Tensor {
  const attrs = { ...attributes } as unknown as tf.NamedAttrMap;
  return tf.engine().runKernel("ByteLookup", {}, attrs) as unknown as tf.Tensor;
}

/** The kernel of a backend that has none of its own. */
export const byteLookupKernel: Omit<tf.KernelConfig, "backendName"> = {
  kernelName: "ByteLookup",
  kernelFunc: ({ attrs }) => {
    const { bytes, table, shape } = attrs as unknown as ByteLookupAttributes;
    return tf.tensor(lookUp(bytes, table), shape, "float32");
  },
};
