/** The project's folder and a test for paths: `PROJECT_ROOT`, `exists`. */

import { join } from "node:path";
import { ifExists } from "./files.ts";

/** The project's root folder: the one that holds deno.json. */
export const PROJECT_ROOT: string = join(import.meta.dirname!, "..", "..");

/** Whether something exists at `path`; a broken link does not. */
export async function exists(path: string): Promise<boolean> {
  return await ifExists(Deno.stat(path)) !== undefined;
}
