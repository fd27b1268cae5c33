/** `deno task notebooks [05 06 ...]`: runs the notebooks headless into data/reports/<run>. */

import { join, relative } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { ORIGIN_VARIABLES } from "../dataset/sources/named.ts";
import { formatDuration } from "../io/format.ts";
import { PROJECT_ROOT } from "../io/paths.ts";
import { onStopSignals } from "../io/stop.ts";
import { readSettings } from "../runs/settings.ts";
import { type RunEvent, runNotebooks } from "./notebooks.ts";
import { endWith } from "./process.ts";
import { resolveDataset, resolveOrigin, selectNotebooks } from "./selection.ts";

/** Exit codes of programs that a signal ended, as shells have them: 128 + number of the signal. */
const EXIT_CODES = { SIGINT: 130, SIGTERM: 143 } as const;

/** Where progress is printed. */
export interface Output {
  /** Whether standard output is a terminal, where a line can be overwritten by the next one. */
  terminal: boolean;
  /** Prints a line. */
  print: (line: string) => void;
}

/** Run the notebooks that `args` name; returns the exit code. */
async function notebooksCommand(args: string[], output: Output): Promise<number> {
  const typedIn = Deno.env.get("INIT_CWD") ?? Deno.cwd();
  const started = performance.now();
  const { signal, stopCode } = stopOnSignals(output);
  try {
    const env = kernelEnvironment(Deno.env.toObject(), typedIn);
    // Refused here, before anything runs, rather than in the first notebook.
    const settings = readSettings({}, { ...Deno.env.toObject(), ...env });
    const notebooks = await selectNotebooks(join(PROJECT_ROOT, "notebooks"), args);
    const { indexPage, succeeded } = await runNotebooks({
      notebooks,
      reportDirectory: join(PROJECT_ROOT, "data", "reports", settings.run),
      run: settings.run,
      env: { ...env, RUN: settings.run },
      signal,
      onEvent: (event) => printEvent(event, output),
    });
    const took = formatDuration((performance.now() - started) / 1000);
    const end = `${succeeded ? "All done" : "Stopped"} after ${took}`;
    printLine(`${end}. Reports: ${relative(typedIn, indexPage)}`, output);
    return succeeded ? 0 : 1;
  } catch (error) {
    if (signal.aborted) {
      printLine("Stopped. Run the same command to go on.", output);
      return stopCode();
    }
    printLine(error instanceof RangeError ? error.message : String(error), output);
    return 1;
  }
}

/** Paths in `environment` made absolute, as kernels work in another folder than `typedIn`. */
export function kernelEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
  typedIn: string,
): Record<string, string> {
  const env: Record<string, string> = {};
  if (environment.DATASET) env.DATASET = resolveDataset(environment.DATASET, typedIn);
  for (const variable of ORIGIN_VARIABLES) {
    const origin = environment[variable];
    if (origin) env[variable] = resolveOrigin(origin, typedIn);
  }
  return env;
}

/** Print what happens to the notebooks of a run. */
export function printEvent(event: RunEvent, output: Output): void {
  const label = event.name.padEnd(22);
  switch (event.type) {
    case "start":
      if (!output.terminal) printLine(`${label}${event.cells} cells ...`, output);
      break;
    case "cell":
      printPassing(`${label}cell ${event.cell} of ${event.cells} ...`, output);
      break;
    case "again":
      printLine(`${label}lost the output of ${event.faults.length} cell(s): once more`, output);
      break;
    case "done":
      printLine(`${label}${formatDuration(event.milliseconds / 1000)}`, output);
      break;
    case "failed":
      printLine(`${label}failed after ${formatDuration(event.milliseconds / 1000)}`, output);
      for (const { index, head, problem } of event.faults) {
        printLine(`  In cell ${index + 1}:\n${indent(head)}\n  ${problem}`, output);
      }
      if (event.traceback) printLine(indent(stripVTControlCharacters(event.traceback)), output);
  }
}

/** A line that the next one overwrites; only a terminal can. */
function printPassing(text: string, { terminal }: Output): void {
  if (terminal) Deno.stdout.writeSync(new TextEncoder().encode(`\r\x1b[K${text}`));
}

function printLine(text: string, output: Output): void {
  printPassing("", output);
  output.print(text);
}

function indent(text: string): string {
  return text.replace(/^/gm, "    ");
}

/** The first signal stops the run and its kernel in good order, the second one at once. */
function stopOnSignals(output: Output): { signal: AbortSignal; stopCode: () => number } {
  const controller = new AbortController();
  let code = 0;
  onStopSignals((signal) => {
    if (controller.signal.aborted) Deno.exit(EXIT_CODES[signal]);
    code = EXIT_CODES[signal];
    printLine("Stopping: if a model trains, the current steps are completed and saved ...", output);
    controller.abort();
  });
  return { signal: controller.signal, stopCode: () => code };
}

if (import.meta.main) {
  const output = { terminal: Deno.stdout.isTerminal(), print: console.log };
  await endWith(() => notebooksCommand(Deno.args, output));
}
