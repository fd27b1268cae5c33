import assert from "node:assert/strict";
import { pageSource, withFormulas } from "../../lib/report/notebook_page.ts";
import { sha256 } from "../../lib/io/bytes.ts";
import { renderPage, safeScript } from "../../lib/report/page.ts";
import { loadsOf } from "../notebooks/scratch.ts";

Deno.test("safeScript() lets nothing in the script end it", () => {
  const safe = safeScript('a = "</script>"; b = "</SCRIPT >"; c = "<!--"; d = "$&";');
  assert.equal(safe, 'a = "<\\/script>"; b = "<\\/SCRIPT >"; c = "<\\!--"; d = "$&";');
});

Deno.test("renderPage() has the script in its head only where it is wanted", async () => {
  const page = await renderPage({ title: "<t>", body: "x", plotly: true });
  assert.ok(page.indexOf("<script>") < page.indexOf("</head>"));
  const without = await renderPage({ title: "<t>", body: "x", plotly: false });
  assert.ok(without.includes("<title>&lt;t&gt; · Lookalike</title>"));
  assert.equal(without.includes("<script>"), false);
});

Deno.test("pageSource() gives the page its title, links to pages and a note whether it has figures", () => {
  const markdown = "# **1** Data\n[next](02_train.ipynb#a) [`x`](https://x.example/a.ipynb) $x$";
  const figure = { output_type: "display_data", data: { "application/vnd.plotly.v1+json": {} } };
  const code = { cell_type: "code", source: "[a](b.ipynb)", outputs: [figure] };
  const cells = [{ cell_type: "markdown", source: [markdown] }, code];
  const text = JSON.stringify({ cells, metadata: { kernelspec: {} } });
  const made = JSON.parse(pageSource(text));
  assert.deepEqual(made.metadata, {
    kernelspec: {},
    title: "1 Data",
    lookalike: { notebook: sha256(text), plotly: true },
  });
  assert.match(made.cells[0].source, /\[next\]\(02_train\.html#a\) .*x\.example\/a\.ipynb\) <math/);
  assert.deepEqual(made.cells[1], code);
  assert.equal(JSON.parse(pageSource('{ "cells": [] }')).metadata.lookalike.plotly, false);
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

Deno.test("withFormulas() draws TeX as MathML and leaves the rest alone", () => {
  const drawn = withFormulas("Take $n + 1$ photos, `$not$ this`.");
  assert.match(drawn, /^Take <math>.*<mi>n<\/mi>.*<\/math> photos, `\$not\$ this`\.$/);
  assert.equal(withFormulas("costs $ 5 and $ 6"), "costs $ 5 and $ 6");
  assert.equal(withFormulas("```sh\necho $HOME $PATH\n```"), "```sh\necho $HOME $PATH\n```");
  assert.match(withFormulas("$$\n\\frac{1}{2}\n$$"), /<math display="block".*<mfrac>/s);
});

Deno.test("pageSource() changes Markdown cells only", () => {
  const notebook = {
    cells: [
      { cell_type: "markdown", source: ["a $x$\n", "b"] },
      { cell_type: "code", source: "const a = `$x$`;" },
    ],
    nbformat: 4,
  };
  const drawn = JSON.parse(pageSource(JSON.stringify(notebook)));
  assert.match(drawn.cells[0].source, /^a <math>.*<\/math>\nb$/s);
  assert.deepEqual(drawn.cells[1], notebook.cells[1]);
  assert.equal(drawn.nbformat, 4);
});
