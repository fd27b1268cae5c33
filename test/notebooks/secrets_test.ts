import assert from "node:assert/strict";
import { join } from "node:path";
import { runNotebooks } from "../../lib/cli/notebooks.ts";
import { selectNotebooks } from "../../lib/cli/selection.ts";
import { PROJECT_ROOT } from "../../lib/io/paths.ts";
import { datasetDirectory, originalsDirectory } from "../../lib/runs/directories.ts";
import { readSettings } from "../../lib/runs/settings.ts";
import { assertNoSecretBelow, serveDatasets, withSecrets } from "../secrets.ts";
import { jupyterIfInstalled } from "./scratch.ts";

const jupyter = await jupyterIfInstalled();

Deno.test({
  name: `secrets in addresses are in no executed notebook and no page${
    jupyter ? "" : " (needs deno task setup)"
  }`,
  ignore: !jupyter,
  fn: async () => {
    const { server, wanted } = await serveDatasets(15);
    await using _server = server;
    const reportDirectory = await Deno.makeTempDir();
    const env = {
      DATASET: "complete-the-look",
      PROFILE: "tiny",
      COMPLETE_THE_LOOK_TSV: withSecrets(server.base, "table.tsv"),
      COMPLETE_THE_LOOK_BOARDS: withSecrets(server.base, "boards"),
    };
    const settings = readSettings({}, env);
    const made = [reportDirectory, datasetDirectory(settings), originalsDirectory(settings)];
    try {
      const notebooks = await selectNotebooks(join(PROJECT_ROOT, "notebooks"), ["01"]);
      const { succeeded } = await runNotebooks({ notebooks, reportDirectory, env });
      assert.ok(succeeded && wanted.length > 15);
      for (const folder of made) assert.ok(await assertNoSecretBelow(folder) > 2, folder);
    } finally {
      for (const path of made) await Deno.remove(path, { recursive: true }).catch(() => {});
    }
  },
});
