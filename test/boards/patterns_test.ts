import assert from "node:assert/strict";
import { Dice } from "../../lib/boards/dice.ts";
import { createWeave, PATTERNS, weaveMarks } from "../../lib/boards/patterns.ts";

const BOX = { left: 10, top: 20, right: 40, bottom: 80 };

function marks(pattern: typeof PATTERNS[number], seed: number): string {
  const dice = new Dice(seed);
  return weaveMarks(createWeave(pattern, { dice, inks: ["#111111", "#222222"], unit: 1 }), BOX);
}

Deno.test("weaveMarks() draws every pattern but plain and gradient", () => {
  for (const pattern of PATTERNS) {
    const drawn = marks(pattern, 3).includes("<path");
    assert.equal(drawn, pattern !== "plain" && pattern !== "gradient", pattern);
  }
});

Deno.test("weaveMarks() covers the box with lines", () => {
  for (let seed = 0; seed < 20; seed++) {
    const dice = new Dice(seed);
    const weave = createWeave("stripes", { dice, inks: ["#111111"], unit: 1 });
    const text = weaveMarks({ ...weave, angle: 0, kind: "even" }, BOX);
    assert.match(text, /translate\(25 50\)/);
    const heights = [...text.matchAll(/M(-?[\d.]+) (-?[\d.]+)h/g)].map((match) => Number(match[2]));
    // Half the box's larger side is 30: lines from -30 to within a step of 30.
    assert.equal(heights[0], -30);
    assert.ok(heights.at(-1)! > 30 - weave.step);
  }
});

Deno.test("weaveMarks() repeats itself for the same draws", () => {
  assert.equal(marks("floral", 8), marks("floral", 8));
  assert.notEqual(marks("floral", 8), marks("floral", 9));
});

Deno.test("createWeave() scales with the unit", () => {
  const at = (unit: number) => createWeave("dots", { dice: new Dice(1), inks: ["#111111"], unit });
  assert.ok(Math.abs(at(0.5).step * 2 - at(1).step) < 1e-12);
});
