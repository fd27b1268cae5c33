/** Which photos a folder holds already: `findPresent`. */

import { join } from "node:path";
import type { DownloadLog } from "./download_log.ts";
import type { DownloadTask } from "./download_photos.ts";
import { sha256Hex } from "./sha256.ts";

/**
 * Signatures of the photos whose files are there, of the size in the log. One that the log does
 * not know (the program was killed between the two) is noted now.
 */
export async function findPresent(
  tasks: readonly DownloadTask[],
  directory: string,
  log: DownloadLog,
): Promise<Set<string>> {
  const names = new Set<string>();
  for await (const { name, isFile } of Deno.readDir(directory)) if (isFile) names.add(name);
  const present = new Set<string>();
  for (const { signature, file } of tasks) {
    if (!names.has(file)) continue;
    const path = join(directory, file);
    const noted = log.outcomes.get(signature);
    if (noted?.status === "downloaded") {
      if ((await Deno.stat(path)).size === noted.bytes) present.add(signature);
    } else {
      const bytes = await Deno.readFile(path);
      log.add({
        signature,
        status: "downloaded",
        error: null,
        attempts: 0,
        bytes: bytes.length,
        sha256: await sha256Hex(bytes),
      });
      present.add(signature);
    }
  }
  return present;
}
