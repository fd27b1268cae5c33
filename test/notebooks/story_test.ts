/** What every notebook tells its reader, and how it is built. */

import assert from "node:assert/strict";
import { basename, join } from "node:path";
import * as lookalike from "../../lib/mod.ts";
import { parseNotebook } from "../../lib/report/notebook.ts";
import { selectNotebooks } from "../../lib/cli/selection.ts";
import { PROJECT_ROOT } from "../../lib/io/paths.ts";

/** Longest cell of code, lines. */
const LONGEST_CELL = 15;

/** A reader asks for code where it is, so a notebook defines no functions. */
const FUNCTION = /^(?:async )?function |^const \w+ = (?:async )?\([^)]*\) =>/m;

const paths = await selectNotebooks(join(PROJECT_ROOT, "notebooks"), []);

for (const [order, path] of paths.entries()) {
  const name = basename(path);
  const isAppendix = name.startsWith("A");
  Deno.test(`${name} asks, expects, judges, names a limit, and leads on`, async () => {
    const { cells } = parseNotebook(await Deno.readTextFile(path));
    const text = cells.filter(({ cell_type }) => cell_type === "markdown").map((c) => c.source);
    const code = cells.filter(({ cell_type }) => cell_type === "code").map((c) => c.source);

    const number = isAppendix ? name.slice(0, 2) : String(order + 1);
    assert.match(text[0]!, new RegExp(`^# ${number} · `));
    assert.match(text[0]!, /\*\*Question\.\*\*/);
    for (const row of ["reads", "writes"]) {
      assert.match(text[0]!, new RegExp(`^\\| ${row} +\\| \\S`, "m"));
    }
    assert.match(text.join("\n"), /\*\*We\s+expect\*\*/);
    assert.match(text.join("\n"), /^## Checks$/m);
    assert.match(text.join("\n"), /\*\*One limit\.\*\*/);
    const next = paths[order + 1];
    if (next && !isAppendix && !basename(next).startsWith("A")) {
      assert.ok(text.at(-1)!.includes(`](${basename(next)})`), "next");
    }

    assert.match(code[0]!, /^import /);
    // From there on Stop keeps the kernel and its values.
    assert.match(code[0]!, /^await show\(/m);
    assert.match(code.slice(0, 2).join("\n"), /^const settings = (?:lookalike\.)?readSettings\(/m);
    assert.equal(code.filter((source) => source.includes("readSettings(")).length, 1);
    // The kernel takes a second declaration silently.
    const declared = code.flatMap((source) =>
      [...source.matchAll(/^(?:const|let|async function|function) (\w+)/gm)].map(([, it]) => it!)
    );
    assert.deepEqual(declared.filter((it, i) => declared.indexOf(it) !== i), []);
    // Claims become checks: some cell throws where one does not hold.
    assert.ok(code.some((source) => /\bthrow new \w*Error\(/.test(source)));

    assert.match(text[0]!, new RegExp(`^\\*\\*${code.length} cells, .*(?:second|minute)`, "m"));
    for (const source of code) {
      const lines = source.split("\n").length;
      assert.ok(lines <= LONGEST_CELL, `${lines} lines: ${source.slice(0, 80)}`);
      assert.doesNotMatch(source, FUNCTION);
    }
    const count = (sources: string[], pattern: RegExp) =>
      sources.join("\n").match(pattern)?.length ?? 0;
    const expectations = count(text, /\*\*We\s+expect\*\*/g);
    const verdicts = cells.flatMap(({ outputs }) =>
      outputs
    ).filter(({ data = {} }) => [data["text/markdown"]].flat().join("").startsWith("**Expected:**"))
      .length;
    // A cell that is new has no outputs until those of a run are kept.
    const isKept = cells.every((cell) =>
      cell.cell_type !== "code" || cell.outputs.length > 0
    );
    if (isKept) {
      assert.ok(verdicts >= expectations, `${verdicts} verdicts on ${expectations} expectations`);
    }
  });
}

Deno.test("the library has some 75 names, and notebooks use each that is for them alone", async () => {
  assert.ok(Object.keys(lookalike).length <= 75, Object.keys(lookalike).join(", "));
  const cells = await Promise.all(paths.map(async (path) => {
    return parseNotebook(await Deno.readTextFile(path)).cells.map(({ source }) => source).join(
      "\n",
    );
  }));
  const text = cells.join("\n");
  assert.deepEqual(
    Object.keys(lookalike.report).filter((name) => !text.includes(`report.${name}(`)),
    [],
  );
});
