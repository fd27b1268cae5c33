import assert from "node:assert/strict";
import { inlineScript } from "../../lib/report/notebook_page.ts";
import { loadsOf } from "../notebooks/scratch.ts";

Deno.test("inlineScript() writes the script into the end of the first head", () => {
  assert.equal(
    inlineScript("<head><title>x</title></head><body></head></body>", 'let a = "$&";'),
    '<head><title>x</title><script>let a = "$&";</script>\n</head><body></head></body>',
  );
});

Deno.test("inlineScript() lets nothing in the script end it", () => {
  const html = inlineScript("<head></head>", 'a = "</script>"; b = "</SCRIPT >"; c = "<!--";');
  assert.equal(
    html,
    '<head><script>a = "<\\/script>"; b = "<\\/SCRIPT >"; c = "<\\!--";</script>\n</head>',
  );
});

Deno.test("inlineScript() refuses a page without a head", () => {
  assert.throws(() => inlineScript("<body></body>", "1"), SyntaxError);
});

Deno.test("loadsOf() finds what a page loads, and no more", () => {
  const nothing = `<a href="https://x.example">x</a><img src="data:image/png;base64,AA==">
    <script>load("https://x.example"); a = '<img src="x.png">';</script>
    <style>a { background: url("data:image/svg+xml,x"); mask: url(#b) }</style>`;
  assert.deepEqual(loadsOf(nothing), []);
  const something = `<script src="https://x.example/a.js"></script><img src=a.png>
    <link rel="stylesheet" href='//x.example/a.css'><style>@import "a.css"; b { c: url(d.png) }</style>`;
  assert.equal(loadsOf(something).length, 5);
});
