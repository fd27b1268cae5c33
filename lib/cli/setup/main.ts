/**
 * `deno task setup [tensorflow]`: everything the notebooks need, put into node_modules and .venv.
 *
 * Starts in a clean clone, so nothing here imports an npm package before the first step is done.
 * Finished steps take no time; a second set-up at the same moment waits for the first.
 */

import { join } from "node:path";
import { formatDuration } from "../../io/format.ts";
import { exists } from "../../io/paths.ts";
import { needsLine } from "../needs.ts";
import { endWith } from "../process.ts";
import { installJupyter } from "./jupyter.ts";
import { installKernel } from "./kernel.ts";
import { installPackages } from "./packages.ts";
import { VENV } from "./paths.ts";
import { Reporter } from "./report.ts";
import { Stamps } from "./stamps.ts";
import { installTensorflow } from "./tensorflow.ts";

async function setUp(args: string[]): Promise<number> {
  const unknown = args.filter((argument) => argument !== "tensorflow");
  if (unknown.length > 0) {
    console.error(`Unknown argument "${unknown[0]}": set-up takes "tensorflow" or nothing`);
    return 2;
  }
  const named = args.includes("tensorflow") ? "tensorflow" : Deno.env.get("BACKEND");
  const backend = named || undefined;

  const started = performance.now();
  if (!await exists(VENV)) console.log(await needsLine());
  await Deno.mkdir(VENV, { recursive: true });
  using lock = await Deno.open(join(VENV, "setup.lock"), { write: true, create: true });
  if (!await lock.tryLock(true)) {
    console.log("Another set-up is at work: waiting for it ...");
    await lock.lock(true);
  }

  const stamps = await Stamps.open(VENV);
  const reporter = new Reporter();
  const packages = await reporter.step("npm packages", installPackages);
  const jupyter = await reporter.step("Jupyter", (say) => installJupyter(stamps, say));
  const kernel = await reporter.step("Deno kernel", () => installKernel(stamps));
  const tensorflow = packages &&
    await reporter.step("TensorFlow", (say) => installTensorflow(stamps, say, { backend }));
  const ready = packages && jupyter && kernel && (tensorflow || backend !== "tensorflow");
  const outcome = !ready
    ? "not complete"
    : tensorflow
    ? "complete"
    : "complete, without TensorFlow";
  console.log(`Set-up is ${outcome} (${formatDuration((performance.now() - started) / 1000)})`);
  return ready ? 0 : 1;
}

if (import.meta.main) await endWith(() => setUp(Deno.args));
