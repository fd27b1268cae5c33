/** `stages.ts` as a program of its own: `runProgram`, `PROGRAM`. */

import { fileURLToPath } from "node:url";
import type { Fault, Stage } from "./stages.ts";

const PROGRAM = fileURLToPath(new URL("./stages.ts", import.meta.url));

/** How a program ended. */
export interface Ended {
  code: number;
  signal: Deno.Signal | null;
  /** Events of each stage, if it came to its end. */
  counts: Partial<Record<Stage, number>>;
  /** What it said on standard error. */
  said: string;
}

/**
 * Run the program of `stages` in `folder`, where `fault` strikes it, or after `killAfter`
 * milliseconds SIGKILL does.
 */
export async function runProgram(
  folder: string,
  stages: readonly Stage[],
  { fault, killAfter }: { fault?: Fault; killAfter?: number | undefined } = {},
): Promise<Ended> {
  const faults = fault ? [JSON.stringify(fault)] : [];
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", PROGRAM, folder, stages.join(), ...faults],
    // A GPU would sum in another order each time.
    env: { CUDA_VISIBLE_DEVICES: "", TF_CPP_MIN_LOG_LEVEL: "2", NO_COLOR: "1" },
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const kill = () => {
    try {
      child.kill("SIGKILL");
    } catch {
      // It was done before.
    }
  };
  const timer = killAfter === undefined ? undefined : setTimeout(kill, killAfter);
  const { code, signal, stdout, stderr } = await child.output();
  clearTimeout(timer);
  const [errors, printed] = [stderr, stdout].map((bytes) => new TextDecoder().decode(bytes));
  // TensorFlow's greeting comes before it reads which level to keep quiet.
  const said = errors!.replace(/^(WARNING: All log messages|[IWE]\d{4} ).*\n/gm, "");
  return { code, signal, counts: code === 0 ? JSON.parse(printed!) : {}, said };
}
