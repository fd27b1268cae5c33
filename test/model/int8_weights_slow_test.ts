import assert from "node:assert/strict";
import { ARCHITECTURES } from "../../lib/model/architecture.ts";
import { fromInt8, toInt8 } from "../../lib/model/int8_weights.ts";
import { initialStateDict } from "../../lib/model/state_dict.ts";

Deno.test("fromInt8() gives every weight of a network back to half a step", () => {
  const architecture = ARCHITECTURES.plus_layer;
  const state = initialStateDict(architecture, 3);
  const tensors = toInt8(architecture, state);
  const back = fromInt8(tensors);
  assert.deepEqual(Object.keys(back).sort(), Object.keys(state).sort());
  for (const [name, { shape, data }] of Object.entries(state)) {
    assert.deepEqual(back[name]!.shape, shape);
    // Uniform in +-bound, so that no channel's step is above bound / 127.
    const bound = data.reduce((most, w) => Math.max(most, Math.abs(w)), 0);
    const worst = data.reduce(
      (most, w, i) => Math.max(most, Math.abs(w - back[name]!.data[i]!)),
      0,
    );
    assert.ok(worst <= bound / 127 / 2 + 1e-7, `${name}: ${worst}`);
  }
  const bytes = Object.values(tensors).reduce((sum, { data }) => sum + data.byteLength, 0);
  const floats = Object.values(state).reduce((sum, { data }) => sum + data.byteLength, 0);
  assert.ok(bytes < 0.26 * floats);
});
