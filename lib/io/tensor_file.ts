/**
 * Safetensors files with a checksum over all that they hold, so that any changed byte is noticed:
 * `writeTensorFile`, `readTensorFile`. The checksum is in the metadata, under "sha256".
 */

import { createHash } from "node:crypto";
import { messageOf } from "./errors.ts";
import { ifExists, writeFileAtomic } from "./files.ts";
import {
  decodeSafetensors,
  type Safetensors,
  safetensorsParts,
  type SafetensorsTensor,
} from "./safetensors.ts";

/** Content of a file. */
export interface TensorFile extends Safetensors {
  /** SHA-256, hex, over tensors and metadata. */
  checksum: string;
  /** The file itself. */
  bytes: Uint8Array;
}

/** Options of `readTensorFile`. */
export interface ReadOptions {
  /**
   * The keys that the metadata may have; another one is damage, perhaps to the checksum's own key.
   *
   * @default any
   */
  keys?: readonly string[];
  /** What to do about a damaged file, for the message. */
  hint?: string;
}

/**
 * Write tensors, whole or not at all, with `metadata` and a checksum over both.
 *
 * @throws {TypeError} as `encodeSafetensors`
 * @throws {Error} if the file cannot be written, naming the path
 */
export async function writeTensorFile(
  path: string,
  tensors: Record<string, SafetensorsTensor>,
  metadata: Record<string, string> = {},
): Promise<void> {
  const sha256 = checksumOf({ tensors, metadata });
  await writeFileAtomic(path, safetensorsParts(tensors, { ...metadata, sha256 }));
}

/**
 * Read a safetensors file, or undefined if there is none. One without a checksum, of another
 * program or an earlier version, is accepted.
 *
 * @throws {SyntaxError} if it is damaged, naming the path, what is wrong and what to do
 */
export async function readTensorFile(
  path: string,
  { keys, hint }: ReadOptions = {},
): Promise<TensorFile | undefined> {
  const bytes = await ifExists(Deno.readFile(path));
  if (bytes === undefined) return undefined;
  try {
    const { tensors, metadata: { sha256, ...metadata } } = decodeSafetensors(bytes);
    const unknown = Object.keys(metadata).find((key) => keys && !keys.includes(key));
    if (unknown !== undefined) throw new SyntaxError(`its metadata must not hold "${unknown}"`);
    const checksum = checksumOf({ tensors, metadata });
    if (sha256 !== undefined && sha256 !== checksum) throw new SyntaxError("checksum mismatch");
    return { tensors, metadata, checksum, bytes };
  } catch (error) {
    throw new SyntaxError(
      `Cannot read "${path}" as it must be whole${hint ? ` (${hint})` : ""}: ` +
        messageOf(error),
      { cause: error },
    );
  }
}

/** SHA-256, hex, over metadata and tensors in the order of their names. */
function checksumOf({ tensors, metadata }: Safetensors): string {
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
