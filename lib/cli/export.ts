/** `deno task export RUN [folder]`: a run's vectors and history for other programs. */

import { join, relative, resolve } from "node:path";
import { exportRun } from "../report/export/export_run.ts";
import { findRun, RUNS } from "../runs/run_files.ts";
import { taskCommand } from "../io/task_command.ts";

const typedIn = Deno.env.get("INIT_CWD") ?? Deno.cwd();
try {
  const [run, folder, ...rest] = Deno.args;
  if (run === undefined || rest.length > 0) {
    throw new RangeError(
      `Cannot export run as there must be one, and at most one folder: ` +
        `${taskCommand("export RUN [folder]")}: current number of words is ${Deno.args.length}`,
    );
  }
  const files = await findRun(run, "export run");
  const directory = folder === undefined ? join(RUNS, run, "export") : resolve(typedIn, folder);
  const written = await exportRun(files, { directory });
  for (const path of written) console.log(relative(typedIn, path));
  console.log(
    `See it with: tensorboard --logdir ${relative(typedIn, join(directory, "tensorboard"))}`,
  );
} catch (error) {
  if (!(error instanceof RangeError || error instanceof SyntaxError)) throw error;
  console.error(error.message);
  Deno.exit(1);
}
