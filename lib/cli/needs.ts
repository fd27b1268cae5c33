/** What set-up and a default run need, measured on Linux: `NEEDS`, `needsLine`. */

import { statfs } from "node:fs/promises";
import { PROJECT_ROOT } from "../io/paths.ts";

/** Of all eleven notebooks with the default settings. */
export const NEEDS = {
  disk: "3.5 GB of disk",
  memory: "3 GB of memory",
  time: "7 to 15 minutes on two CPU cores",
} as const;

/** What is needed beside what is free here, for the first set-up. */
export async function needsLine(): Promise<string> {
  const { bavail, bsize } = await statfs(PROJECT_ROOT);
  const free = [bavail * bsize, Deno.systemMemoryInfo().available]
    .map((bytes) => `${(bytes / 1e9).toFixed(0)} GB`).join(" and ");
  return `Set-up and a default run need ${NEEDS.disk} and ${NEEDS.memory}; ${free} are free`;
}
