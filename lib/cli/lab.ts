/** `deno task lab`: opens JupyterLab on the notebooks; arguments go to JupyterLab. */

import { findJupyter } from "./setup/jupyter.ts";
import { PROJECT_ROOT } from "../io/paths.ts";
import { VENV } from "./setup/paths.ts";
import { Stamps } from "./setup/stamps.ts";

const { python, env } = await findJupyter(await Stamps.open(VENV));
// The root is the project's, as figures take Plotly from node_modules, where Deno keeps packages in
// a hidden folder; the notebooks open first.
const child = new Deno.Command(python, {
  args: ["-m", "jupyterlab", `--ServerApp.root_dir=${PROJECT_ROOT}`]
    .concat("--ContentsManager.allow_hidden=True", "--LabApp.default_url=/lab/tree/notebooks")
    .concat(Deno.args),
  cwd: PROJECT_ROOT,
  env,
}).spawn();
// JupyterLab asks or stops by itself; this process only waits for it.
Deno.addSignalListener("SIGINT", () => {});
if (Deno.build.os !== "windows") {
  Deno.addSignalListener("SIGTERM", () => child.kill("SIGTERM"));
}
const { code } = await child.status;
Deno.exit(code);
