/**
 * Safetensors files whose every byte is checked when they are read: `writeTensorFile`,
 * `readTensorFile`. A sum over all that a file holds stands in its metadata, so that a changed byte
 * is noticed which still is a number.
 */

import { createHash } from "node:crypto";
import { writeFileAtomic } from "./files.ts";
import {
  decodeSafetensors,
  type Safetensors,
  safetensorsParts,
  type SafetensorsTensor,
} from "./safetensors.ts";

/** Key of the sum in the metadata. */
const SUM = "sha256";

/** What a file holds, without the sum. */
export interface TensorFile extends Safetensors {
  /** The file itself. */
  bytes: Uint8Array;
}

/** Options of `readTensorFile`. */
export interface ReadOptions {
  /**
   * The keys that the metadata may have: another one is damage, to the sum's own key perhaps.
   *
   * @default any
   */
  keys?: readonly string[];
  /** What to do about a damaged file, for the message. */
  remedy?: string;
}

/** Write tensors, whole or not at all, with `metadata` and a sum, SHA-256 in hex, over both. */
export async function writeTensorFile(
  path: string,
  tensors: Record<string, SafetensorsTensor>,
  metadata: Record<string, string> = {},
): Promise<void> {
  const all = { ...metadata, [SUM]: sumOf(tensors, metadata) };
  await writeFileAtomic(path, safetensorsParts(tensors, all));
}

/**
 * Read a safetensors file, or undefined where there is none. One without a sum, of another program
 * or an earlier version, passes.
 *
 * @throws {SyntaxError} if it is damaged, naming the path, what is wrong and what to do
 */
export async function readTensorFile(
  path: string,
  { keys, remedy }: ReadOptions = {},
): Promise<TensorFile | undefined> {
  let bytes: Uint8Array;
  try {
    bytes = await Deno.readFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
  try {
    const { tensors, metadata: { [SUM]: sum, ...metadata } } = decodeSafetensors(bytes);
    const unknown = keys && Object.keys(metadata).find((key) => !keys.includes(key));
    if (unknown !== undefined) throw new SyntaxError(`its metadata must not hold "${unknown}"`);
    if (sum !== undefined && sum !== sumOf(tensors, metadata)) {
      throw new SyntaxError("its bytes must be those that were written: their SHA-256 is another");
    }
    return { tensors, metadata, bytes };
  } catch (error) {
    throw new SyntaxError(
      `Cannot read "${path}" as it must be whole${remedy ? ` (${remedy})` : ""}: ` +
        (error as Error).message,
      { cause: error },
    );
  }
}

function sumOf(
  tensors: Record<string, SafetensorsTensor>,
  metadata: Record<string, string>,
): string {
  const hash = createHash("sha256");
  const line = (...values: unknown[]) => hash.update(JSON.stringify(values) + "\n");
  for (const key of Object.keys(metadata).sort()) line(key, metadata[key]);
  for (const name of Object.keys(tensors).sort()) {
    const { dtype, shape, data } = tensors[name]!;
    line(name, dtype, shape);
    hash.update(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  }
  return hash.digest("hex");
}
