import assert from "node:assert/strict";
import { methodLooks } from "../../../lib/view/charts/method_looks.ts";
import { BASELINE_GREY, modelColor } from "../../../lib/view/palette.ts";

Deno.test("methodLooks() colours models in order, and tells grey baselines apart otherwise", () => {
  const kinds = ["baseline", "model", "baseline", "model", "baseline", "baseline"] as const;
  const looks = methodLooks(kinds.map((kind) => ({ name: "", kind })));
  assert.deepEqual(
    looks.map(({ color }) => color),
    [BASELINE_GREY, modelColor(0), BASELINE_GREY, modelColor(1), BASELINE_GREY, BASELINE_GREY],
  );
  for (const what of ["pattern", "symbol"] as const) {
    assert.equal(new Set(looks.map((look) => look[what])).size, looks.length, what);
  }
  assert.deepEqual(methodLooks([]), []);
});
