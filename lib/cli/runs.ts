/** `deno task runs`: the runs that there are; `deno task runs rm RUN` deletes one. */

import { taskCommand } from "../io/task_command.ts";
import { searchedPrecision } from "../report/evaluation/queries.ts";
import { type ListedRun, listRuns, removeRun } from "../runs/run_list.ts";
import { table, tableText } from "../view/table.ts";
import { endWith } from "./processes.ts";

/** A table of runs, for the terminal. */
export function runsText(runs: readonly ListedRun[]): string {
  if (runs.length === 0) return `There are no runs yet: ${taskCommand("notebooks")} makes one`;
  const rows = runs.map(({ run, bytes, changed, files }) => {
    const megabytes = bytes / 1e6;
    const when = changed?.toISOString().slice(0, 16).replace("T", " ");
    if (typeof files === "string") return { run, megabytes, when, result: files };
    const { models: [model], metrics, outdated: [outdated] = [] } = files;
    const precision = metrics && searchedPrecision(metrics)?.micro.toFixed(3);
    return {
      ...{ run, megabytes, when },
      dataset: model?.experiment.dataset.name,
      profile: model?.experiment.profile,
      photos: model?.experiment.dataset.photos,
      result: precision ? `P@${metrics!.k} ${precision} with ${metrics!.searchedWith}` : outdated,
    };
  });
  return tableText(table(rows, [
    "run",
    { key: "dataset", label: "data set" },
    "profile",
    "photos",
    { key: "megabytes", label: "MB", digits: 1 },
    { key: "when", label: "changed (UTC)" },
    { key: "result", align: "left" },
  ]));
}

async function runs([action, run, ...rest]: string[]): Promise<void> {
  if (action === undefined) return console.log(runsText(await listRuns()));
  if (action !== "rm" || run === undefined || rest.length > 0) {
    throw new RangeError(
      `Cannot list runs as there must be no words, or "rm" and one run: ` +
        `${taskCommand("runs rm RUN")}: current value is ${JSON.stringify(Deno.args.join(" "))}`,
    );
  }
  await removeRun(run);
  console.log(`${run} is deleted, its reports too; prepared photos stay in data/datasets`);
}

if (import.meta.main) await endWith(() => runs(Deno.args));
