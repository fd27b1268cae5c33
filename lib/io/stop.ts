/** Ending in good order when the program is asked to: `untilStopped`, `onStopSignals`. */

import { inJupyter } from "./jupyter.ts";

/** Exit codes of programs that a signal ended, as shells have them: 128 + number of the signal. */
const EXIT_CODES = { SIGINT: 130, SIGTERM: 143 } as const;

/** A signal that asks a program to end. */
export type StopSignal = keyof typeof EXIT_CODES;

/**
 * Call `listener` at each SIGINT (Ctrl+C, or Stop in a notebook) and SIGTERM with the exit code that
 * shells expect of a program that it ends.
 *
 * @returns what ends the listening
 */
export function onStopSignals(
  listener: (exitCode: number, signal: StopSignal) => void,
): () => void {
  // Windows knows no SIGTERM.
  const signals: StopSignal[] = Deno.build.os === "windows" ? ["SIGINT"] : ["SIGINT", "SIGTERM"];
  const listeners = signals.map((signal) =>
    [signal, () => listener(EXIT_CODES[signal], signal)] as const
  );
  for (const pair of listeners) Deno.addSignalListener(...pair);
  return () => {
    for (const pair of listeners) Deno.removeSignalListener(...pair);
  };
}

/**
 * What `work` gives, which is asked to stop by its signal when the program gets SIGINT or SIGTERM.
 * When it has stopped, the program ends with 130 or 143, as it would have without this, only later;
 * but Stop in a notebook ends the cell and not the kernel. A second signal ends the program at once.
 *
 * @param message thrown in a notebook, printed elsewhere
 */
export async function untilStopped<T>(
  work: (signal: AbortSignal) => Promise<T>,
  message: string,
): Promise<T> {
  const controller = new AbortController();
  let exitCode: number | undefined;
  const stopListening = onStopSignals((code, signal) => {
    if (controller.signal.aborted) Deno.exit(code);
    if (signal !== "SIGINT" || !inJupyter()) exitCode = code;
    controller.abort(new Error(`${message} (${signal})`));
  });
  try {
    const result = await work(controller.signal);
    // It came when there was no step left to stop after, but it came.
    if (exitCode !== undefined) Deno.exit(exitCode);
    return result;
  } catch (error) {
    if (exitCode === undefined || error !== controller.signal.reason) throw error;
    console.error((error as Error).message);
    Deno.exit(exitCode);
  } finally {
    stopListening();
  }
}
