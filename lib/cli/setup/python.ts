/** The Python environment `.venv`: `createVenv`, `venvVersion`. */

import { join } from "node:path";
import { ifExists, naming } from "../../io/files.ts";
import { runCommand } from "./command.ts";
import { exists } from "../../io/paths.ts";
import { VENV, venvPython } from "./paths.ts";
import { commandFailed, type Say, SetupError } from "./report.ts";

const GET_PYTHON = Deno.build.os === "windows"
  ? "install Python 3.10 or newer from python.org."
  : Deno.build.os === "darwin"
  ? "install Python 3.10 or newer (brew install python)."
  : "install Python 3.10 or newer (Debian and Ubuntu: sudo apt install python3 python3-venv).";

/** Parts of the environment; `.venv` holds set-up's lock and stamps as well. */
const PARTS = ["bin", "lib", "lib64", "include", "share", "etc", "Scripts", "Lib", "Include"];

/** A Python 3 on the PATH: what to call, and its version such as "3.12.4". */
async function findPython(): Promise<{ program: string; version: string }> {
  const asked = ["-I", "-c", "import platform as p; print(p.python_version())"];
  for (const program of Deno.build.os === "windows" ? ["python", "py"] : ["python3", "python"]) {
    const { code, output } = await runCommand(program, asked);
    const version = output.trim();
    if (code === 0 && /^3\./.test(version)) return { program, version };
  }
  throw new SetupError("there is no Python 3", GET_PYTHON);
}

/**
 * The Python version of the environment, such as "3.12.4"; undefined when there is no environment
 * or its interpreter is gone (a system upgrade removes it).
 */
export async function venvVersion(venv = VENV): Promise<string | undefined> {
  if (!await exists(venvPython(venv))) return undefined;
  const config = await ifExists(Deno.readTextFile(join(venv, "pyvenv.cfg"))) ?? "";
  return /^version\s*=\s*(\S+)/m.exec(config)?.[1];
}

/**
 * Create the environment, in place of what there is of one.
 *
 * @throws {SetupError} if there is no Python that can
 */
export async function createVenv(say: Say, venv = VENV): Promise<void> {
  const { program, version } = await findPython();
  say(`creating .venv with Python ${version}`);
  // --clear would also remove the lock that this set-up holds.
  for (const part of PARTS) {
    const path = join(venv, part);
    await naming(path, ifExists(Deno.remove(path, { recursive: true })));
  }
  const result = await runCommand(program, ["-I", "-m", "venv", venv]);
  if (result.code === 0) return;
  if (/ensurepip/.test(result.output)) {
    throw new SetupError(
      "Python has no venv module here (Debian packages it separately)",
      `sudo apt install python${
        version.split(".").slice(0, 2).join(".")
      }-venv, then run this again.`,
    );
  }
  throw commandFailed(`${program} -m venv`, result, GET_PYTHON);
}
