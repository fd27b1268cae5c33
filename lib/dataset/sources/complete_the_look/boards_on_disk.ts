/** The boards that were downloaded, and why others were not: `boardsOnDisk`. */

import { join } from "node:path";
import { DownloadLog, type DownloadOutcome, LOG_FILE } from "../../download/download_log.ts";
import type { BoardFile } from "./crops.ts";
import { boardFile, isSignature } from "./signature.ts";

/**
 * Looks up boards in `directory` by signature. A board counts as there if the log says so and its
 * file has the size in the log; the stamp is its SHA-256, so that the same boards downloaded again
 * are the same data set.
 */
export async function boardsOnDisk(
  directory: string,
): Promise<(signature: string) => BoardFile | { reason: string }> {
  const outcomes = await DownloadLog.read(join(directory, LOG_FILE));
  const sizes = new Map<string, number>();
  for (const [signature, { status }] of outcomes) {
    // A line that names something else is no business of ours: files are looked for by signature.
    if (status === "failed" || !isSignature(signature)) continue;
    const size = await fileSize(join(directory, boardFile(signature)));
    if (size !== undefined) sizes.set(signature, size);
  }
  return (signature) => describe(directory, outcomes.get(signature), signature, sizes);
}

function describe(
  directory: string,
  outcome: DownloadOutcome | undefined,
  signature: string,
  sizes: ReadonlyMap<string, number>,
): BoardFile | { reason: string } {
  if (outcome === undefined) return { reason: "was not downloaded" };
  if (outcome.error !== null) return { reason: `could not be downloaded (${outcome.error})` };
  const size = sizes.get(signature);
  if (size !== outcome.bytes) return { reason: "was downloaded but is no longer there" };
  return { path: join(directory, boardFile(signature)), size, stamp: outcome.sha256! };
}

async function fileSize(path: string): Promise<number | undefined> {
  try {
    const { isFile, size } = await Deno.stat(path);
    return isFile ? size : undefined;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}
