/** The environment's pip: `pipInstall`, and the settings of the user's that reach it. */

import { join } from "node:path";
import { runCommand } from "./command.ts";
import { VENV, venvPython } from "./paths.ts";
import { commandFailed, SetupError } from "./report.ts";

const ENDS_WITH_CALLER = join(import.meta.dirname!, "ends_with_caller.py");

/** The folder in the environment for pip's temporary files, which set-up empties when it starts. */
export const TEMPORARY = "tmp";

/** Settings that say where packages come from and how to get there; all others are left out. */
const SOURCES = ["index-url", "extra-index-url", "find-links", "no-index", "cert", "client-cert"]
  .concat(["trusted-host", "proxy", "timeout", "default-timeout", "keyring-provider"]);

/** Sections of pip's settings, the later one before the earlier one. */
const SECTIONS = ["global", "install", ":env:"];

/**
 * The environment that makes pip fetch from where the user's pip does, and install where it is told.
 *
 * @param listed what `pip config list` prints: `global.index-url='https://...'`
 *
 * @example
 * ```ts
 * import { pipEnvironment } from "./pip.ts";
 *
 * pipEnvironment("install.user='true'\n:env:.index-url='https://mirror/simple'");
 * // { PIP_INDEX_URL: "https://mirror/simple", PIP_CONFIG_FILE: "/dev/null" }
 * ```
 */
export function pipEnvironment(listed: string): Record<string, string> {
  const settings = [...listed.matchAll(/^([\w:]+)\.([\w-]+)=(['"])(.*)\3$/gm)]
    .map(([, section, name, , value]) => ({ section: section!, name: name!, value: value! }))
    .filter(({ section, name }) => SECTIONS.includes(section) && SOURCES.includes(name))
    .sort((a, b) => SECTIONS.indexOf(a.section) - SECTIONS.indexOf(b.section));
  return {
    ...Object.fromEntries(settings.map(({ name, value }) => [
      variable(name),
      // A value of several lines, as Python writes it.
      value.replaceAll("\\n", " ").replaceAll("\\\\", "\\").trim(),
    ])),
    // For pip this name means no file at all.
    PIP_CONFIG_FILE: Deno.build.os === "windows" ? "nul" : "/dev/null",
  };
}

/** The variable that sets `name` for pip. */
function variable(name: string): string {
  return `PIP_${name.toUpperCase().replaceAll("-", "_")}`;
}

/** The user's variables that say where packages come from. */
function sourceVariables(): Record<string, string> {
  const names = new Set(["config-file", ...SOURCES].map(variable));
  return Object.fromEntries(
    Object.entries(Deno.env.toObject()).filter(([name]) => names.has(name)),
  );
}

/**
 * Install with the environment's pip; `args` are requirements and options.
 *
 * @throws {SetupError} if there is no pip, or it does not succeed
 */
export async function pipInstall(args: string[], venv = VENV): Promise<void> {
  const python = venvPython(venv);
  // Each -v outweighs a -q of the user's pip.conf, with which nothing would be listed.
  const list = ["-I", "-m", "pip", "config", "list", "-v", "-v", "-v"];
  const { output: listed } = await runCommand(python, list, { env: sourceVariables() });
  // On the same disk as the environment, as /tmp may be small.
  await Deno.mkdir(join(venv, TEMPORARY), { recursive: true });
  const temporary = await Deno.makeTempDir({ dir: join(venv, TEMPORARY) });
  // Without --retries 0 pip waits for each unreachable index, minutes in all.
  const result = await runCommand(
    python,
    ["-I", ENDS_WITH_CALLER, "pip", "install", "--quiet", "--no-input", "--retries", "0"]
      .concat("--disable-pip-version-check", args),
    { env: { ...pipEnvironment(listed), TMPDIR: temporary }, endsWithCaller: true },
  );
  await Deno.remove(temporary, { recursive: true }).catch(() => {});
  if (result.code === 0) return;
  if (result.code === 127 || /No module named pip/.test(result.output)) {
    throw new SetupError("there is no pip in .venv", "remove .venv and run this again.");
  }
  throw commandFailed(
    "pip",
    result,
    "check the network (or the index that pip is configured for) and run this again.",
  );
}
