import assert from "node:assert/strict";
import type { PlotlyFigure } from "../../lib/view/figure.ts";
import { figureHtml, PLOTLY_PATH, scriptJson } from "../../lib/view/figure_html.ts";
import { MID_GREY } from "../../lib/view/palette.ts";

const FIGURE: PlotlyFigure = {
  data: [{ type: "bar", x: ["a"], y: [1], name: "</script><script>alert(1)</script><!--" }],
  layout: { title: { text: "Bars &lt;b&gt;" }, height: 321, font: { color: MID_GREY } },
};

interface Drawn {
  data: unknown;
  layout: { font: { color: string } };
}

/** As much of a page as the script touches. */
function fakePage({ plotly = false, baseUrl, elements = 1 }: {
  plotly?: boolean;
  baseUrl?: string;
  elements?: number;
}) {
  const drawn: Drawn[] = [];
  const scripts: { src?: string; onload?: () => void; onerror?: () => void }[] = [];
  const loaders: (() => void)[] = [];
  const found = Array.from({ length: elements }, () => ({
    dataset: {} as Record<string, string>,
    textContent: "fallback",
    clientWidth: 600,
  }));
  const Plotly = {
    newPlot: (_: unknown, data: unknown, layout: Drawn["layout"]) => drawn.push({ data, layout }),
    Plots: { resize() {} },
  };
  const window: Record<string, unknown> = {
    addEventListener: (_: string, listener: () => void) => loaders.push(listener),
    ...(plotly ? { Plotly } : {}),
  };
  const settings = { textContent: JSON.stringify({ baseUrl }) };
  const document = {
    querySelectorAll: () => found,
    getElementById: () => baseUrl === undefined ? null : settings,
    createElement: () => ({}),
    head: { appendChild: (script: typeof scripts[number]) => scripts.push(script) },
  };
  const run = (markup: string) => {
    const source = markup.match(/<script>([\s\S]*)<\/script>/)![1]!;
    new Function("window", "document", "getComputedStyle", source)(
      window,
      document,
      () => ({ color: "rgb(1, 2, 3)" }),
    );
  };
  return { drawn, scripts, loaders, found, window, Plotly, run };
}

Deno.test("figureHtml() embeds names from outside so that they end no script", () => {
  const { markup } = figureHtml(FIGURE);
  assert.equal(markup.match(/<\/script>/g)!.length, 1);
  assert.doesNotMatch(markup, /<!--|<script>alert/);
  assert.match(markup, /aria-label="Bars &lt;b&gt;"/);
  assert.match(markup, /min-height:321px/);
});

Deno.test("figureHtml() draws with the page's own Plotly, in the page's text colour", () => {
  const page = fakePage({ plotly: true });
  page.run(figureHtml(FIGURE).markup);
  assert.deepEqual(page.drawn.map(({ data }) => data), [FIGURE.data]);
  assert.equal(page.drawn[0]!.layout.font.color, "rgb(1, 2, 3)");
  assert.equal(page.found[0]!.textContent, "");
});

Deno.test("figureHtml() draws in every view of the notebook, each once", () => {
  const page = fakePage({ plotly: true, elements: 2 });
  page.run(figureHtml(FIGURE).markup);
  page.run(figureHtml(FIGURE).markup);
  assert.equal(page.drawn.length, 2);
});

Deno.test("figureHtml() loads Plotly once from JupyterLab's server, below its base URL", async () => {
  const page = fakePage({ baseUrl: "/user/x" });
  page.run(figureHtml(FIGURE).markup);
  page.run(figureHtml({ ...FIGURE, data: [] }).markup);
  assert.deepEqual(page.scripts.map(({ src }) => src), [`/user/x/${PLOTLY_PATH}`]);
  page.window.Plotly = page.Plotly;
  page.scripts[0]!.onload!();
  await new Promise((resolve) => setTimeout(resolve));
  assert.equal(page.drawn.length, 1);
});

Deno.test("figureHtml() draws after load where Plotly stands later in the page", () => {
  const page = fakePage({});
  page.run(figureHtml(FIGURE).markup);
  assert.equal(page.drawn.length, 0);
  page.window.Plotly = page.Plotly;
  page.loaders.forEach((listener) => listener());
  assert.equal(page.drawn.length, 1);
});

Deno.test("figureHtml() leaves its line of text where there is no Plotly at all", () => {
  const page = fakePage({});
  page.run(figureHtml(FIGURE).markup);
  page.loaders.forEach((listener) => listener());
  assert.equal(page.found[0]!.textContent, "fallback");
});

Deno.test("figureHtml() gives the same figure the same markup, another one another id", () => {
  assert.equal(figureHtml(FIGURE).markup, figureHtml(FIGURE).markup);
  const id = (figure: PlotlyFigure) =>
    figureHtml(figure).markup.match(/lookalike-figure="(\w+)"/)![1];
  assert.notEqual(id(FIGURE), id({ ...FIGURE, data: [] }));
});

Deno.test("scriptJson() has no less-than sign or line separator and reads back the same", () => {
  const value = { a: "<\u2028\u2029</script>" };
  const json = scriptJson(value);
  assert.doesNotMatch(json, /[<\u2028\u2029]/);
  assert.deepEqual(JSON.parse(json), value);
});
