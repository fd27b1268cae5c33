import assert from "node:assert/strict";
import { keepOutputs } from "../../lib/report/keep_outputs.ts";
import { drawDot } from "../notebooks/scratch.ts";

const notebook = (outputs: unknown[], source: string | string[] = "show()") =>
  JSON.stringify({
    cells: [
      { cell_type: "markdown", source: "# A" },
      { cell_type: "code", source, execution_count: 3, outputs },
    ],
    metadata: { lookalike: { seconds: 2 } },
  });
const SOURCE = JSON.stringify({
  cells: [
    { cell_type: "markdown", source: ["# A"] },
    { cell_type: "code", source: ["sh", "ow()"], execution_count: null, outputs: [] },
  ],
  metadata: {},
});
const OPTIONS = { name: "01_a.ipynb", draw: drawDot, root: "/home/me/look" };

Deno.test("keepOutputs() keeps outputs, and of a figure a picture in place of the markup", async () => {
  const plotly = { data: [], layout: { title: { text: "&lt;A&gt;" } } };
  const figure = {
    "application/vnd.plotly.v1+json": plotly,
    "text/html": "<script>",
    "text/plain": "for terminals",
  };
  const executed = notebook([
    { output_type: "display_data", data: figure },
    {
      output_type: "execute_result",
      execution_count: 3,
      data: { "text/html": "<b>", "text/plain": "b" },
    },
    { output_type: "display_data", data: { "text/plain": "c" } },
  ]);
  const kept = JSON.parse(await keepOutputs(SOURCE, executed, OPTIONS));
  assert.deepEqual(kept.metadata, {});
  const numbers = { data: [{ x: [1, 2], name: '"figure 0"' }], layout: {} };
  const drawn = notebook([{ data: { "application/vnd.plotly.v1+json": numbers } }]);
  const text = await keepOutputs(SOURCE, drawn, OPTIONS);
  assert.deepEqual(
    JSON.parse(text).cells[1].outputs[0].data["application/vnd.plotly.v1+json"],
    numbers,
  );
  assert.match(text, /"x":\[1,2\]/);
  assert.deepEqual(kept.cells[1], {
    cell_type: "code",
    source: ["sh", "ow()"],
    execution_count: null,
    outputs: [
      {
        output_type: "display_data",
        data: {
          "application/vnd.plotly.v1+json": plotly,
          "image/png": (await drawDot(plotly, "")).bytes.toBase64(),
        },
        metadata: { "image/png": { width: 1, alt: "<A>" } },
      },
      { output_type: "execute_result", execution_count: null, data: { "text/html": "<b>" } },
      { output_type: "display_data", data: { "text/plain": "c" } },
    ],
  });
});

Deno.test("keepOutputs() refuses other cells, this machine's folders and large files", async () => {
  const text = (text: string) => [{ output_type: "stream", text }];
  for (
    const [executed, message] of [
      [notebook([], "show(2)"), /no cell may have changed since: current value is 2/],
      [notebook(text("in /home/me/look/lib")), /project's folder: current value is cell 2/],
      [
        notebook(text("a".repeat(500_001))),
        /must not pass 500000 bytes: current value is 500\d\d\d, of which 500\d\d\d in cell 2/,
      ],
      [JSON.stringify({ cells: [] }), /the 0 cells that were run: current value is 2/],
    ] as const
  ) {
    await assert.rejects(keepOutputs(SOURCE, executed, OPTIONS), { name: "RangeError", message });
  }
});
