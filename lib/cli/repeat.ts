/**
 * `deno task repeat RUN`: the experiment of a run once more, as the run `<RUN>-repeat`, compared with
 * the first; exit code 1 if the results differ.
 */

import { join } from "node:path";
import { checkRepeat, LOSS_TOLERANCE, SHARE_TOLERANCE } from "../report/repeat.ts";
import { findDataset, folderNames } from "../runs/folder_names.ts";
import { findRun, RUNS, withoutOutdated } from "../runs/run_files.ts";
import { plainText } from "../view/plain_text.ts";
import { table } from "../view/table.ts";
import { endWith, runProgram } from "./processes.ts";
import { planRepeat } from "./repeat_plan.ts";
import { resolveDataset, typedIn, wrongWords } from "./selection.ts";

async function repeat([run, ...rest]: string[]): Promise<number> {
  if (run === undefined || rest.length > 0) {
    throw wrongWords("repeat run", "there must be one", "repeat RUN");
  }
  const first = withoutOutdated(await findRun(run, "repeat run"), "repeat run");
  const environment = Deno.env.toObject();
  if (environment.DATASET) {
    environment.DATASET = resolveDataset(environment.DATASET, typedIn());
  }
  const photosOf = async (fingerprint: string) => (await findDataset(fingerprint))?.manifest.root;
  const plan = await planRepeat(first, { environment, photosOf });
  await refuseExisting(plan.run);
  console.log(`Once more as ${plan.run}: notebooks ${plan.notebooks.join(", ")}`);
  const program = join(import.meta.dirname!, "notebooks_command.ts");
  const code = await runProgram("notebooks", program, plan.notebooks, plan.env);
  if (code !== 0) return code;
  const { exact, same, checks } = checkRepeat(first, await findRun(plan.run, "compare runs"));
  const rows = checks.map((check) => ({ ...check }));
  console.log(`\n${plainText(table(rows, ["what", "same", "found"]))}\n`);
  const measure = exact
    ? "to the bit"
    : `within ${100 * LOSS_TOLERANCE} % (losses) and ${SHARE_TOLERANCE} (shares)`;
  console.log(same ? `The same ${measure}` : `Not the same: every number must be so ${measure}`);
  return same ? 0 : 1;
}

/** A run of an existing folder would be continued, not begun. */
async function refuseExisting(run: string): Promise<void> {
  if (!(await folderNames(RUNS)).includes(run)) return;
  const folder = join("data", "runs", run);
  throw new RangeError(
    `Cannot repeat run as "${run}" already exists: delete ${folder} to repeat it again`,
  );
}

if (import.meta.main) await endWith(() => repeat(Deno.args));
