/** `deno task notebooks [05 06 ...]`: runs the notebooks headless into data/reports/<run>. */

import { join, relative } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { ORIGIN_VARIABLES } from "../dataset/sources/named.ts";
import { readSettings } from "../runs/experiment.ts";
import { PROJECT_ROOT } from "../io/paths.ts";
import { onStopSignals } from "../io/stop.ts";
import { formatDuration } from "../io/format.ts";
import { type RunEvent, runNotebooks } from "./notebooks.ts";
import { resolveDataset, resolveOrigin, selectNotebooks } from "./selection.ts";

const typedIn = Deno.env.get("INIT_CWD") ?? Deno.cwd();
const terminal = Deno.stdout.isTerminal();

/** A line that the next one overwrites; only a terminal can. */
function passing(text: string): void {
  if (terminal) Deno.stdout.writeSync(new TextEncoder().encode(`\r\x1b[K${text}`));
}

function line(text: string): void {
  passing("");
  console.log(text);
}

function indent(text: string): string {
  return text.replace(/^/gm, "    ");
}

function tell(event: RunEvent): void {
  const label = event.name.padEnd(22);
  switch (event.type) {
    case "start":
      if (!terminal) line(`${label}${event.cells} cells ...`);
      break;
    case "cell":
      passing(`${label}cell ${event.cell} of ${event.cells} ...`);
      break;
    case "again":
      line(`${label}lost the output of ${event.faults.length} cell(s): once more`);
      break;
    case "done":
      line(`${label}${formatDuration(event.milliseconds / 1000)}`);
      break;
    case "failed":
      line(`${label}failed after ${formatDuration(event.milliseconds / 1000)}`);
      for (const { index, head, problem } of event.faults) {
        console.log(`  In cell ${index + 1}:\n${indent(head)}\n  ${problem}`);
      }
      if (event.traceback) console.log(indent(stripVTControlCharacters(event.traceback)));
  }
}

// A stopped run ends the kernel too. Whoever does not want to wait for it asks a second time.
const controller = new AbortController();
let code = 0;
onStopSignals((exitCode) => {
  if (controller.signal.aborted) Deno.exit(exitCode);
  code = exitCode;
  line("Stopping: if a model trains, the steps in hand are finished and saved ...");
  controller.abort();
});

const started = performance.now();
try {
  // Kernels work in another folder, so they get paths made absolute.
  const env: Record<string, string> = {};
  const given = Deno.env.get("DATASET");
  if (given) env.DATASET = resolveDataset(given, typedIn);
  for (const variable of ORIGIN_VARIABLES) {
    const origin = Deno.env.get(variable);
    if (origin) env[variable] = resolveOrigin(origin, typedIn);
  }
  // Refused here, before anything runs, rather than in the first notebook.
  const settings = readSettings({}, { ...Deno.env.toObject(), ...env });
  const notebooks = await selectNotebooks(join(PROJECT_ROOT, "notebooks"), Deno.args);
  const { indexPage, succeeded } = await runNotebooks({
    notebooks,
    reportDirectory: join(PROJECT_ROOT, "data", "reports", settings.run),
    run: settings.run,
    env: { ...env, RUN: settings.run },
    signal: controller.signal,
    onEvent: tell,
  });
  const took = formatDuration((performance.now() - started) / 1000);
  const end = `${succeeded ? "All done" : "Stopped"} after ${took}`;
  line(`${end}. Reports: ${relative(typedIn, indexPage)}`);
  code = succeeded ? 0 : 1;
} catch (error) {
  if (controller.signal.aborted) line("Stopped. Run the same command to go on.");
  else {
    line(error instanceof RangeError ? error.message : String(error));
    code = 1;
  }
}
Deno.exit(code);
