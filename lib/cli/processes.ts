/** The end of this process and of others: `endWith`, `runProgram`, `exitCodeOf`, `endProcess`, `stopWithCaller`. */

import { join } from "node:path";
import { PROJECT_ROOT } from "../io/paths.ts";
import { handleHangup, onStopSignals, type StopSignal, stopWasAsked } from "../io/stop.ts";
import { findJupyter } from "./setup/jupyter.ts";

const SCRIPT = join(import.meta.dirname!, "processes.py");

/**
 * End this process with the exit code of `command`, 0 where it gives none. An error about what the
 * user typed, what a file holds or what cannot be written is printed as its message alone, and the
 * code is 1.
 */
export async function endWith(command: () => Promise<number | void>): Promise<never> {
  try {
    Deno.exit(await command() ?? 0);
  } catch (error) {
    if (!isForUser(error)) throw error;
    console.error(error.message);
    Deno.exit(1);
  }
}

/** Whether the message of an error says all that its reader needs. */
function isForUser(error: unknown): error is Error {
  if (error instanceof RangeError || error instanceof SyntaxError) return true;
  // As `naming` makes them; what Deno itself forbids has no code.
  if (!(error instanceof Error && error.cause instanceof Error)) return false;
  return "code" in error.cause || error.cause instanceof Deno.errors.NotCapable;
}

/** The exit code of a program of this project, run under the permissions of the set `name` of deno.json. */
export async function runProgram(
  name: string,
  program: string,
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<number> {
  const command = new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--no-prompt", `-P=${name}`, program, ...args],
    env,
    cwd: PROJECT_ROOT,
  });
  return await exitCodeOf(command.spawn());
}

/**
 * The exit code of a program that decides by itself what SIGINT and SIGTERM do to it; it is asked to
 * end, too, when what this one was started through has ended.
 */
export async function exitCodeOf(child: Deno.ChildProcess): Promise<number> {
  await stopWithCaller((signal) => child.kill(signal));
  // A terminal sends SIGINT to both processes; SIGTERM and SIGHUP may reach this one alone.
  const stopListening = onStopSignals((signal) => {
    if (signal !== "SIGINT") child.kill(signal);
  });
  const { code } = await child.status;
  stopListening();
  return code;
}

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
  const jupyter = await findJupyter().catch(() => undefined);
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
  if (first.includes("stops")) handleHangup("stop");
  else if (Deno.build.os !== "windows") handleHangup("ignore");
  const rest = first.includes("gone") ? Promise.resolve(first) : reader.read().then((r) => r.value);
  void rest.then((said) => {
    // A closed terminal, or Ctrl+C, ends what is above this program as well.
    if (said?.includes("gone") && !stopWasAsked()) stop("SIGTERM");
  });
}
