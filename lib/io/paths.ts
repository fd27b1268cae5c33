/** The project's folder, and what is asked of paths: `PROJECT_ROOT`, `exists`, `commonFolder`, `comparablePath`. */

import { dirname, join, resolve, sep } from "node:path";
import { ifExists } from "./files.ts";

/** The project's root folder: the one that holds deno.json. */
export const PROJECT_ROOT: string = join(import.meta.dirname!, "..", "..");

/**
 * The deepest folder that holds all files in `paths`, absolute; the current one for no paths.
 *
 * @example
 * ```ts
 * commonFolder(["/photos/hats/a.jpg", "/photos/hat.jpg"]); // "/photos"
 * ```
 */
export function commonFolder(paths: readonly string[]): string {
  const folders = paths.map((path) => dirname(resolve(path)));
  let common = folders[0] ?? resolve(".");
  for (const folder of folders) {
    while (common !== folder && !folder.startsWith(common.replace(/[/\\]?$/, sep))) {
      common = dirname(common);
    }
  }
  return common;
}

/** Whether something exists at `path`; a broken link does not. */
export async function exists(path: string): Promise<boolean> {
  return await ifExists(Deno.stat(path)) !== undefined;
}

/**
 * A path as other programs and systems write it too: "/" between folders, nothing that says "here" at
 * the front, and letters with accents as one character.
 *
 * @example
 * ```ts
 * comparablePath(".\\hats\\a.jpg"); // "hats/a.jpg"
 * ```
 */
export function comparablePath(path: string): string {
  return path.normalize().replaceAll("\\", "/").replace(/^(\.?\/)+/, "");
}
