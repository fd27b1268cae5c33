/**
 * A sum over all that a safetensors file holds, kept in its metadata, so that a changed byte is
 * noticed which still is a number: `withChecksum`, `verifyChecksum`, `verifyKeys`,
 * `withoutChecksum`.
 */

import { createHash } from "node:crypto";
import type { Safetensors, SafetensorsTensor } from "./safetensors.ts";

/** Key of the sum in the metadata. */
const KEY = "sha256";

/** `metadata` and the sum, SHA-256 in hex, over it and `tensors`. */
export function withChecksum(
  tensors: Record<string, SafetensorsTensor>,
  metadata: Record<string, string>,
): Record<string, string> {
  return { ...metadata, [KEY]: checksum(tensors, metadata) };
}

/**
 * Throw if `file` holds something else than was written. A file without a sum, of another program
 * or an earlier form, passes.
 *
 * @throws {SyntaxError} if the sum differs
 */
export function verifyChecksum({ tensors, metadata }: Safetensors): void {
  const { [KEY]: sum, ...rest } = metadata;
  if (sum === undefined || sum === checksum(tensors, rest)) return;
  throw new SyntaxError(
    "Cannot read safetensors file as its bytes must be those that were written: " +
      "their SHA-256 is another",
  );
}

/**
 * Throw if `metadata` holds another key than the sum and those that are `known`: one that was
 * damaged, the sum's own perhaps.
 *
 * @throws {SyntaxError} naming the key
 */
export function verifyKeys(metadata: Record<string, string>, known: readonly string[]): void {
  const unknown = Object.keys(metadata).find((key) => key !== KEY && !known.includes(key));
  if (unknown === undefined) return;
  throw new SyntaxError(`Cannot read safetensors file as its metadata must not hold "${unknown}"`);
}

/** `metadata` without the sum. */
export function withoutChecksum(metadata: Record<string, string>): Record<string, string> {
  const { [KEY]: _, ...rest } = metadata;
  return rest;
}

function checksum(
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
