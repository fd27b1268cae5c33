import assert from "node:assert/strict";
import { inJupyter } from "../../lib/io/jupyter.ts";
import { markdown } from "../../lib/view/markdown.ts";
import type { Showable } from "../../lib/view/plain_text.ts";
import { show } from "../../lib/view/show.ts";

/** What `run` prints. */
async function printed(run: () => Promise<void>): Promise<unknown[]> {
  const log = console.log;
  const lines: unknown[] = [];
  console.log = (line) => lines.push(line);
  try {
    await run();
  } finally {
    console.log = log;
  }
  return lines;
}

Deno.test("inJupyter() is false outside the kernel", () => {
  assert.equal(inJupyter(), false);
});

Deno.test("show() prints plain text outside the kernel, in order", async () => {
  const figure = { data: [], layout: { title: { text: "Loss" } } };
  assert.deepEqual(await printed(() => show("a", markdown("**b**"), figure)), [
    "a",
    "**b**",
    "[figure: Loss]",
  ]);
});

Deno.test("show() of nothing prints nothing; of an unknown thing nothing at all, and throws", async () => {
  assert.deepEqual(await printed(() => show()), []);
  const lines = await printed(() =>
    assert.rejects(show("a", null as unknown as Showable), { name: "TypeError" })
  );
  assert.deepEqual(lines, []);
});
