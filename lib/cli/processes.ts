/** Other processes: `endProcess`, `stopWithCaller`. */

import { join } from "node:path";
import { heedHangup, ignoreHangup, type StopSignal, stopWasAsked } from "../io/stop.ts";
import { findJupyter } from "./setup/jupyter.ts";
import { VENV } from "./setup/paths.ts";
import { Stamps } from "./setup/stamps.ts";

const SCRIPT = join(import.meta.dirname!, "processes.py");

/** Ask the kernel with this id to end, and kill it if that takes long. */
export async function endProcess(python: string, pid: number): Promise<void> {
  await new Deno.Command(python, { args: ["-I", SCRIPT, "end", String(pid)] }).output();
}

/**
 * Call `stop` once a program has ended that this one was started through, such as npx; and let
 * `onStopSignals` listen for SIGHUP from now on, unless it is ignored, as `nohup` asks. Before set-up
 * it does nothing.
 */
export async function stopWithCaller(stop: (signal: StopSignal) => void): Promise<void> {
  const jupyter = await findJupyter(await Stamps.open(VENV)).catch(() => undefined);
  if (!jupyter) return;
  const child = new Deno.Command(jupyter.python, {
    args: ["-I", SCRIPT, "watch"],
    stdin: "piped",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  // It ends with this process, which does not wait for it.
  child.unref();
  const reader = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  // It says at once whether SIGHUP is ignored.
  const { value: first = "" } = await reader.read();
  if (first.includes("heeded")) heedHangup();
  else if (Deno.build.os !== "windows") ignoreHangup();
  const rest = first.includes("gone") ? Promise.resolve(first) : reader.read().then((r) => r.value);
  void rest.then((said) => {
    // A closed terminal, or Ctrl+C, ends what is above this program as well.
    if (said?.includes("gone") && !stopWasAsked()) stop("SIGTERM");
  });
}
