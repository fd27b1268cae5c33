/** Installation of the npm packages that deno.json names. */

import { lastLines } from "../../io/format.ts";
import { runCommand } from "./command.ts";
import { PROJECT_ROOT } from "../../io/paths.ts";
import { commandFailed, SetupError } from "./report.ts";

/**
 * Install the npm packages into node_modules, in exactly the versions of deno.lock. Takes some
 * milliseconds when they are installed already.
 */
export async function installPackages(): Promise<string> {
  const result = await runCommand(Deno.execPath(), ["install", "--frozen"], {
    cwd: PROJECT_ROOT,
    env: { NO_COLOR: "1" },
  });
  const { code, output } = result;
  if (code === 0) return "ready";
  if (/lockfile is out of date/i.test(output)) {
    throw new SetupError(
      "deno.lock does not match deno.json",
      "run `deno install` if you changed deno.json, else `git checkout deno.json deno.lock`.",
    );
  }
  if (/Module not found "file:/.test(output)) {
    throw new SetupError(
      `a file of the project is missing\n${lastLines(output, 4)}`,
      "correct the import, or `git status` shows what was removed.",
    );
  }
  throw commandFailed(
    "deno install",
    result,
    "check the network (or the npm registry that is configured) and run this again.",
  );
}
