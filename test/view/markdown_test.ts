import assert from "node:assert/strict";
import { escapeMarkdown, markdown } from "../../lib/view/markdown.ts";

Deno.test("markdown() escapes what is put in and keeps what is written", () => {
  assert.equal(
    markdown`**${"<b>*x*_y_"}** has ${3} photos`.source,
    "**&lt;b&gt;\\*x\\*\\_y\\_** has 3 photos",
  );
});

Deno.test("markdown() takes a string as it is", () => {
  assert.deepEqual(markdown("# A"), { kind: "markdown", source: "# A" });
});

Deno.test("escapeMarkdown() leaves no link, code, table cell, formula, strike or second line", () => {
  assert.equal(
    escapeMarkdown("[a](b) `c` | $d$ ~e~ \\ f\n# g"),
    "\\[a\\]\\(b\\) \\`c\\` \\| \\$d\\$ \\~e\\~ \\\\ f \\# g",
  );
});
