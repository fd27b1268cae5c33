/** The end of a command's process, and of a program that it runs. */

import { onStopSignals } from "../io/stop.ts";
import { stopWithCaller } from "./processes.ts";

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
