import assert from "node:assert/strict";
import {
  axis,
  baseLayout,
  categoryAxis,
  estimateText,
  seriesStyles,
  spread,
} from "../../../lib/view/charts/theme.ts";
import { BASELINE_GREY, modelColor } from "../../../lib/view/palette.ts";

Deno.test("baseLayout() wraps long titles between words and escapes them", () => {
  const { title, margin } = baseLayout(`${"word ".repeat(11)}<b>`, { subtitle: "<i>" });
  // Ten words of four letters and nine spaces are 49 letters; an eleventh would make 54.
  const text = `${"word ".repeat(10).trim()}<br>word &lt;b&gt;`;
  assert.equal(title!.text, text);
  assert.equal(title!.subtitle!.text, "&lt;i&gt;");
  assert.ok(margin!.t! > baseLayout("short", { subtitle: "s" }).margin!.t!);
});

Deno.test("baseLayout() is transparent, so that it suits light and dark pages", () => {
  const { paper_bgcolor, plot_bgcolor } = baseLayout("t");
  assert.deepEqual([paper_bgcolor, plot_bgcolor], ["rgba(0,0,0,0)", "rgba(0,0,0,0)"]);
});

Deno.test("axis() has a name, and takes what is special", () => {
  assert.equal(axis("Loss <MSE>", { type: "log" }).title!.text, "Loss &lt;MSE&gt;");
  assert.equal(axis("x", { type: "log" }).type, "log");
});

Deno.test("categoryAxis() writes every name, numbers too, long ones cut", () => {
  const { type, tickvals, ticktext } = categoryAxis(["2020", "x".repeat(40)]);
  assert.equal(type, "category");
  assert.deepEqual(tickvals, ["2020", "x".repeat(40)]);
  assert.deepEqual(ticktext, ["2020", `${"x".repeat(33)}…`]);
});

Deno.test("spread() gives distances to both ends, and nothing where there is no interval", () => {
  const bars = spread([{ value: 0.5, low: 0.25, high: 1 }, null, { value: 0.5 }]);
  assert.deepEqual(bars!.array, [0.5, NaN, NaN]);
  assert.deepEqual(bars!.arrayminus, [0.25, NaN, NaN]);
  assert.equal(spread([{ value: 1 }, null]), undefined);
});

Deno.test("estimateText() writes the interval where there is one", () => {
  assert.equal(
    estimateText({ value: 0.4, low: 0.3, high: 0.5 }),
    "0.400 (interval 0.300 to 0.500)",
  );
  assert.equal(estimateText({ value: 0.4 }), "0.400");
});

Deno.test("seriesStyles() colours models by name, and tells grey baselines apart otherwise", () => {
  const kinds = ["baseline", "model", "baseline", "model", "baseline", "baseline"] as const;
  const looks = seriesStyles(
    kinds.map((kind, i) => ({ name: i < 2 ? "Baseline" : "Contrastive", kind })),
  );
  assert.deepEqual(
    looks.map(({ color }) => color),
    [
      BASELINE_GREY,
      modelColor("Baseline"),
      BASELINE_GREY,
      modelColor("Contrastive"),
      BASELINE_GREY,
      BASELINE_GREY,
    ],
  );
  const bars = looks.map(({ color, pattern, opacity }) => [color, pattern, opacity].join());
  const lines = looks.map(({ dash, symbol }) => [dash, symbol].join());
  for (const drawn of [bars, lines]) assert.equal(new Set(drawn).size, looks.length);
  assert.deepEqual(seriesStyles([]), []);
});
