import assert from "node:assert/strict";
import sharp from "sharp";
import {
  attributeBars,
  barComparison,
  categoryBars,
  classDistribution,
  gainLossBars,
  lossCurves,
  scatter2d,
  scatter3d,
} from "../../../lib/view/charts/mod.ts";
import type { PlotlyFigure } from "../../../lib/view/figure.ts";
import { createPalette } from "../../../lib/view/palette.ts";
import { figureStill, figureSvg } from "../../../lib/view/still/mod.ts";

const HOSTILE = `<img src=x onerror=alert(1)> "q" & 'a' \u0007`;
const categories = [HOSTILE, "Hats"];
const palette = createPalette(categories);
const items = { ids: ["a", "b"], labels: categories, palette };

const FIGURES: Record<string, PlotlyFigure> = {
  embeddings: barComparison({
    embeddings: [{ name: HOSTILE, kind: "model", value: 0.4, low: 0.3, high: 0.6 }],
    metric: "P@5",
    chance: 0.1,
  }),
  categories: categoryBars({
    categories,
    models: [{ name: "m", scores: [{ value: 0.2 }, null] }],
    baselines: [{ name: "chance", level: [0.1, 0.1] }],
    metric: "P@5",
  }),
  gains: gainLossBars({
    categories,
    differences: [{ value: -0.2, low: -0.3, high: 0.1 }, { value: 0.1 }],
    metric: "P@5",
    from: "a",
    to: "b",
  }),
  distribution: classDistribution({ palette, series: [{ name: "train", counts: [3, 5] }] }),
  losses: lossCurves({ models: [{ name: "m", train: [0.5, 0.3], validation: [0.6] }] }),
  logarithmic: lossCurves({ models: [{ name: "m", train: [0.5, 0.003] }], log: true }),
  nothing: lossCurves({ models: [] }),
  flat: scatter2d({ points: Float32Array.of(0, 1, 2, 3), ...items }),
  space: scatter3d({ points: Float32Array.of(0, 1, 2, 3, 4, 5), ...items }),
  heat: {
    data: [{ type: "heatmap", x: categories, y: categories, z: [[0, 1], [0.5, 0]], zmax: 1 }],
    layout: { title: { text: "Found" }, yaxis: { autorange: "reversed" } },
  },
};

for (const [name, figure] of Object.entries(FIGURES)) {
  Deno.test(`figureStill() draws ${name}, names as text, nowhere outside`, async () => {
    const svg = figureSvg(figure)!;
    assert.doesNotMatch(svg, /NaN|undefined|<img/);
    const still = (await figureStill(figure))!;
    assert.equal(still.width, 760);
    assert.ok(still.bytes.length < 40_000, `${still.bytes.length} bytes`);
    const { data, info } = await sharp(still.bytes).ensureAlpha().raw()
      .toBuffer({ resolveWithObject: true });
    const ink = data.filter((value, i) => i % 4 === 3 && value > 0).length;
    assert.ok(ink > 1000 && ink < info.width * info.height / 2, `${ink} pixels of ink`);
  });
}

Deno.test("figureSvg() draws a bar as long as its number, from the axis on", () => {
  const svg = figureSvg({
    data: [{
      type: "bar",
      orientation: "h",
      y: ["a", "b"],
      x: [1, 2],
      marker: { color: "#123456" },
    }],
    layout: { xaxis: { range: [0, 4] } },
  })!;
  const bars = [...svg.matchAll(/<rect x="([\d.]+)" y="([\d.]+)" width="([\d.]+)"/g)]
    .map(([, x, y, width]) => [x, y, width].map(Number) as [number, number, number]);
  assert.equal(bars.length, 2);
  const [[x1, y1, short], [x2, y2, long]] = bars as [typeof bars[0], typeof bars[0]];
  assert.equal(x1, x2);
  // Plotly's first bar is the lowest.
  assert.ok(y1 > y2);
  assert.ok(Math.abs(long - 2 * short) < 0.2);
});

Deno.test("figureSvg() draws a line across each attribute's bars at chance", () => {
  const svg = figureSvg(attributeBars({
    embeddings: [{ name: "m", kind: "model" }],
    attributes: [
      { name: "colour", scores: [{ value: 0.4 }], chance: 0.1 },
      { name: "pattern", scores: [{ value: 0.4 }], chance: 0.3 },
    ],
    metric: "P@5",
  }))!;
  const lines = [
    ...svg.matchAll(/<path d="M([\d.]+) ([\d.]+)L([\d.]+) ([\d.]+)" [^>]*#7c7c7c[^>]*"2"/g),
  ]
    .map(([, ...numbers]) => numbers.map(Number));
  // Markers lie on the lines, and are drawn in the same way.
  const [first, second] = lines.filter(([from, , to]) => to! - from! > 50);
  const [, , bar] =
    /<rect x="([\d.]+)" y="([\d.]+)" width="[\d.]+" height="([\d.]+)" fill="#0f78c3"/
      .exec(svg)!;
  const floor = [
    ...svg.matchAll(
      /<rect x="[\d.]+" y="([\d.]+)" width="[\d.]+" height="([\d.]+)" fill="#0f78c3"/g,
    ),
  ]
    .map(([, top, height]) => Number(top) + Number(height))[0]!;
  const height = floor - Number(bar);
  assert.ok(Math.abs((floor - first![1]!) - height * 0.1 / 0.4) < 0.2);
  assert.ok(Math.abs((floor - second![3]!) - height * 0.3 / 0.4) < 0.2);
  // Bands side by side: each line is 0.8 of one.
  assert.ok(Math.abs((first![2]! - first![0]!) / (second![0]! - first![0]!) - 0.8) < 0.01);
});

Deno.test("figureSvg() fills the area that a band goes round", () => {
  const band = { fill: "toself", fillcolor: "#0f78c333", line: { width: 0 } } as const;
  const svg = figureSvg({
    data: [{ type: "scatter", mode: "lines", x: [1, 2, 2, 1], y: [1, 2, 1, 0], ...band }],
    layout: {},
  })!;
  assert.match(svg, /<path d="M[^"]*L[^"]*L[^"]*L[^"]*" fill="#0f78c333" [^>]*stroke-width="0"/);
});

Deno.test("figureSvg() takes no colour that could be more than one", () => {
  const svg = figureSvg({
    data: [{ type: "bar", x: ["a"], y: [1], marker: { color: `red"/><script>` } }],
    layout: {},
  })!;
  assert.doesNotMatch(svg, /<script/);
});

Deno.test("figureStill() leaves out what it does not know", async () => {
  assert.equal(await figureStill({ data: [{ type: "pie" }], layout: {} }), undefined);
});
