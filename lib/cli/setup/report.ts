/** Messages of set-up to the user. */

import { formatDuration, lastLines } from "../../io/format.ts";
import { NEEDS } from "../needs.ts";
import type { CommandResult } from "./command.ts";

/** Failure of a step, with advice to the user. */
export class SetupError extends Error {
  override name = "SetupError";

  /** @param advice what to do, one or more sentences */
  constructor(message: string, readonly advice: string) {
    super(message);
  }
}

/** The failure of a program that set-up ran; `advice` is for all reasons but a full disk. */
export function commandFailed(
  program: string,
  { code, output }: CommandResult,
  advice: string,
): SetupError {
  if (/No space left on device|os error 28|Disk quota exceeded/i.test(output)) {
    return new SetupError(
      `the disk is full (${program} ended with code ${code})`,
      `make room, as ${NEEDS.disk} are needed in all, and run this again.`,
    );
  }
  return new SetupError(`${program} ended with code ${code}\n${lastLines(output, 4)}`, advice);
}

/** Prints what a step starts to do, where that takes time. */
export type Say = (what: string) => void;

/** Prints one line as each step ends, and one for each longer thing it does. */
export class Reporter {
  /** What failed and why, a line for each step: "TensorFlow: there is no C++ compiler". */
  readonly failures: string[] = [];

  /**
   * @param print where lines go. @default console.log
   * @param everyMs longest time without a line while a step is at work
   */
  constructor(
    private readonly print: (line: string) => void = console.log,
    private readonly everyMs = 15_000,
  ) {}

  /**
   * Run `work`, which returns the state to print.
   *
   * @returns whether it succeeded; a {@linkcode SetupError} is printed with its advice, any other
   * error is a fault of set-up itself and passes through
   */
  async step(title: string, work: (say: Say) => Promise<string>): Promise<boolean> {
    const label = title.padEnd(14);
    const started = performance.now();
    const elapsed = () => formatDuration((performance.now() - started) / 1000);
    const waiting = setInterval(
      () => this.print(`${label}still at work after ${elapsed()} ...`),
      this.everyMs,
    );
    try {
      const result = await work((what) => this.print(`${label}${what} ...`));
      this.print(`${label}${result} (${elapsed()})`);
      return true;
    } catch (error) {
      if (!(error instanceof SetupError)) throw error;
      this.failures.push(`${title}: ${error.message.split("\n")[0]}`);
      this.print(`${label}failed after ${elapsed()}: ${error.message}`);
      this.print(`${" ".repeat(14)}What to do: ${error.advice}`);
      return false;
    } finally {
      clearInterval(waiting);
    }
  }
}
