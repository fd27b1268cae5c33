import assert from "node:assert/strict";
import { ARCHITECTURES, describeLayers } from "../../lib/model/architecture.ts";
import { keepOutputs } from "../../lib/report/keep_outputs.ts";
import { lossCurves } from "../../lib/view/charts/lines.ts";
import { scatter2d } from "../../lib/view/charts/scatter.ts";
import { explorer } from "../../lib/view/explorer/explorer.ts";
import { markdown } from "../../lib/view/markdown.ts";
import { mimeBundle } from "../../lib/view/mime.ts";
import type { Showable } from "../../lib/view/plain_text.ts";
import { networkDrawing } from "../../lib/view/network.ts";
import { createPalette } from "../../lib/view/palette.ts";
import { photoGrid } from "../../lib/view/pictures/sheet.ts";
import { svgPicture } from "../../lib/view/svg.ts";
import { table } from "../../lib/view/table.ts";
import { drawDot } from "./scratch.ts";
import { undrawnOutputs } from "./viewers.ts";
import { PRESETS } from "../../lib/runs/presets.ts";

const notebookOf = (bundles: Record<string, unknown>[]) => ({
  cells: [{
    cell_type: "code",
    source: "1",
    outputs: bundles.map((data) => ({ output_type: "display_data", data })),
  }],
});

Deno.test("undrawnOutputs() names what a viewer cannot draw", () => {
  const bundles = [
    { "application/vnd.plotly.v1+json": {}, "text/plain": "a" },
    { "text/html": ["<script>", "1</script>"], "text/plain": "a" },
    { "application/x-own": {} },
    { "text/html": "<b>", "text/plain": "a" },
    { "text/plain": "a" },
  ];
  const own = "application/x-own";
  const figure = "no more than text of application/vnd.plotly.v1+json, text/plain";
  assert.deepEqual(undrawnOutputs(notebookOf(bundles)), [
    `cell 1 in VS Code without extensions: ${figure}`,
    `cell 1 in GitHub: ${figure}`,
    "cell 1 in GitHub: a script that does not run",
    ...["VS Code", "VS Code without extensions", "GitHub"].map((name) =>
      `cell 1 in ${name}: nothing of ${own}`
    ),
  ]);
});

const palette = createPalette(["a", "b"]);
const points = Float32Array.of(0, 1, 2, 3, 4, 5);
const image = new Uint8Array(128 * 128 * 3);
const items = ["a", "b"].map((category) => ({
  id: category,
  file: category,
  category,
  split: "train" as const,
  width: 128,
  height: 128,
  attributes: {},
}));
const readImages = (rows: ArrayLike<number>) =>
  Promise.resolve(new Uint8Array(rows.length * image.length));
const { encoder } = ARCHITECTURES.plus_layer;
const { title } = PRESETS.plus_layer;
const drawsText =
  await svgPicture('<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>', "") !==
    undefined;

Deno.test({
  name: "what a notebook shows can be seen in every viewer, as it is committed" +
    (drawsText ? "" : " (needs a font)"),
  ignore: !drawsText,
  async fn() {
    const things: Showable[] = [
      "text",
      markdown`**${"bold"}**`,
      table([{ a: 1 }], ["a"]),
      await photoGrid([{ image, alt: "" }], { alt: "dark" }),
      lossCurves({ models: [{ name: "m", train: [2, 1] }] }),
      scatter2d({
        points: points.subarray(0, 4),
        ...{ ids: ["a", "b"], labels: ["a", "b"], palette, title: "UMAP by category" },
      }),
      await networkDrawing(describeLayers(ARCHITECTURES.plus_layer), {
        title,
        latentAfter: encoder.length,
      }),
      await explorer({
        store: { items, readImages },
        rows: [0, 1],
        maps: [{ name: "flat", components: 2, points: points.subarray(0, 4) }],
        palette,
      }),
    ];
    const executed = notebookOf(things.map((thing) => mimeBundle(thing)));
    const source = JSON.stringify({ cells: [{ cell_type: "code", source: "1", outputs: [] }] });
    const kept = await keepOutputs(source, JSON.stringify(executed), {
      name: "01_a.ipynb",
      draw: drawDot,
    });
    assert.deepEqual(undrawnOutputs(JSON.parse(kept)), []);
  },
});
