/** Notebooks name nothing that does not exist. Deno checks no types in notebooks, so a test does. */

import assert from "node:assert/strict";
import { basename, join } from "node:path";
import { selectNotebooks } from "../../lib/cli/selection.ts";
import { PROJECT_ROOT } from "../../lib/io/paths.ts";
import { parseNotebook } from "../../lib/report/notebook.ts";

/**
 * Codes of TypeScript for names, properties and exports that do not exist, and for calls with too many
 * or too few arguments. Notebooks leave types out, so that most other errors say nothing.
 */
const MISSING =
  /^TS(2304|2305|2339|2551|2552|2554|2724) \[ERROR\]: (?!.*on type '(unknown|\{\}|.*(undefined|\.\.\.))')/;

/** What of `code` does not exist, by TypeScript. */
async function missingIn(files: Record<string, string>): Promise<string[]> {
  const folder = await Deno.makeTempDir();
  try {
    const paths = await Promise.all(
      Object.entries(files).map(async ([name, code]) => {
        const path = join(folder, `${name}.ts`);
        await Deno.writeTextFile(path, `${code}\nexport {};\n`);
        return path;
      }),
    );
    const { stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["check", "--quiet", "--config", join(PROJECT_ROOT, "deno.json"), ...paths],
      env: { NO_COLOR: "1" },
      stdout: "null",
      stderr: "piped",
    }).output();
    const said = new TextDecoder().decode(stderr);
    return said.split("\n\n").filter((error) => MISSING.test(error) && error.includes(folder));
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("the check finds a property, a name and an export that do not exist", async () => {
  const found = await missingIn({
    broken: [
      `import * as lookalike from "lookalike";`,
      `const store = await lookalike.openStore(lookalike.readSettings({}));`,
      `store.items.find(({ board }) => board);`,
      `lookalike.noSuchExport(store, noSuchName);`,
    ].join("\n"),
  });
  const text = found.join("\n");
  assert.equal(found.length, 3, text);
  for (const name of ["board", "noSuchExport", "noSuchName"]) assert.match(text, new RegExp(name));
});

Deno.test("notebooks name nothing that does not exist", async () => {
  const files: Record<string, string> = {};
  for (const path of await selectNotebooks(join(PROJECT_ROOT, "notebooks"), [])) {
    const { cells } = parseNotebook(await Deno.readTextFile(path));
    files[basename(path, ".ipynb")] = cells.filter(({ cell_type }) => cell_type === "code")
      .map(({ source }) => source).join("\n");
  }
  assert.deepEqual(await missingIn(files), []);
});
