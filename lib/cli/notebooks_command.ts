/** `deno task notebooks [05 06 ...]`: runs the notebooks headless into data/reports/<run>. */

import { join } from "node:path";
import { ORIGIN_VARIABLES } from "../dataset/sources/named.ts";
import { PROJECT_ROOT } from "../io/paths.ts";
import { onStopSignals, type StopSignal } from "../io/stop.ts";
import { refuseOtherSettings } from "../runs/run_origin.ts";
import { readRun } from "../runs/run_files.ts";
import { folderName, readSettings, type Settings } from "../runs/settings.ts";
import { NEEDS } from "./needs.ts";
import { runNotebooks } from "./notebooks.ts";
import { endWith, stopWithCaller } from "./processes.ts";
import { endLines } from "./run_end.ts";
import { createRunLog, type RunLog } from "./run_log.ts";
import { resolveDataset, resolveOrigin, selectNotebooks, typedIn } from "./selection.ts";

/** Exit codes of programs that a signal ended, as shells have them: 128 + number of the signal. */
const EXIT_CODES = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

/** Run the notebooks that `args` name; returns the exit code. */
async function notebooksCommand(args: string[], log: RunLog): Promise<number> {
  const started = performance.now();
  const { signal, stop, stopCode } = stopper(log);
  try {
    const env = kernelEnvironment(Deno.env.toObject(), typedIn());
    // Refused here, before anything runs, rather than in the first notebook.
    const settings = readSettings({}, { ...Deno.env.toObject(), ...env });
    await refuseOtherSettings(settings);
    const notebooks = await selectNotebooks(join(PROJECT_ROOT, "notebooks"), args);
    await stopWithCaller(stop);
    onStopSignals(stop);
    log.print(startLine(settings, notebooks.length));
    const { indexPage, succeeded } = await runNotebooks({
      notebooks,
      reportDirectory: join(PROJECT_ROOT, "data", "reports", settings.run),
      run: settings.run,
      settings,
      env: { ...env, RUN: settings.run },
      signal,
      onEvent: log.onEvent,
    });
    const seconds = (performance.now() - started) / 1000;
    const files = await readRun(settings.run);
    for (const line of endLines({ succeeded, seconds, indexPage, files })) log.print(line);
    return succeeded ? 0 : 1;
  } catch (error) {
    if (signal.aborted) {
      log.print("Stopped. Run the same command to go on.");
      return stopCode();
    }
    log.print(error instanceof RangeError ? error.message : String(error));
    return 1;
  }
}

/** What is about to run, and what it needs where that was measured. */
function startLine({ dataset, profile }: Settings, notebooks: number): string {
  const what = `${folderName(dataset)}, profile ${profile}: ` +
    `${notebooks} ${notebooks === 1 ? "notebook" : "notebooks"}`;
  return profile === "quick" ? `${what}; a default run takes ${NEEDS.time}, ${NEEDS.memory}` : what;
}

/** Paths in `environment` made absolute, as kernels work in another folder than `folder`. */
export function kernelEnvironment(
  environment: Readonly<Record<string, string | undefined>>,
  folder: string,
): Record<string, string> {
  const env: Record<string, string> = {};
  if (environment.DATASET) env.DATASET = resolveDataset(environment.DATASET, folder);
  for (const variable of ORIGIN_VARIABLES) {
    const origin = environment[variable];
    if (origin) env[variable] = resolveOrigin(origin, folder);
  }
  for (const variable of ["EMBEDDINGS", "ENCODER"]) {
    const files = environment[variable]?.split(",").filter((file) => file.trim() !== "") ?? [];
    const paths = files.map((file) => resolveOrigin(file.trim(), folder));
    if (paths.length > 0) env[variable] = paths.join();
  }
  return env;
}

/** `stop` ends the run and its kernel in good order; called once more, at once. */
function stopper(log: RunLog) {
  const controller = new AbortController();
  let code = 0;
  const stop = (signal: StopSignal) => {
    if (controller.signal.aborted) {
      // A closed terminal may say so twice, itself and through the program above this one.
      if (signal === "SIGHUP") return;
      Deno.exit(EXIT_CODES[signal]);
    }
    code = EXIT_CODES[signal];
    log.print("Stopping: if a model trains, the current steps are completed and saved ...");
    controller.abort();
  };
  return { signal: controller.signal, stop, stopCode: () => code };
}

/** Write to standard output; of a terminal that was closed, what reads nobody. */
function writeLog(text: string): void {
  try {
    Deno.stdout.writeSync(new TextEncoder().encode(text));
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EIO")) throw error;
  }
}

if (import.meta.main) {
  const log = createRunLog({
    columns: Deno.stdout.isTerminal() ? Deno.consoleSize().columns : 0,
    write: writeLog,
  });
  await endWith(() => notebooksCommand(Deno.args, log));
}
