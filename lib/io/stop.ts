/** An orderly end of the program at SIGINT, SIGTERM and, where `handleHangup` asks for it, SIGHUP. */

import { inJupyter } from "./jupyter.ts";

/** A signal that asks a program to end: Ctrl+C (or Stop in a notebook), `kill`, a closed terminal. */
export type StopSignal = "SIGINT" | "SIGTERM" | "SIGHUP";

// Windows knows no SIGTERM.
const stopSignals: StopSignal[] = Deno.build.os === "windows" ? ["SIGINT"] : ["SIGINT", "SIGTERM"];

/**
 * Let SIGHUP end the program in order too, rather than at once; or let it do nothing, as `nohup` asks:
 * Deno forgets that once it listens for any signal.
 */
export function handleHangup(how: "stop" | "ignore"): void {
  if (how === "ignore") Deno.addSignalListener("SIGHUP", () => {});
  else if (!stopSignals.includes("SIGHUP")) stopSignals.push("SIGHUP");
}

let heard = false;

/** Whether `onStopSignals` has told anybody of a signal: the program is ending already. */
export function stopWasAsked(): boolean {
  return heard;
}

/**
 * Call `listener` at each signal that asks the program to end.
 *
 * @returns what ends the listening
 */
export function onStopSignals(listener: (signal: StopSignal) => void): () => void {
  const listeners = stopSignals.map((signal) => {
    const hear = () => {
      heard = true;
      listener(signal);
    };
    return [signal, hear] as const;
  });
  for (const pair of listeners) Deno.addSignalListener(...pair);
  return () => {
    for (const pair of listeners) Deno.removeSignalListener(...pair);
  };
}

/**
 * The result of `work`, which these signals ask to stop through its abort signal.
 *
 * When it has stopped, the signal is sent once more with nobody listening, so that the program ends
 * as it would have without this, only later. In a notebook SIGINT ends the cell and not the kernel.
 * A second signal ends the program at once.
 *
 * @param message says what was stopped: thrown in a notebook, printed elsewhere
 */
export async function untilStopped<T>(
  work: (signal: AbortSignal) => Promise<T>,
  message: string,
): Promise<T> {
  const controller = new AbortController();
  let ending: StopSignal | undefined;
  const stopListening = onStopSignals((signal) => {
    if (controller.signal.aborted) {
      stopListening();
      Deno.kill(Deno.pid, signal);
      return;
    }
    if (signal !== "SIGINT" || !inJupyter()) ending = signal;
    controller.abort(new Error(`${message} (${signal})`));
  });
  working++;
  try {
    const result = await work(controller.signal);
    // The signal may come when no step is left to stop after.
    if (!ending) return result;
  } catch (error) {
    if (!ending || error !== controller.signal.reason) throw error;
    console.error(controller.signal.reason.message);
  } finally {
    working--;
    stopListening();
  }
  Deno.kill(Deno.pid, ending);
  // It arrives within this time, unless others listen for it: then they decide how to end.
  await new Promise((resolve) => setTimeout(resolve, 1000));
  throw controller.signal.reason;
}

let keeping = false;
/** Calls of `untilStopped` that are at work. */
let working = 0;

/**
 * Keep a notebook's kernel at Stop (SIGINT), which would end it with all its values: training stops
 * after its step, any other cell goes on to its end, and `say` is told so. Elsewhere it does nothing.
 * The first call counts.
 */
export function keepKernelAtStop(say: (message: string) => void): void {
  if (keeping || !inJupyter()) return;
  keeping = true;
  Deno.addSignalListener("SIGINT", () => {
    if (working > 0) return;
    say(
      "Stop was received: the kernel and its values are kept, and this cell goes on to its end. " +
        "Restart the kernel to end it at once.",
    );
  });
}
