/** Registration of Deno's kernel with Jupyter and VS Code. */

import { join } from "node:path";
import { writeJsonAtomic } from "../../io/files.ts";
import { runCommand } from "./command.ts";
import { JUPYTER_DATA } from "./paths.ts";
import type { Stamps } from "./stamps.ts";

/** A kernel spec (kernel.json), from which Jupyter starts a kernel. */
export interface KernelSpec {
  argv: string[];
  display_name: string;
  language: string;
  env: Record<string, string>;
}

/** The spec that starts the Deno of `execPath` as a kernel. */
export function kernelSpec(execPath: string): KernelSpec {
  return {
    argv: [execPath, "jupyter", "--kernel", "--conn", "{connection_file}"],
    display_name: "Deno",
    language: "typescript",
    // TensorFlow greets at levels 0 and 1, which would land in the notebook.
    env: { TF_CPP_MIN_LOG_LEVEL: "2" },
  };
}

/**
 * Write the project's kernel spec, and where the user has none named "deno", the user's too, which
 * VS Code lists. A user's spec is never changed.
 *
 * @returns the state to print
 */
export async function installKernel(
  stamps: Stamps,
  { data = JUPYTER_DATA, execPath = Deno.execPath() } = {},
): Promise<string> {
  const path = join(data, "kernels", "deno", "kernel.json");
  const spec = kernelSpec(execPath);
  const present = await Deno.readTextFile(path).catch(() => "");
  if (present !== JSON.stringify(spec, null, 2) + "\n") await writeJsonAtomic(path, spec);
  if (stamps.get("user kernel") === undefined) {
    // Deno refuses by itself if there is one.
    const { code, output } = await runCommand(execPath, ["jupyter", "--install"]);
    if (code === 0 || /already exists/.test(output)) await stamps.set("user kernel", "there");
    else return "ready, but only in .venv: VS Code may not list it (deno jupyter --install failed)";
  }
  return `ready: Deno ${Deno.version.deno}`;
}
