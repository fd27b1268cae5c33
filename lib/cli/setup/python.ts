/** The Python environment `.venv`, and pip in it. */

import { join } from "node:path";
import { lastLines } from "../../io/format.ts";
import { runCommand } from "./command.ts";
import { exists } from "../../io/paths.ts";
import { VENV, venvPython } from "./paths.ts";
import { type Say, SetupError } from "./report.ts";

const GET_PYTHON = Deno.build.os === "windows"
  ? "install Python 3.10 or newer from python.org."
  : Deno.build.os === "darwin"
  ? "install Python 3.10 or newer (brew install python)."
  : "install Python 3.10 or newer (Debian and Ubuntu: sudo apt install python3 python3-venv).";

/** A Python 3 on the PATH: what to call, and its version such as "3.12.4". */
export async function findPython(): Promise<{ program: string; version: string }> {
  for (const program of Deno.build.os === "windows" ? ["python", "py"] : ["python3", "python"]) {
    const { code, output } = await runCommand(program, [
      "-c",
      "import platform as p; print(p.python_version())",
    ]);
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
  try {
    const config = await Deno.readTextFile(join(venv, "pyvenv.cfg"));
    return /^version\s*=\s*(\S+)/m.exec(config)?.[1];
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

/** Create the environment, unless one with pip exists. */
export async function ensureVenv(say: Say, venv = VENV): Promise<void> {
  if (await venvVersion(venv)) {
    const pip = await runCommand(venvPython(venv), ["-m", "pip", "--version"]);
    if (pip.code === 0) return;
  }
  const { program, version } = await findPython();
  say(`creating .venv with Python ${version}`);
  // --clear would also remove the lock that this set-up holds.
  for (const part of ["bin", "lib", "lib64", "include", "Scripts", "Lib", "Include"]) {
    await Deno.remove(join(venv, part), { recursive: true }).catch(() => {});
  }
  const { code, output } = await runCommand(program, ["-m", "venv", venv]);
  if (code === 0) return;
  if (/ensurepip/.test(output)) {
    throw new SetupError(
      "Python has no venv module here (Debian packages it separately)",
      `sudo apt install python${
        version.split(".").slice(0, 2).join(".")
      }-venv, then run this again.`,
    );
  }
  throw new SetupError(
    `${program} -m venv ended with code ${code}\n${lastLines(output)}`,
    GET_PYTHON,
  );
}

/** Install with the environment's pip; `args` are requirements and options. */
export async function pipInstall(args: string[], venv = VENV): Promise<void> {
  // Without --retries 0 pip waits for each unreachable index, minutes in all.
  const { code, output } = await runCommand(
    venvPython(venv),
    ["-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check"]
      .concat("--retries", "0", args),
  );
  if (code !== 0) {
    throw new SetupError(
      `pip ended with code ${code}\n${lastLines(output, 4)}`,
      "check the network (or the index that pip is configured for) and run this again.",
    );
  }
}
