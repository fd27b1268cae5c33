/** Paths of the Python environment that set-up creates. */

import { join } from "node:path";
import { ifExists } from "../../io/files.ts";
import { PROJECT_ROOT } from "../../io/paths.ts";

/** The Python environment of the project; everything set-up fetches for Python goes here. */
export const VENV: string = join(PROJECT_ROOT, ".venv");

/** Jupyter's data folder inside the environment: kernel specs, nbconvert templates. */
export const JUPYTER_DATA: string = join(VENV, "share", "jupyter");

/** The environment's Python interpreter. */
export function venvPython(venv = VENV): string {
  return Deno.build.os === "windows"
    ? join(venv, "Scripts", "python.exe")
    : join(venv, "bin", "python");
}

/**
 * The folder Python packages are installed in, or undefined when the environment has none yet.
 *
 * On Unix its name holds the Python version: `lib/python3.12/site-packages`.
 */
export async function sitePackages(venv = VENV): Promise<string | undefined> {
  if (Deno.build.os === "windows") return join(venv, "Lib", "site-packages");
  const entries = await ifExists(Array.fromAsync(Deno.readDir(join(venv, "lib")))) ?? [];
  const python = entries.find(({ name }) => /^python3\.\d+$/.test(name))?.name;
  return python && join(venv, "lib", python, "site-packages");
}
