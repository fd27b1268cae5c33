/** The notebooks as they lie in the repository. */

import assert from "node:assert/strict";
import { basename, join } from "node:path";
import { LARGEST_NOTEBOOK } from "../../lib/report/keep_outputs.ts";
import { selectNotebooks } from "../../lib/cli/selection.ts";
import { PROJECT_ROOT } from "../../lib/io/paths.ts";
import { strayValues, undrawnOutputs } from "./viewers.ts";

interface Notebook {
  cells: { execution_count?: unknown; outputs?: { output_type: string }[] }[];
}

/** Where people's files lie, on all systems. */
const PATHS = /(?:\/(?:home|root|Users)\/|[A-Z]:\\\\Users)/;

for (const path of await selectNotebooks(join(PROJECT_ROOT, "notebooks"), [])) {
  Deno.test(`${basename(path)} is small, and its outputs are fit for every viewer`, async () => {
    const text = await Deno.readTextFile(path);
    assert.ok(new TextEncoder().encode(text).length <= LARGEST_NOTEBOOK);
    const notebook: Notebook = JSON.parse(text);
    assert.deepEqual(undrawnOutputs(notebook), []);
    assert.deepEqual(strayValues(notebook), []);
    const outputs = JSON.stringify(notebook.cells.map(({ outputs = [] }) => outputs));
    assert.doesNotMatch(outputs, PATHS, "a path of somebody's machine");
    assert.doesNotMatch(outputs, /<progress\b/, "a progress bar that never ended");
    for (const { execution_count: count } of notebook.cells) assert.equal(count ?? null, null);
  });
}
