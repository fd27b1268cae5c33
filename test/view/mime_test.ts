import assert from "node:assert/strict";
import { html } from "../../lib/view/html.ts";
import { markdown } from "../../lib/view/markdown.ts";
import { mimeBundle, mimeMetadata } from "../../lib/view/mime.ts";
import type { Showable } from "../../lib/view/plain_text.ts";
import { picture } from "../../lib/view/picture.ts";
import { encodePng } from "../../lib/view/pictures/encode.ts";
import { table } from "../../lib/view/table.ts";

const FIGURE = { data: [], layout: { title: { text: "Empty" } } };

Deno.test("mimeBundle() gives a figure as JSON, as markup and as text", () => {
  const bundle = mimeBundle(FIGURE);
  assert.deepEqual(Object.keys(bundle), [
    "application/vnd.plotly.v1+json",
    "text/html",
    "text/plain",
  ]);
  assert.equal(bundle["text/plain"], "[figure: Empty]");
});

Deno.test("mimeBundle() gives every other kind its form and text", async () => {
  const png = picture(await encodePng(Uint8Array.of(1, 2, 3), { width: 1, height: 1 }), "a dot");
  const kinds: [Showable, string[], string][] = [
    [png, ["image/png", "text/plain"], "[picture, 1 x 1: a dot]"],
    [table([{ a: 1 }], ["a"]), ["text/html", "text/plain"], "a\n-\n1"],
    [markdown("# Hi"), ["text/markdown", "text/plain"], "# Hi"],
    [html`<b>${"<"}</b>`, ["text/html", "text/plain"], "<"],
    ["plain", ["text/plain"], "plain"],
  ];
  for (const [thing, types, text] of kinds) {
    const bundle = mimeBundle(thing);
    assert.deepEqual(Object.keys(bundle), types);
    assert.equal(bundle["text/plain"], text);
  }
  assert.deepEqual(mimeMetadata(png), { "image/png": { width: 1, alt: "a dot" } });
  assert.deepEqual(mimeMetadata(FIGURE), {});
});

Deno.test("mimeBundle() refuses what it does not know", () => {
  for (const thing of [null, undefined, 3, {}, { kind: "film" }]) {
    assert.throws(() => mimeBundle(thing as unknown as Showable), {
      name: "TypeError",
      message: /Cannot show thing as it must be a picture/,
    });
  }
});
