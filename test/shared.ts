/** Where photos and reference numbers for tests lie, beside the checkout; not everyone has them. */

import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** Path of something in the `shared` folder beside the checkout. */
export function sharedPath(path: string): string {
  return fileURLToPath(new URL(`../../shared/${path}`, import.meta.url));
}

/** Name and `ignore` of a test that reads `path` of the shared folder: skipped visibly without it. */
export function needsShared(name: string, path: string): { name: string; ignore: boolean } {
  return existsSync(sharedPath(path))
    ? { name, ignore: false }
    : { name: `${name} (needs ../shared/${path})`, ignore: true };
}
