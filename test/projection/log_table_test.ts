import assert from "node:assert/strict";
import { lookUp, tabulate } from "../../lib/projection/log_table.ts";

Deno.test("lookUp() is within 2e-4 of the tabulated function", () => {
  const functions = [
    (x: number) => x ** -0.7,
    (x: number) => -2 * 1.577 * 0.895 * x ** (0.895 - 1) / (1 + 1.577 * x ** 0.895),
    (x: number) => 2 * 0.895 / ((0.001 + x) * (1 + 1.577 * x ** 0.895)),
  ];
  for (const f of functions) {
    const table = tabulate(f);
    for (let x = 1e-9; x < 4e9; x *= 1.0137) {
      const error = Math.abs(lookUp(table, x) / f(x) - 1);
      assert.ok(error < 2e-4, `${lookUp(table, x)} for f(${x}) = ${f(x)}`);
    }
  }
});

Deno.test("lookUp() gives a straight line back, to 20 bits", () => {
  const table = tabulate((x) => 3 * x);
  for (const x of [1, 2, 0.5, 1024, 1.3, 77.7]) {
    const error = Math.abs(lookUp(table, x) - 3 * x);
    assert.ok(error <= 3 * x * 2 ** -20, `${lookUp(table, x)} for x = ${x}`);
  }
});

Deno.test("lookUp() stays at the ends beyond them, at 0 too", () => {
  const table = tabulate((x) => x);
  assert.equal(lookUp(table, 0), 2 ** -32);
  assert.equal(lookUp(table, 1e-300), 2 ** -32);
  assert.equal(lookUp(table, 1e300), 2 ** 32);
  assert.equal(lookUp(table, Infinity), 2 ** 32);
});
