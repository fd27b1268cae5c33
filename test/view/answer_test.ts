import assert from "node:assert/strict";
import { answer } from "../../lib/view/answer.ts";

Deno.test("answer() folds sentences, escaped, and prints them plainly", () => {
  const { markup, text } = answer(["<b> is 2.", "So it is."]);
  assert.match(markup, /<details[^>]*>\s*<summary[^>]*>Answer<\/summary>/);
  assert.match(markup, /<p>&lt;b&gt; is 2\.<\/p>/);
  assert.equal(text, "Answer:\n<b> is 2.\nSo it is.");
});
