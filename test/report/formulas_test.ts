import assert from "node:assert/strict";
import { drawFormulas, withFormulas } from "../../lib/report/formulas.ts";

Deno.test("withFormulas() draws TeX as MathML and leaves the rest alone", () => {
  const drawn = withFormulas("Take $n + 1$ photos, `$not$ this`.");
  assert.match(drawn, /^Take <math>.*<mi>n<\/mi>.*<\/math> photos, `\$not\$ this`\.$/);
  assert.equal(withFormulas("costs $ 5 and $ 6"), "costs $ 5 and $ 6");
  assert.equal(withFormulas("```sh\necho $HOME $PATH\n```"), "```sh\necho $HOME $PATH\n```");
  assert.match(withFormulas("$$\n\\frac{1}{2}\n$$"), /<math display="block".*<mfrac>/s);
});

Deno.test("drawFormulas() changes Markdown cells only", () => {
  const notebook = {
    cells: [
      { cell_type: "markdown", source: ["a $x$\n", "b"] },
      { cell_type: "code", source: "const a = `$x$`;" },
    ],
    nbformat: 4,
  };
  const drawn = JSON.parse(drawFormulas(JSON.stringify(notebook)));
  assert.match(drawn.cells[0].source, /^a <math>.*<\/math>\nb$/s);
  assert.deepEqual(drawn.cells[1], notebook.cells[1]);
  assert.equal(drawn.nbformat, 4);
});
