/** The end of a command's process, and of a program that it runs. */

import { onStopSignals } from "../io/stop.ts";

/**
 * End this process with the exit code of `command`, 0 where it gives none. An error about what the
 * user typed or what a file holds is printed as its message alone, and the code is 1.
 */
export async function endWith(command: () => Promise<number | void>): Promise<never> {
  try {
    Deno.exit(await command() ?? 0);
  } catch (error) {
    if (!(error instanceof RangeError || error instanceof SyntaxError)) throw error;
    console.error(error.message);
    Deno.exit(1);
  }
}

/** The exit code of a program that decides by itself what SIGINT and SIGTERM do to it. */
export async function exitCodeOf(child: Deno.ChildProcess): Promise<number> {
  // A terminal sends SIGINT to both processes; SIGTERM reaches this one alone.
  const stopListening = onStopSignals((signal) => {
    if (signal === "SIGTERM") child.kill(signal);
  });
  const { code } = await child.status;
  stopListening();
  return code;
}
