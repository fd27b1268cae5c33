/**
 * `deno task setup [tensorflow]`: everything the notebooks need, put into node_modules and .venv.
 *
 * Starts in a clean clone, so nothing here imports an npm package before the first step is done.
 * Finished steps take no time; a second set-up at the same moment waits for the first.
 */

import { join } from "node:path";
import { ifExists, naming } from "../../io/files.ts";
import { formatDuration } from "../../io/format.ts";
import { exists, PROJECT_ROOT } from "../../io/paths.ts";
import { DENO_VERSION, taskCommand } from "../../io/task_command.ts";
import { needsLine } from "../needs.ts";
import { endWith } from "../processes.ts";
import { installJupyter, prepareVenv, useSystem } from "./jupyter.ts";
import { installKernel } from "./kernel.ts";
import { installPackages } from "./packages.ts";
import { VENV } from "./paths.ts";
import { TEMPORARY } from "./pip.ts";
import { Reporter, SetupError } from "./report.ts";
import { Stamps } from "./stamps.ts";
import { installTensorflow } from "./tensorflow.ts";

const NO_ENVIRONMENT = new SetupError("there is no .venv", "see what the step Python says.");

async function setUp(args: string[]): Promise<number> {
  const unknown = args.filter((argument) => argument !== "tensorflow");
  if (unknown.length > 0) {
    console.error(`Unknown argument "${unknown[0]}": set-up takes "tensorflow" or nothing`);
    return 2;
  }
  refuseUnsuited();
  const named = args.includes("tensorflow") ? "tensorflow" : Deno.env.get("BACKEND");
  const backend = named || undefined;

  const started = performance.now();
  if (!await exists(VENV)) console.log(await needsLine());
  await naming(VENV, Deno.mkdir(VENV, { recursive: true }));
  const lockFile = join(VENV, "setup.lock");
  using lock = await naming(lockFile, Deno.open(lockFile, { write: true, create: true }));
  if (!await lock.tryLock(true)) {
    console.log("Another set-up is at work: waiting for it ...");
    await lock.lock(true);
  }

  await ifExists(Deno.remove(join(VENV, TEMPORARY), { recursive: true }));
  const stamps = await Stamps.open(VENV);
  const reporter = new Reporter();
  // What does not need one another is fetched at the same time.
  const [packages, python] = await Promise.all([
    reporter.step("npm packages", installPackages),
    reporter.step("Python", (say) => prepareVenv(stamps, say)),
  ]);
  const [jupyter, kernel, tensorflow] = await Promise.all([
    reporter.step(
      "Jupyter",
      (say) => python ? installJupyter(stamps, say) : useSystem(stamps, NO_ENVIRONMENT),
    ),
    reporter.step("Deno kernel", () => installKernel()),
    python && packages &&
    reporter.step("TensorFlow", (say) => installTensorflow(stamps, say, { backend })),
  ]);
  const ready = packages && jupyter && kernel && (tensorflow || backend !== "tensorflow");
  const took = formatDuration((performance.now() - started) / 1000);
  console.log(`${outcome(ready, reporter.failures)} (${took})`);
  return ready ? 0 : 1;
}

/** How set-up ended, with the reason of each failure. */
export function outcome(ready: boolean, failures: readonly string[]): string {
  if (failures.length === 0) return "Set-up is complete";
  const reasons = failures.join("; ");
  return ready ? `Set-up is complete, without ${reasons}` : `Set-up is not complete: ${reasons}`;
}

/**
 * Nothing, if set-up can work with this Deno in this folder.
 *
 * @throws {RangeError} if it cannot
 */
export function refuseUnsuited(deno = Deno.version.deno, root = PROJECT_ROOT): void {
  if (deno !== DENO_VERSION) {
    throw new RangeError(
      `Cannot set up as Deno must be ${DENO_VERSION} (run ${taskCommand("setup")}): ` +
        `current value is ${deno}`,
    );
  }
  if (Deno.build.os !== "windows" && root.includes(":")) {
    throw new RangeError(
      `Cannot set up as the path of the project must be without ":", which Python and compilers ` +
        `take for the end of a path (move the project): current value is "${root}"`,
    );
  }
}

if (import.meta.main) await endWith(() => setUp(Deno.args));
