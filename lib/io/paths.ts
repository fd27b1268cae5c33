/** Where the project is, and whether a path exists: `PROJECT_ROOT`, `exists`. */

import { join } from "node:path";

/** The project's root folder: the one that holds deno.json. */
export const PROJECT_ROOT: string = join(import.meta.dirname!, "..", "..");

/** Whether something exists at `path`; a link that leads nowhere does not. */
export async function exists(path: string): Promise<boolean> {
  try {
    await Deno.stat(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
