import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import { datasetDirectory, runDirectory } from "../../lib/runs/directories.ts";
import { readSettings } from "../../lib/runs/settings.ts";
import { keepOutputs } from "../../lib/report/keep_outputs.ts";
import { type RunEvent, runNotebooks } from "../../lib/cli/notebooks.ts";
import { selectNotebooks } from "../../lib/cli/selection.ts";
import { PROJECT_ROOT } from "../../lib/io/paths.ts";
import { drawDot, foreignLoadsOf, jupyterIfInstalled } from "./scratch.ts";
import { writePhotos } from "../photos.ts";
import { strayValues, undrawnOutputs } from "./viewers.ts";

const folder = join(PROJECT_ROOT, "notebooks");
const notebooks = existsSync(folder) ? await selectNotebooks(folder, []) : [];
const jupyter = await jupyterIfInstalled();
const missing = notebooks.length === 0
  ? " (there are no notebooks)"
  : jupyter
  ? ""
  : " (needs deno task setup)";

Deno.test({
  name: `all notebooks run on a few dozen photos, and every cell shows what it should${missing}`,
  ignore: missing !== "",
  fn: async () => {
    const temporary = await Deno.makeTempDir();
    const photos = join(temporary, "photos");
    await writePhotos(photos, 15);
    const env = { DATASET: photos, PROFILE: "tiny", RUN: `test-${Deno.pid}`, SEED: "1" };
    const settings = readSettings({}, env);
    const reportDirectory = join(temporary, "reports");
    try {
      const events: RunEvent[] = [];
      const { succeeded } = await runNotebooks({
        notebooks,
        reportDirectory,
        env,
        onEvent: (event) => {
          events.push(event);
          if (event.type === "done") {
            console.log(`  ${event.name}: ${Math.round(event.milliseconds / 1000)} s`);
          }
        },
      });
      const failed = events.filter(({ type }) => type === "failed");
      assert.deepEqual(failed, []);
      assert.equal(succeeded, true);
      for (const notebook of notebooks) {
        const page = join(reportDirectory, `${basename(notebook, ".ipynb")}.html`);
        assert.deepEqual(foreignLoadsOf(await Deno.readTextFile(page)), [], page);
        // As it would be committed, every output can be seen where no script runs.
        const name = basename(notebook);
        const executed = await Deno.readTextFile(join(reportDirectory, name));
        const source = await Deno.readTextFile(notebook);
        const kept = await keepOutputs(source, executed, { name, draw: drawDot });
        assert.deepEqual(undrawnOutputs(JSON.parse(kept)), [], name);
        assert.deepEqual(strayValues(JSON.parse(kept)), [], name);
      }
    } finally {
      const made = [temporary, runDirectory(settings), datasetDirectory(settings)];
      for (const path of made) await Deno.remove(path, { recursive: true }).catch(() => {});
    }
  },
});
