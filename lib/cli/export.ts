/** `deno task export RUN [folder]`: a run's vectors, networks and history for other programs. */

import { join, relative } from "node:path";
import { exportNetworks } from "../report/export/export_networks.ts";
import { exportRun } from "../report/export/export_run.ts";
import { exportSearch } from "../report/export/export_search.ts";
import { findRun, RUNS } from "../runs/run_files.ts";
import { endWith } from "./processes.ts";
import { resolveFolder, typedIn, wrongWords } from "./selection.ts";

async function exportCommand([run, folder, ...rest]: string[]): Promise<void> {
  if (run === undefined || rest.length > 0) {
    const condition = "there must be one, and at most one folder";
    throw wrongWords("export run", condition, "export RUN [folder]");
  }
  const files = await findRun(run, "export run");
  const directory = folder === undefined
    ? join(RUNS, run, "export")
    : resolveFolder(folder, "export run");
  const print = (paths: string[]) => {
    for (const path of paths) console.log(relative(typedIn(), path));
  };
  print(await exportRun(files, { directory }));
  print(await exportNetworks(run, directory));
  if (files.metrics) print(await exportSearch(run, directory));
  const logs = relative(typedIn(), join(directory, "tensorboard"));
  console.log(`See it with: tensorboard --logdir ${logs}`);
}

if (import.meta.main) await endWith(() => exportCommand(Deno.args));
