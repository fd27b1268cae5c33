/** `deno task lab`: opens JupyterLab on the notebooks; arguments go to JupyterLab. */

import { PROJECT_ROOT } from "../io/paths.ts";
import { taskCommand } from "../io/task_command.ts";
import { endWith, exitCodeOf } from "./processes.ts";
import { findJupyter } from "./setup/jupyter.ts";

await endWith(async () => {
  // On Windows there is no such id.
  if (Deno.uid() === 0 && !Deno.args.includes("--allow-root")) {
    const command = taskCommand(["lab", "--allow-root", ...Deno.args].join(" "));
    throw new RangeError(
      `Cannot open JupyterLab as root must allow it: run it as another user, or: ${command}`,
    );
  }
  const { python, env } = await findJupyter();
  // The root is the project, as figures take Plotly from node_modules, where Deno keeps packages
  // in a hidden folder; the notebooks open first.
  const command = new Deno.Command(python, {
    args: ["-I", "-m", "jupyterlab", `--ServerApp.root_dir=${PROJECT_ROOT}`]
      .concat("--ContentsManager.allow_hidden=True", "--LabApp.default_url=/lab/tree/notebooks")
      .concat(Deno.args),
    cwd: PROJECT_ROOT,
    env,
  });
  return await exitCodeOf(command.spawn());
});
