/** Installation of native TensorFlow: the Python wheel, and the add-on built against it. */

import { basename, dirname, join } from "node:path";
import { findAdapter } from "../../backend/adapter.ts";
import { compileAddon } from "./addon.ts";
import { lastLines } from "../../io/format.ts";
import { runCommand } from "./command.ts";
import { chooseEngine, extraRequirements } from "./engine.ts";
import { exists, PROJECT_ROOT } from "../../io/paths.ts";
import { sitePackages, VENV, venvPython } from "./paths.ts";
import { ensureVenv, pipInstall, venvVersion } from "./python.ts";
import { type Say, SetupError } from "./report.ts";
import type { Stamps } from "./stamps.ts";
import { taskCommand } from "../../io/task_command.ts";

const STEP = "tensorflow";
const FAILED = "tensorflow failed";

/** All that the installation depends on: when any of it changes, the add-on is built again. */
async function keyOf(wheel: string): Promise<string> {
  const version = async (name: string) => {
    const manifest: { version: string } = JSON.parse(
      await Deno.readTextFile(join(PROJECT_ROOT, "node_modules", name, "package.json")),
    );
    return `${name} ${manifest.version}`;
  };
  return [
    wheel,
    await version("@tensorflow/tfjs-node-gpu"),
    await version("node-api-headers"),
    `Deno ${Deno.version.deno}`,
    `Python ${await venvVersion()}`,
    VENV,
  ].join("; ");
}

/** Whether an NVIDIA driver is installed; under WSL only its tool shows it. */
async function hasNvidiaDriver(): Promise<boolean> {
  if (await exists("/proc/driver/nvidia/version")) return true;
  const { code, output } = await runCommand("nvidia-smi", ["--list-gpus"]);
  return code === 0 && /^GPU \d/m.test(output);
}

/**
 * Install native TensorFlow where it is the best backend or `backend` names it.
 *
 * Without it notebooks still run, so after a failure it is only tried again on request.
 *
 * @returns the state to print
 * @throws {SetupError} if it cannot be installed
 */
export async function installTensorflow(
  stamps: Stamps,
  say: Say,
  { backend }: { backend: string | undefined },
): Promise<string> {
  // Imported late: before the first step there may be no npm packages to resolve it from.
  const { addonPath } = await import("../../backend/tensorflow.ts");
  const addon = addonPath();
  const nvidia = await hasNvidiaDriver();
  const { os, arch } = Deno.build;
  // The probe takes half a second, so it is skipped when nothing is left to decide.
  const built = stamps.get(STEP) !== undefined && await exists(addon);
  const adapter = nvidia || built ? undefined : await findAdapter();
  const { wheels, reason } = chooseEngine({ os, arch, nvidia, adapter, backend });
  if (wheels.length === 0) {
    if (backend === "tensorflow") {
      throw new SetupError(`TensorFlow is ${reason}`, "leave BACKEND unset: WebGPU is used.");
    }
    return reason;
  }
  for (const wheel of wheels) {
    if (built && stamps.get(STEP) === await keyOf(wheel)) return `ready: ${wheel}`;
  }
  const failed = stamps.get(FAILED);
  if (failed?.startsWith(`${wheels[0]}: `) && backend !== "tensorflow") {
    return `not installed, as an earlier try failed (${failed}); \`${
      taskCommand("setup tensorflow")
    }\` tries again`;
  }
  let failure: SetupError | undefined;
  for (const wheel of wheels) {
    try {
      await install(wheel, addon, reason, say);
      await stamps.set(STEP, await keyOf(wheel));
      await stamps.set(FAILED, undefined);
      return `ready: ${wheel}`;
    } catch (error) {
      if (!(error instanceof SetupError)) throw error;
      failure ??= error;
      if (wheel !== wheels.at(-1)) say(`${wheel} cannot be installed: ${error.message}\n`);
    }
  }
  await stamps.set(FAILED, `${wheels[0]}: ${failure!.message.split("\n")[0]}`);
  throw new SetupError(
    failure!.message,
    `${failure!.advice} \`${taskCommand("setup tensorflow")}\` then tries again. ` +
      "Until then notebooks run on another engine, which may be many times slower.",
  );
}

async function install(wheel: string, addon: string, reason: string, say: Say): Promise<void> {
  await ensureVenv(say);
  const size = wheel.includes("[and-cuda]") ? "with CUDA some GB" : "about 270 MB";
  say(`installing ${wheel} (to download once, ${size}), as ${reason}`);
  await installWheel(wheel);
  const folder = await sitePackages();
  const library = join(folder ?? "", "tensorflow");
  if (!folder || !await exists(library)) {
    throw new SetupError(`${wheel} holds no folder tensorflow`, "remove .venv and run this again.");
  }
  say("compiling the add-on");
  await compileAddon(library, addon);
  const { code, output } = await runCommand(
    Deno.execPath(),
    ["run", "-A", join(import.meta.dirname!, "try_tensorflow.ts")],
    { cwd: PROJECT_ROOT },
  );
  if (code !== 0) {
    // A broken add-on left in place would be picked as the best backend.
    await Deno.remove(addon);
    throw new SetupError(
      `the add-on was built but does not work (code ${code})\n${lastLines(output)}`,
      code === 132
        ? "this CPU lacks instructions that TensorFlow's wheel needs (AVX)."
        : `\`${
          taskCommand("setup tensorflow")
        }\` builds it anew; BACKEND=webgpu or cpu does without it.`,
    );
  }
}

/** Install the wheel without its dependencies, as only its libraries are used. */
async function installWheel(requirement: string): Promise<void> {
  const [, name, extra, version] = /^([\w-]+)(?:\[([\w-]+)\])?(==.*)$/.exec(requirement)!;
  // The variants share a folder, so that one installed over the other would leave a mixture.
  const others = ["tensorflow", "tensorflow-cpu"].filter((other) => other !== name);
  await runCommand(venvPython(), ["-m", "pip", "uninstall", "--yes", "--quiet", ...others]);
  await pipInstall(["--no-deps", `${name}${version}`]);
  if (extra === undefined) return;
  const folder = await sitePackages();
  const metadata = join(
    folder!,
    `${name!.replaceAll("-", "_")}-${version!.slice(2)}.dist-info`,
    "METADATA",
  );
  const requirements = extraRequirements(await Deno.readTextFile(metadata), extra);
  if (requirements.length === 0) {
    throw new SetupError(
      `${basename(dirname(metadata))} names no packages for ${extra}`,
      "report this: the wheel has changed.",
    );
  }
  await pipInstall(["--no-deps", ...requirements]);
}
