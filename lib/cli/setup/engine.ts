/** The choice of the TensorFlow wheel that suits this machine, if any. */

import type { Adapter } from "../../backend/adapter.ts";
import { taskCommand } from "../../io/task_command.ts";

/** Version of TensorFlow whose library and headers the add-on is built against. */
export const TENSORFLOW_VERSION = "2.21.0";

/** The machine, and the backend that the user chose. */
export interface Machine {
  /** `Deno.build.os` and `Deno.build.arch`. */
  os: string;
  arch: string;
  /** Whether an NVIDIA driver is installed. */
  nvidia: boolean;
  /** WebGPU's adapter, if any. */
  adapter: Adapter | undefined;
  /** The backend that BACKEND or set-up's argument names; undefined for the best. */
  backend: string | undefined;
}

/** Wheels to install. */
export interface Engine {
  /** Python requirements to try in this order until one can be installed; empty for none. */
  wheels: string[];
  /** The reason, which finishes the sentence "TensorFlow: ...". */
  reason: string;
}

/**
 * Native TensorFlow is the best engine with an NVIDIA driver (CUDA), and on a CPU when WebGPU has
 * no hardware. Elsewhere WebGPU needs no 274 MB of TensorFlow.
 */
export function chooseEngine({ os, arch, nvidia, adapter, backend }: Machine): Engine {
  const wanted = backend === "tensorflow";
  if (os === "windows") {
    return { wheels: [], reason: "not available natively on Windows (inside WSL it is)" };
  }
  if (backend !== undefined && backend !== "auto" && !wanted) {
    return { wheels: [], reason: `not needed: BACKEND=${backend}` };
  }
  const hardware = adapter !== undefined && !adapter.software;
  const cpuWheel = os === "linux" && arch === "x86_64" ? "tensorflow-cpu" : "tensorflow";
  const cpu = `${cpuWheel}==${TENSORFLOW_VERSION}`;
  if (os === "linux" && nvidia) {
    const cuda = `tensorflow[and-cuda]==${TENSORFLOW_VERSION}`;
    const wheels = hardware && !wanted ? [cuda] : [cuda, cpu];
    return { wheels, reason: "there is an NVIDIA driver" };
  }
  if (wanted) return { wheels: [cpu], reason: "asked for" };
  if (hardware) {
    return {
      wheels: [],
      reason: `not needed: WebGPU on ${adapter.name} (\`${
        taskCommand("setup tensorflow")
      }\` adds it)`,
    };
  }
  return { wheels: [cpu], reason: "WebGPU finds no hardware here" };
}

/**
 * The requirements that a wheel's METADATA lists under `extra`, without their markers.
 *
 * `Requires-Dist: nvidia-nccl-cu12<3.0,>=2.27.7; extra == "and-cuda"` gives
 * `nvidia-nccl-cu12<3.0,>=2.27.7`.
 */
export function extraRequirements(metadata: string, extra: string): string[] {
  // The header ends at the first empty line; the description after it may quote anything.
  const header = metadata.split(/\r?\n\r?\n/, 1)[0]!;
  return header.split(/\r?\n/).flatMap((line) => {
    const match = /^Requires-Dist:\s*([^;]+);\s*(.*)$/.exec(line);
    const marker = /^\(?\s*extra\s*==\s*(["'])(.+?)\1\s*\)?$/.exec(match?.[2]?.trim() ?? "");
    return match && marker?.[2] === extra ? [match[1]!.trim()] : [];
  });
}
