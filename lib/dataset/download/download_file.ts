/** One large file from the web, streamed to disk: `downloadFile`. */

import { createHash } from "node:crypto";
import { basename, dirname } from "node:path";
import { addressForPeople } from "../../io/address.ts";
import { removeTemporaryFiles, writeFileAtomic } from "../../io/files.ts";
import { HostGate, type HostLimits } from "./host_gate.ts";
import { readUrl, type ReadUrlOptions } from "./read_url.ts";
import { retry, type RetryOptions } from "./retry.ts";

/** Fewest bytes a second: the 110 MB of the clothing photos then take six hours. */
const LEAST_RATE = 5000;

/** Options of `downloadFile`. */
export interface DownloadFileOptions
  extends RetryOptions, HostLimits, Pick<ReadUrlOptions, "maxBytes" | "allowedHosts"> {
  /**
   * Longest time without an answer or another byte, in milliseconds, and the stretches in which
   * fewer than 5000 bytes a second are a fault. @default 30000
   */
  stallMs?: number;
  /** Called after each chunk: bytes so far, and in all if the server says. */
  onProgress?: (bytes: number, total: number | undefined) => void;
}

/**
 * Download `url` to `path`, which appears whole or not at all; memory does not grow with its size.
 * It begins anew when it fails, up to 4 times.
 *
 * @returns its size and SHA-256, hex
 * @throws {Error} if it cannot be downloaded, with the reason
 * @throws the signal's reason if it is aborted
 */
export async function downloadFile(
  url: string,
  path: string,
  { maxBytes, stallMs = 30_000, onProgress, ...options }: DownloadFileOptions,
): Promise<{ bytes: number; sha256: string }> {
  await Deno.mkdir(dirname(path), { recursive: true });
  await removeTemporaryFiles(dirname(path), (name) => name === basename(path));
  // A large file takes long; only a stall or a trickle is a fault.
  const limits = { maxBytes, stallMs, totalMs: Infinity, leastRate: LEAST_RATE };
  const gate = new HostGate(options);
  const { value, error, attempts } = await retry(
    url,
    options,
    () =>
      readUrl(url, { ...options, ...limits, gate }, async ({ length, chunks }) => {
        const hash = createHash("sha256");
        let bytes = 0;
        async function* observed() {
          for await (const chunk of chunks) {
            hash.update(chunk);
            bytes += chunk.length;
            onProgress?.(bytes, length);
            yield chunk;
          }
        }
        await writeFileAtomic(path, observed());
        return { bytes, sha256: hash.digest("hex") };
      }),
  );
  if (!error) return value;
  throw new Error(
    `Cannot download "${
      addressForPeople(url)
    }" as the server must send it: after ${attempts} attempts it ` +
      error.message,
    { cause: error },
  );
}
