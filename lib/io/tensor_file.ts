/**
 * Safetensors files with a checksum over all that they hold, so that any changed byte is noticed:
 * `writeTensorFile`, `readTensorFile`, `readTensorHead`. The checksum is in the metadata, under "sha256".
 */

import { createHash } from "node:crypto";
import { fill } from "./bytes.ts";
import { messageOf } from "./errors.ts";
import { ifExists, writeFileAtomic } from "./files.ts";
import {
  decodeMetadata,
  decodeSafetensors,
  headBytes,
  type Safetensors,
  safetensorsParts,
  type SafetensorsTensor,
} from "./safetensors.ts";

/** Content of a file. */
export interface TensorFile extends Safetensors {
  /** SHA-256, hex, over tensors and metadata. */
  checksum: string;
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
 * @throws {TypeError} as `safetensorsParts`
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
    refuseOtherKeys(metadata, keys);
    const checksum = checksumOf({ tensors, metadata });
    if (sha256 !== undefined && sha256 !== checksum) throw new SyntaxError("checksum mismatch");
    return { tensors, metadata, checksum };
  } catch (error) {
    throw notWhole(path, hint, error);
  }
}

/**
 * Metadata and checksum of a safetensors file as its first bytes have them, or undefined if there is
 * no file. Damage is not noticed: what is read here names the file, and is no proof of its content.
 * A file without a checksum is read whole.
 *
 * @throws {SyntaxError} if the first bytes are no such file, naming the path and what to do
 */
export async function readTensorHead(
  path: string,
  { keys, hint }: ReadOptions = {},
): Promise<Pick<TensorFile, "metadata" | "checksum"> | undefined> {
  using file = await ifExists(Deno.open(path));
  if (file === undefined) return undefined;
  try {
    const { size } = await file.stat();
    const start = new Uint8Array(Math.min(8, size));
    await fill(file, start);
    const head = new Uint8Array(Math.min(headBytes(start), size));
    await file.seek(0, Deno.SeekMode.Start);
    await fill(file, head);
    const { sha256, ...metadata } = decodeMetadata(head);
    refuseOtherKeys(metadata, keys);
    if (sha256 !== undefined) return { metadata, checksum: sha256 };
  } catch (error) {
    throw notWhole(path, hint, error);
  }
  return await readTensorFile(path, { keys, hint });
}

function refuseOtherKeys(metadata: Record<string, string>, keys: ReadOptions["keys"]): void {
  const unknown = Object.keys(metadata).find((key) => keys && !keys.includes(key));
  if (unknown !== undefined) throw new SyntaxError(`its metadata must not hold "${unknown}"`);
}

function notWhole(path: string, hint: string | undefined, error: unknown): SyntaxError {
  return new SyntaxError(
    `Cannot read "${path}" as it must be whole${hint ? ` (${hint})` : ""}: ` + messageOf(error),
    { cause: error },
  );
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
