/** What pip is to install, by hash where hashes are known: `pinnedArguments`. */

import { join } from "node:path";
import { writeFileAtomic } from "../../io/files.ts";
import { runCommand } from "./command.ts";
import { VENV, venvPython } from "./paths.ts";

/** The Python whose packages the `.lock` files hold, as CPython names its native modules. */
const LOCKED = "cpython-311-x86_64-linux-gnu";
/** The oldest Python that has all versions of the `.lock` files. */
const OLDEST = "3.11";

/** The text of a `.lock` file: "name==version --hash=sha256:..." in each line. */
export async function lockText(name: string): Promise<string> {
  return await Deno.readTextFile(join(import.meta.dirname!, name));
}

/**
 * Arguments for pip that install `wanted`, such as "nbclient==0.11.0", and what it needs: on the
 * Python of the `.lock` files exactly what is in `lock`, by hash; on others in the same versions.
 */
export async function pinnedArguments(
  wanted: readonly string[],
  lock: string,
  venv = VENV,
): Promise<string[]> {
  const text = await lockText(lock);
  const inLock = wanted.every((requirement) => `\n${text}`.includes(`\n${requirement} `));
  const code = "import sysconfig; print(sysconfig.get_config_var('SOABI'))";
  const { output } = await runCommand(venvPython(venv), ["-I", "-c", code]);
  if (inLock && output.trim() === LOCKED) {
    return ["--require-hashes", "--no-deps", "--requirement", join(import.meta.dirname!, lock)];
  }
  const constraints = join(venv, "constraints.txt");
  const versions = text.replaceAll(/ --hash=\S+/g, `; python_version >= "${OLDEST}"`);
  await writeFileAtomic(constraints, versions);
  return [...wanted, "--constraint", constraints];
}
