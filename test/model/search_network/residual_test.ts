import assert from "node:assert/strict";
import { initialResidualWeights } from "../../../lib/model/search_network/residual.ts";

Deno.test("initialResidualWeights() begins with gradients, opponents and identities", () => {
  const state = initialResidualWeights(7);
  const stem = state["stem.weight"]!.data;
  // Direction 0 points right: the middle row is -a 0 a, with a = exp(-1 / 1.28) / sum * 8 / 3,
  // and sum = 2 exp(-1 / 1.28) + 4 exp(-2 / 1.28).
  const [side, corner] = [Math.exp(-1 / 1.28), Math.exp(-2 / 1.28)];
  const a = side / (2 * side + 4 * corner) * 8 / 3;
  assert.ok(Math.abs(stem[3]! + a) < 1e-6 && stem[4] === 0 && Math.abs(stem[5]! - a) < 1e-6);
  // Opposite directions are each other's negative.
  for (let i = 0; i < 27; i++) assert.ok(Math.abs(stem[i]! + stem[8 * 27 + i]!) < 1e-6);
  // The third opponent, filter 18, is red less green in the middle pixel.
  const opponent = [...stem.slice(18 * 27, 19 * 27)];
  assert.ok(Math.abs(opponent[4]! - 1 / 3) < 1e-6 && Math.abs(opponent[13]! + 1 / 3) < 1e-6);
  assert.equal(opponent.filter((value) => value !== 0).length, 2);
  const mix = state["mix.weight"]!.data;
  assert.ok(Math.abs(mix[0]! - 0.95) < 1e-6 && Math.abs(mix[8]! - 0.45) < 1e-6);
  assert.ok(Math.abs(mix[1]! + 0.05) < 1e-6 && mix[16] === 0 && mix[20 * 32 + 20] === 1);
  const shortcut = state["stages.1.0.sc.weight"]!.data;
  assert.deepEqual([...shortcut.slice(0, 3)], [1, 0, 0]);
  const mixed = [...shortcut.slice(64 * 64)];
  const deviation = Math.sqrt(mixed.reduce((sum, value) => sum + value ** 2, 0) / mixed.length);
  assert.ok(Math.abs(deviation - 0.5 / 8) < 0.003, `${deviation}`);
  assert.ok(state["stages.0.0.n2.weight"]!.data.every((value) => Math.abs(value - 0.2) < 1e-6));
  assert.deepEqual(initialResidualWeights(7), state);
});
