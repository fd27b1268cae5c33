import assert from "node:assert/strict";
import { Dice } from "../../lib/boards/dice.ts";
import { arrange, type Size } from "../../lib/boards/layout.ts";

const SIZES: readonly Size[] = [
  { label: "Pants", width: 100, height: 230 },
  { label: "Shoes", width: 130, height: 90 },
  { label: "Handbags", width: 120, height: 140 },
  { label: "Rings", width: 60, height: 70 },
];

Deno.test("arrange() keeps every box on the board", () => {
  for (let seed = 0; seed < 200; seed++) {
    const spots = arrange(SIZES, { side: 400, dice: new Dice(seed) });
    assert.equal(spots.length, SIZES.length);
    spots.forEach(({ x, y }, i) => {
      const { width, height } = SIZES[i]!;
      assert.ok(x >= 2 && y >= 2 && x + width <= 398 && y + height <= 398, `${seed}: ${x}, ${y}`);
    });
  }
});

Deno.test("arrange() lets neighbours overlap, but seldom by much", () => {
  const shares: number[] = [];
  for (let seed = 0; seed < 200; seed++) {
    const spots = arrange(SIZES, { side: 400, dice: new Dice(seed) });
    SIZES.forEach((one, i) => {
      let covered = 0;
      SIZES.forEach((other, j) => {
        if (i === j) return;
        const a = spots[i]!, b = spots[j]!;
        const wide = Math.min(a.x + one.width, b.x + other.width) - Math.max(a.x, b.x);
        const high = Math.min(a.y + one.height, b.y + other.height) - Math.max(a.y, b.y);
        if (wide > 0 && high > 0) covered += wide * high / (one.width * one.height);
      });
      shares.push(covered);
    });
  }
  shares.sort((a, b) => a - b);
  const median = shares[shares.length / 2]!;
  assert.ok(median > 0.005 && median < 0.15, `median ${median}`);
  assert.ok(shares[Math.floor(shares.length * 0.95)]! < 0.35);
});

Deno.test("arrange() centres what does not fit and takes an empty list", () => {
  const [spot] = arrange([{ label: "Dresses", width: 500, height: 100 }], {
    side: 400,
    dice: new Dice(1),
  });
  assert.equal(spot!.x, -50);
  assert.deepEqual(arrange([], { side: 400, dice: new Dice(1) }), []);
});
