/** Installation of Jupyter, which runs and shows the notebooks. */

import { sha256 } from "../../io/bytes.ts";
import { exists } from "../../io/paths.ts";
import { runCommand } from "./command.ts";
import { firstDamaged } from "./manifest.ts";
import { JUPYTER_DATA, sitePackages, VENV, venvPython } from "./paths.ts";
import { pipInstall } from "./pip.ts";
import { createVenv, venvVersion } from "./python.ts";
import { type Say, SetupError } from "./report.ts";
import { lockText, pinnedArguments } from "./requirements.ts";
import { Stamps } from "./stamps.ts";
import { taskCommand } from "../../io/task_command.ts";

/** What runs the notebooks. The versions are exact, so that reports look the same everywhere. */
const WANTED = ["jupyterlab==4.6.4", "nbclient==0.11.0", "nbconvert==7.17.1"];
const LOCK = "jupyter.lock";
const STEP = "jupyter";
const SYSTEM = "system: ";

/** The Jupyter that set-up found or installed. */
export interface Jupyter {
  /** The Python interpreter that has nbclient and nbconvert; started with `-I`. */
  python: string;
  /** Environment variables with which it starts the project's kernel. */
  env: Record<string, string>;
}

/** The stamp of an environment with Jupyter: what it depends on. */
async function keyOf(): Promise<string> {
  const lock = sha256(await lockText(LOCK)).slice(0, 16);
  return `${WANTED.join(", ")}; ${lock}; Python ${await venvVersion()}`;
}

/**
 * Create the environment `.venv`, unless the one that is there is whole: it is stamped once all files
 * of Jupyter are as their manifests say.
 *
 * @returns the state to print
 * @throws {SetupError} if there is no Python that can
 */
export async function prepareVenv(stamps: Stamps, say: Say): Promise<string> {
  if (stamps.get(STEP) === await keyOf()) {
    const damaged = await damagedFile();
    if (damaged === undefined) return `ready: ${await venvVersion()}`;
    say(`"${damaged}" is missing or damaged`);
  }
  await stamps.set(STEP, undefined);
  await createVenv(say);
  return `ready: ${await venvVersion()}`;
}

/**
 * Install Jupyter into the environment of {@linkcode prepareVenv}, or where pip can't, use the system's
 * until pip can.
 *
 * @returns the state to print
 * @throws {SetupError} if there is no Jupyter
 */
export async function installJupyter(stamps: Stamps, say: Say): Promise<string> {
  const ready = `ready: ${WANTED.join(", ")}`;
  if (stamps.get(STEP) === await keyOf()) return ready;
  try {
    say(`fetching ${WANTED.join(", ")} into .venv`);
    // Most of it is never imported: Python compiles what is.
    await pipInstall(["--no-compile", ...await pinnedArguments(WANTED, LOCK)]);
    const damaged = await damagedFile();
    if (damaged !== undefined) {
      throw new SetupError(`pip left "${damaged}" out`, "run this again.");
    }
    await stamps.set(STEP, await keyOf());
    return ready;
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    return await useSystem(stamps, error);
  }
}

/**
 * Use the system's Jupyter until there is one in `.venv`.
 *
 * @param failure why there is none, and what to do
 * @returns the state to print
 * @throws {SetupError} if the system has none
 */
export async function useSystem(stamps: Stamps, failure: SetupError): Promise<string> {
  const python = await findSystemJupyter();
  if (!python) {
    throw new SetupError(
      failure.message,
      `${failure.advice} Or install Debian's: sudo apt install jupyter-nbconvert jupyter-client.`,
    );
  }
  await stamps.set(STEP, SYSTEM + python);
  return `the system's for now (without JupyterLab perhaps), as ${failure.message}\n` +
    `${" ".repeat(14)}What to do: ${failure.advice}`;
}

/** The Jupyter that {@linkcode installJupyter} installed or found. */
export async function findJupyter(): Promise<Jupyter> {
  const stamp = (await Stamps.open(VENV)).get(STEP);
  const python = stamp?.startsWith(SYSTEM) ? stamp.slice(SYSTEM.length) : venvPython();
  if (stamp === undefined || !await exists(python)) {
    throw new SetupError("Jupyter is not installed", `run \`${taskCommand("setup")}\`.`);
  }
  return { python, env: { JUPYTER_PATH: JUPYTER_DATA, PYDEVD_DISABLE_FILE_VALIDATION: "1" } };
}

/** A file of the environment's packages that is not as it should be. */
async function damagedFile(): Promise<string | undefined> {
  const folder = await sitePackages();
  return folder === undefined ? VENV : await firstDamaged(folder, VENV);
}

/** Path of a Python outside the project that can run notebooks, or undefined. */
async function findSystemJupyter(): Promise<string | undefined> {
  const code = "import nbclient, nbconvert, sys; print(sys.executable)";
  for (const program of ["/usr/bin/python3", "python3", "python"]) {
    const result = await runCommand(program, ["-I", "-c", code]);
    if (result.code === 0) return result.output.trim().split("\n")[0];
  }
  return undefined;
}
