import assert from "node:assert/strict";
import { seriesStyles } from "../../../lib/view/charts/series_styles.ts";
import { BASELINE_GREY, modelColor } from "../../../lib/view/palette.ts";

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
