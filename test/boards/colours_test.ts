import assert from "node:assert/strict";
import { COLOURS, colourTone, hex, partnerTone, shade } from "../../lib/boards/colours.ts";
import { Dice } from "../../lib/boards/dice.ts";

Deno.test("hex() gives the sRGB primaries from their OKLCH coordinates", () => {
  // CSS Color 4 lists red as oklch(62.8% 0.25768 29.234), blue as oklch(45.2% 0.31321 264.05).
  assert.equal(hex({ l: 0.62796, c: 0.25768, h: 29.234 }), "#ff0000");
  assert.equal(hex({ l: 0.45201, c: 0.31321, h: 264.052 }), "#0000ff");
  assert.equal(hex({ l: 1, c: 0, h: 0 }), "#ffffff");
  assert.equal(hex({ l: 0, c: 0, h: 0 }), "#000000");
});

Deno.test("hex() cuts off what sRGB cannot show", () => {
  assert.match(hex({ l: 0.9, c: 0.4, h: 150 }), /^#[0-9a-f]{6}$/);
});

Deno.test("colourTone() keeps black dark, white light and grey without colour", () => {
  const dice = new Dice(1);
  for (let i = 0; i < 200; i++) {
    assert.ok(colourTone("black", dice).l < 0.32);
    assert.ok(colourTone("white", dice).l > 0.93);
    assert.ok(colourTone("grey", dice).c < 0.03);
  }
});

Deno.test("partnerTone() stands out on every colour", () => {
  const dice = new Dice(2);
  for (const name of COLOURS) {
    for (let i = 0; i < 50; i++) {
      const tone = colourTone(name, dice), partner = partnerTone(tone, dice);
      assert.ok(Math.abs(partner.l - tone.l) > 0.15, `${name}: ${tone.l} and ${partner.l}`);
      assert.match(hex(partner), /^#[0-9a-f]{6}$/);
    }
  }
});

Deno.test("shade() stays within what can be shown", () => {
  assert.equal(shade({ l: 0.9, c: 0, h: 0 }, 0.5).l, 0.99);
  assert.equal(shade({ l: 0.2, c: 0, h: 0 }, -0.5).l, 0.08);
  assert.equal(shade({ l: 0.5, c: 0.1, h: 9 }, 0.1).h, 9);
});
