/** Installation of Jupyter, which runs and shows the notebooks. */

import { join } from "node:path";
import { lastLines } from "../../io/format.ts";
import { runCommand } from "./command.ts";
import { exists } from "../../io/paths.ts";
import { JUPYTER_DATA, VENV, venvPython } from "./paths.ts";
import { ensureVenv, pipInstall, venvVersion } from "./python.ts";
import { type Say, SetupError } from "./report.ts";
import type { Stamps } from "./stamps.ts";
import { taskCommand } from "../../io/task_command.ts";

const REQUIREMENTS = join(import.meta.dirname!, "requirements.txt");
const STEP = "jupyter";
const SYSTEM = "system: ";

/** The Jupyter that set-up found or installed. */
export interface Jupyter {
  /** The Python interpreter that has nbclient and nbconvert. */
  python: string;
  /** Environment variables with which it starts the project's kernel. */
  env: Record<string, string>;
}

/**
 * Install Jupyter into `.venv` as requirements.txt says, or where pip can't, use the system's
 * (as root on Debian it is installed).
 *
 * @returns the state to print
 */
export async function installJupyter(stamps: Stamps, say: Say): Promise<string> {
  const requirements = await Deno.readTextFile(REQUIREMENTS);
  const wanted = requirements.match(/^[a-z].*==.*$/gm)?.join(", ") ?? "";
  const stamp = stamps.get(STEP);
  if (stamp?.startsWith(SYSTEM) && await exists(stamp.slice(SYSTEM.length))) {
    return `ready: the system's, as pip could not install it (remove .venv to try pip again)`;
  }
  const key = async () => `${wanted}; Python ${await venvVersion()}; ${VENV}`;
  if (stamp !== undefined && stamp === await key()) return `ready: ${wanted}`;
  try {
    await ensureVenv(say);
    say(`fetching ${wanted} into .venv`);
    await pipInstall(["--requirement", REQUIREMENTS]);
    await stamps.set(STEP, await key());
    return `ready: ${wanted}`;
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    say(`pip failed: ${error.message}\n${" ".repeat(14)}Looking for the system's Jupyter`);
    const python = await findSystemJupyter() ?? await installSystemJupyter(say);
    if (!python) {
      throw new SetupError(
        error.message,
        `${error.advice} Or install Debian's: sudo apt install jupyter-nbconvert jupyter-client.`,
      );
    }
    await stamps.set(STEP, SYSTEM + python);
    return `ready: the system's (JupyterLab, for \`${taskCommand("lab")}\`, may be missing)`;
  }
}

/** The Jupyter that {@linkcode installJupyter} installed or found. */
export async function findJupyter(stamps: Stamps): Promise<Jupyter> {
  const stamp = stamps.get(STEP);
  const python = stamp?.startsWith(SYSTEM) ? stamp.slice(SYSTEM.length) : venvPython();
  if (stamp === undefined || !await exists(python)) {
    throw new SetupError("Jupyter is not installed", `run \`${taskCommand("setup")}\`.`);
  }
  // A user's own spec named "deno" would win over the environment's without this.
  return { python, env: { JUPYTER_PATH: JUPYTER_DATA, PYDEVD_DISABLE_FILE_VALIDATION: "1" } };
}

/** Path of a Python outside the project that can run notebooks, or undefined. */
async function findSystemJupyter(): Promise<string | undefined> {
  const code = "import nbclient, nbconvert, sys; print(sys.executable)";
  for (const program of ["/usr/bin/python3", "python3", "python"]) {
    const result = await runCommand(program, ["-c", code]);
    if (result.code === 0) return result.output.trim().split("\n")[0];
  }
  return undefined;
}

/** As root on Debian, install its Jupyter; elsewhere undefined. */
async function installSystemJupyter(say: Say): Promise<string | undefined> {
  if (Deno.build.os !== "linux" || Deno.uid() !== 0) return undefined;
  say("installing Debian's jupyter-nbconvert and jupyter-client with apt-get");
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  await runCommand("apt-get", ["update", "-q"], { env });
  const packages = ["jupyter-nbconvert", "jupyter-client"];
  const { code, output } = await runCommand(
    "apt-get",
    ["install", "-y", "-q", "--no-install-recommends", ...packages],
    { env },
  );
  if (code !== 0) say(`apt-get ended with code ${code}\n${lastLines(output, 3)}\n`);
  return code === 0 ? await findSystemJupyter() : undefined;
}
