/**
 * Runs the code cells of notebooks, each notebook as a module, one after the other without Jupyter:
 * run_cells.ts NOTEBOOK ... Ends with 1 and the message of the first error. REPLACE in the environment
 * is a list, in JSON, of pairs: a piece of a cell's code, and what to run in its place.
 */

import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";
import { parseNotebook } from "../../lib/report/notebook.ts";
import { PROJECT_ROOT } from "../../lib/io/paths.ts";

const folder = await Deno.makeTempDir();
const library = pathToFileURL(join(PROJECT_ROOT, "lib/mod.ts")).href;
const replaced: [string, string][] = JSON.parse(Deno.env.get("REPLACE") ?? "[]");
Deno.chdir(join(PROJECT_ROOT, "notebooks"));
try {
  for (const path of Deno.args) {
    const { cells } = parseNotebook(await Deno.readTextFile(path));
    const code = cells.filter(({ cell_type }) => cell_type === "code").map(({ source }) => source);
    const file = join(folder, `${basename(path, ".ipynb")}.mjs`);
    const asked = code.join("\n").replace('from "lookalike"', `from "${library}"`);
    await Deno.writeTextFile(
      file,
      replaced.reduce((text, [piece, other]) => text.replace(piece, other), asked),
    );
    await import(pathToFileURL(file).href).catch((error) => {
      throw new Error(`${basename(path)}: ${error.name}: ${error.message}`, { cause: error });
    });
  }
} finally {
  await Deno.remove(folder, { recursive: true });
}
// Timers of the last notebook are waited for by no one.
Deno.exit();
