/** Registration of the project's kernel with Jupyter and VS Code: `installKernel`, `KERNEL`. */

import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { ifExists, writeJsonAtomic } from "../../io/files.ts";
import { messageOf } from "../../io/errors.ts";
import { JUPYTER_DATA } from "./paths.ts";

/** Name of the kernel that the notebooks ask for; "deno" may be of any Deno. */
export const KERNEL = "lookalike";

/**
 * The spec (kernel.json) from which Jupyter starts the Deno of `execPath` as a kernel.
 *
 * @param cache Deno's cache where it is not in its usual place (`DENO_DIR`)
 */
export function kernelSpec(execPath: string, cache?: string) {
  return {
    argv: [execPath, "jupyter", "--kernel", "--conn", "{connection_file}"],
    display_name: "Lookalike (Deno)",
    language: "typescript",
    env: {
      // TensorFlow greets at levels 0 and 1, which would land in the notebook.
      TF_CPP_MIN_LOG_LEVEL: "2",
      NODE_OPTIONS: "",
      // Absolute, as kernels work in another folder.
      ...(cache ? { DENO_DIR: resolve(cache) } : {}),
    },
  };
}

/** The user's own data folder of Jupyter, which VS Code looks through. */
export function userJupyterData(
  env: Record<string, string | undefined> = Deno.env.toObject(),
  { os = Deno.build.os as string, home = homedir() } = {},
): string {
  if (env.JUPYTER_DATA_DIR) return env.JUPYTER_DATA_DIR;
  if (os === "darwin") return join(home, "Library", "Jupyter");
  if (os === "windows") return join(env.APPDATA ?? home, "jupyter");
  return join(env.XDG_DATA_HOME ?? join(home, ".local", "share"), "jupyter");
}

/**
 * Write the spec of the project's kernel into `.venv`, and into the user's folder for VS Code.
 * Kernels of other names are left alone.
 *
 * @returns the state to print
 */
export async function installKernel(
  { data = JUPYTER_DATA, user = userJupyterData(), execPath = Deno.execPath() } = {},
): Promise<string> {
  const spec = kernelSpec(execPath, Deno.env.get("DENO_DIR"));
  await writeSpec(data, spec);
  const ready = `ready: "${spec.display_name}", Deno ${Deno.version.deno}`;
  try {
    await writeSpec(user, spec);
    return ready;
  } catch (error) {
    return `${ready}, in .venv alone, so VS Code may not list it: ${messageOf(error)}`;
  }
}

/** Write a kernel's spec below `data`, unless it is there. */
async function writeSpec(data: string, spec: ReturnType<typeof kernelSpec>): Promise<void> {
  const path = join(data, "kernels", KERNEL, "kernel.json");
  const present = await ifExists(Deno.readTextFile(path));
  if (present !== JSON.stringify(spec, null, 2) + "\n") await writeJsonAtomic(path, spec);
}
