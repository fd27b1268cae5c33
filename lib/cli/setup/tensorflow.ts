/** Installation of native TensorFlow: the Python wheel, and the add-on built against it. */

import { join } from "node:path";
import { findAdapter } from "../../backend/adapter.ts";
import { ADDON, hasAddon } from "../../backend/addon.ts";
import { compileAddon } from "./addon.ts";
import { lastLines } from "../../io/format.ts";
import { ifExists, naming } from "../../io/files.ts";
import { runCommand } from "./command.ts";
import { chooseEngine, extraRequirements } from "./engine.ts";
import { exists, PROJECT_ROOT } from "../../io/paths.ts";
import { firstDamaged } from "./manifest.ts";
import { VENV } from "./paths.ts";
import { pipInstall } from "./pip.ts";
import { venvVersion } from "./python.ts";
import { type Say, SetupError } from "./report.ts";
import { pinnedArguments } from "./requirements.ts";
import type { Stamps } from "./stamps.ts";
import { taskCommand } from "../../io/task_command.ts";

const STEP = "tensorflow";
const LOCK = "tensorflow.lock";

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
 * Install native TensorFlow where it is the best backend or `backend` names it. Without it notebooks
 * still run; what failed is tried again by the next set-up.
 *
 * @returns the state to print
 * @throws {SetupError} if it cannot be installed
 */
export async function installTensorflow(
  stamps: Stamps,
  say: Say,
  { backend }: { backend: string | undefined },
): Promise<string> {
  const nvidia = await hasNvidiaDriver();
  const { os, arch } = Deno.build;
  // The probe takes half a second, so it is skipped when nothing is left to decide.
  const built = stamps.get(STEP) !== undefined && hasAddon();
  const adapter = nvidia || built ? undefined : await findAdapter();
  const { wheels, reason } = chooseEngine({ os, arch, nvidia, adapter, backend });
  if (wheels.length === 0) {
    if (backend === "tensorflow") {
      throw new SetupError(`TensorFlow is ${reason}`, "leave BACKEND unset: WebGPU is used.");
    }
    return reason;
  }
  for (const wheel of wheels) {
    const whole = built && await firstDamaged(libraryFolder(wheel)) === undefined;
    if (whole && stamps.get(STEP) === await keyOf(wheel)) return `ready: ${wheel}`;
  }
  let failure: SetupError | undefined;
  await stamps.set(STEP, undefined);
  for (const wheel of wheels) {
    try {
      await install(wheel, reason, say);
      await stamps.set(STEP, await keyOf(wheel));
      await removeOthers(wheel);
      return `ready: ${wheel}`;
    } catch (error) {
      if (!(error instanceof SetupError)) throw error;
      failure ??= error;
      if (wheel !== wheels.at(-1)) say(`${wheel} cannot be installed: ${error.message}\n`);
    }
  }
  throw new SetupError(
    failure!.message,
    `${failure!.advice} The next set-up tries again. ` +
      "Until then notebooks run on another engine, which may be many times slower.",
  );
}

/** The folder of a wheel and what it needs, complete when it is there. */
function libraryFolder(wheel: string): string {
  return join(VENV, wheel.replaceAll(/[^\w.]+/g, "-"));
}

async function install(wheel: string, reason: string, say: Say): Promise<void> {
  // An add-on without its library, or a broken one, would be picked as the best backend.
  await ifExists(Deno.remove(ADDON));
  const folder = libraryFolder(wheel);
  if (await firstDamaged(folder) !== undefined) {
    const size = wheel.includes("[and-cuda]") ? "with CUDA some GB" : "about 270 MB";
    say(`installing ${wheel} (to download once, ${size}), as ${reason}`);
    await fetchWheel(wheel, folder);
  }
  say("compiling the add-on");
  await compileAddon(join(folder, "tensorflow"), ADDON);
  const { code, output } = await runCommand(
    Deno.execPath(),
    ["run", "-A", join(import.meta.dirname!, "try_tensorflow.ts")],
    { cwd: PROJECT_ROOT },
  );
  if (code === 0) return;
  await Deno.remove(ADDON);
  throw new SetupError(
    `the add-on was built but does not work (code ${code})\n${lastLines(output)}`,
    code === 132
      ? "this CPU lacks instructions that TensorFlow's wheel needs (AVX)."
      : `\`${
        taskCommand("setup tensorflow")
      }\` builds it anew; BACKEND=webgpu or cpu does without it.`,
  );
}

/** Install the wheel beside `folder` without its dependencies, as only its libraries are used. */
async function fetchWheel(wheel: string, folder: string): Promise<void> {
  const [, name, extra, version] = /^([\w-]+)(?:\[([\w-]+)\])?==(.*)$/.exec(wheel)!;
  const temporary = `${folder}.tmp`;
  for (const path of [folder, temporary]) {
    await naming(path, ifExists(Deno.remove(path, { recursive: true })));
  }
  // Of its Python nothing runs.
  const install = ["--no-compile", "--no-deps", "--target", temporary];
  await pipInstall(install.concat(await pinnedArguments([`${name}==${version}`], LOCK)));
  if (extra !== undefined) {
    const info = `${name!.replaceAll("-", "_")}-${version}.dist-info`;
    const metadata = await Deno.readTextFile(join(temporary, info, "METADATA"));
    const requirements = extraRequirements(metadata, extra);
    if (requirements.length === 0) {
      throw new SetupError(
        `${info} names no packages for ${extra}`,
        "report this: the wheel has changed.",
      );
    }
    await pipInstall([...install, ...requirements]);
  }
  const damaged = await firstDamaged(temporary);
  if (damaged !== undefined || !await exists(join(temporary, "tensorflow"))) {
    throw new SetupError(`${wheel} came without "${damaged ?? "tensorflow"}"`, "run this again.");
  }
  await Deno.rename(temporary, folder);
}

/** Remove what was installed for other wheels, each of which takes a gigabyte. */
async function removeOthers(wheel: string): Promise<void> {
  const own = libraryFolder(wheel);
  for await (const { name } of Deno.readDir(VENV)) {
    const path = join(VENV, name);
    if (name.startsWith("tensorflow-") && path !== own) {
      await Deno.remove(path, { recursive: true });
    }
  }
}
