import assert from "node:assert/strict";
import { escapeHtml, html, htmlText, rawHtml } from "../../lib/view/html.ts";

const EVIL = `<img src=x onerror=alert(1)>"'&`;
const ESCAPED = "&lt;img src=x onerror=alert(1)&gt;&quot;&#39;&amp;";

Deno.test("escapeHtml() escapes all five characters, an ampersand once", () => {
  assert.equal(escapeHtml(EVIL), ESCAPED);
  assert.equal(escapeHtml(""), "");
});

Deno.test("html() escapes text between tags and in attributes", () => {
  assert.equal(html`<p title="${EVIL}">${EVIL}</p>`.markup, `<p title="${ESCAPED}">${ESCAPED}</p>`);
});

Deno.test("html() keeps markup, joins lists, leaves out nothings, writes zero", () => {
  const items = ["a", "<"].map((text) => html`<li>${text}</li>`);
  assert.equal(
    html`<ul>${items}${null}${undefined}${0}</ul>`.markup,
    "<ul><li>a</li><li>&lt;</li>0</ul>",
  );
});

Deno.test("rawHtml() keeps its plain-text form", () => {
  assert.deepEqual(rawHtml("<b>x</b>", "x"), { kind: "html", markup: "<b>x</b>", text: "x" });
});

Deno.test("htmlText() reads markup as a person would", () => {
  const markup =
    "<style>p{}</style><p>one &lt;b&gt;\n</p><img src='' alt=\"a dress\"><div>two</div>";
  assert.equal(htmlText(markup), "one <b>\n[a dress] two");
});

Deno.test("htmlText() unescapes once: an escaped entity stays an entity", () => {
  assert.equal(htmlText("&amp;lt;"), "&lt;");
});
