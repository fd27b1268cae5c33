import assert from "node:assert/strict";
import {
  cellHead,
  findFaults,
  hasPlotly,
  type Notebook,
  parseNotebook,
  titleOf,
} from "../../lib/report/notebook.ts";

type Cell = Notebook["cells"][number];

function code(source: string, outputs: Cell["outputs"] = [], tags: string[] = []): Cell {
  return { cell_type: "code", source, outputs, tags };
}

function markdown(source: string): Cell {
  return { cell_type: "markdown", source, outputs: [], tags: [] };
}

Deno.test("parseNotebook() takes sources in one string and in lines", () => {
  const text = JSON.stringify({
    cells: [
      { cell_type: "markdown", source: ["# A\n", "b"] },
      { cell_type: "code", source: "1", outputs: [], metadata: { tags: ["raises-exception"] } },
    ],
    metadata: { lookalike: { seconds: 2.5 } },
  });
  assert.deepEqual(parseNotebook(text), {
    cells: [markdown("# A\nb"), code("1", [], ["raises-exception"])],
    execution: { seconds: 2.5 },
  });
});

Deno.test("parseNotebook() refuses what is no notebook", () => {
  for (const text of ["", "{}", "null", "[]"]) {
    assert.throws(() => parseNotebook(text), SyntaxError);
  }
});

Deno.test("titleOf() gives the first heading without its marks", () => {
  const cells = [code("# not this"), markdown("text\n\n## **Train** `fast` ##\n# later")];
  assert.equal(titleOf({ cells, execution: undefined }), "Train fast");
  assert.equal(titleOf({ cells: [], execution: undefined }), undefined);
});

Deno.test("cellHead() gives the first lines that hold anything", () => {
  assert.equal(cellHead("\na\n\nb\nc\nd"), "a\nb\nc\n...");
  assert.equal(cellHead("a"), "a");
});

Deno.test("findFaults() finds lost outputs and errors, and nothing else", () => {
  const shown = { output_type: "display_data" as const, data: { "text/plain": "x" } };
  const failed = { output_type: "error" as const, ename: "RangeError", evalue: "too far" };
  const notebook = (second: Cell["outputs"]) => ({
    cells: [
      markdown("show(x)"),
      code("await show(1)", [shown]),
      code("const a = 1"),
      code("await show(2)", second),
      code("throw 1", [failed]),
      code("throw 2", [failed], ["raises-exception"]),
    ],
    execution: undefined,
  });
  assert.deepEqual(findFaults(notebook([])).map(({ index }) => index), [4]);
  const faults = findFaults(notebook([]), notebook([shown]));
  assert.deepEqual(faults, [
    { index: 3, head: "await show(2)", problem: "its output is missing" },
    { index: 4, head: "throw 1", problem: "RangeError: too far" },
  ]);
});

Deno.test("hasPlotly() looks for figures among the outputs", () => {
  const figure = {
    output_type: "display_data" as const,
    data: { "application/vnd.plotly.v1+json": {} },
  };
  const plain = { output_type: "stream" as const };
  assert.equal(hasPlotly({ cells: [code("1", [plain, figure])], execution: undefined }), true);
  assert.equal(
    hasPlotly({ cells: [code("1", [plain]), markdown("")], execution: undefined }),
    false,
  );
});
