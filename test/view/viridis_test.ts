import assert from "node:assert/strict";
import { colorize, valueRange } from "../../lib/view/viridis.ts";

const viridis = (t: number) => [...colorize([t], { low: 0, high: 1 })];

Deno.test("colorize() meets matplotlib's colours", () => {
  // matplotlib 3.11.2, colormaps["viridis"](t), rounded to bytes.
  assert.deepEqual(viridis(0), [0x44, 0x01, 0x54]);
  assert.deepEqual(viridis(0.25), [0x3b, 0x52, 0x8b]);
  assert.deepEqual(viridis(0.5), [0x21, 0x91, 0x8c]);
  assert.deepEqual(viridis(0.75), [0x5e, 0xc9, 0x62]);
  assert.deepEqual(viridis(1), [0xfd, 0xe7, 0x25]);
});

Deno.test("colorize() ends outside its range, and grows in lightness", () => {
  assert.deepEqual(viridis(-1), viridis(0));
  assert.deepEqual(viridis(2), viridis(1));
  const luma = Array.from({ length: 256 }, (_, i) => {
    const [red, green, blue] = viridis((i + 0.5) / 256);
    return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
  });
  luma.slice(1).forEach((value, i) => assert.ok(value > luma[i]! - 0.5, `colour ${i + 1}`));
});

Deno.test("colorize() scales from the least to the greatest value", () => {
  // 2, 4, 6 lie at 0, 0.5 and 1 of their range.
  const values = Float32Array.of(2, 6, 4);
  assert.deepEqual([...colorize(values)], [...viridis(0), ...viridis(1), ...viridis(0.5)]);
  assert.deepEqual([...values], [2, 6, 4]);
});

Deno.test("colorize() takes a range, draws equal values dark, what is not finite black", () => {
  assert.deepEqual([...colorize([1], { low: 0, high: 2 })], viridis(0.5));
  assert.deepEqual([...colorize([3, 3])], [...viridis(0), ...viridis(0)]);
  assert.deepEqual([...colorize([NaN, 0, 1])], [0, 0, 0, ...viridis(0), ...viridis(1)]);
  assert.deepEqual([...colorize([])], []);
});

Deno.test("valueRange() skips what is not finite", () => {
  assert.deepEqual(valueRange([NaN, 3, -2, Infinity]), { low: -2, high: 3 });
  assert.deepEqual(valueRange([NaN]), { low: 0, high: 0 });
});
