import assert from "node:assert/strict";
import { Dice } from "../../lib/boards/dice.ts";

Deno.test("Dice repeats its draws for the same seed and not for another", () => {
  const draw = (seed: number) => {
    const dice = new Dice(seed);
    return [dice.next(), dice.between(3, 5), dice.whole(1, 6), dice.around(0, 1), dice.sign()];
  };
  assert.deepEqual(draw(5), draw(5));
  assert.notDeepEqual(draw(5), draw(6));
});

Deno.test("Dice.whole() reaches both ends and nothing beyond", () => {
  const dice = new Dice(1), seen = new Set<number>();
  for (let i = 0; i < 500; i++) seen.add(dice.whole(-1, 3));
  assert.deepEqual([...seen].sort((a, b) => a - b), [-1, 0, 1, 2, 3]);
});

Deno.test("Dice.around() has the mean and the spread asked for and stays within three of them", () => {
  const dice = new Dice(2), draws = Array.from({ length: 20_000 }, () => dice.around(10, 2));
  const mean = draws.reduce((sum, x) => sum + x, 0) / draws.length;
  const deviation = Math.sqrt(draws.reduce((sum, x) => sum + (x - mean) ** 2, 0) / draws.length);
  // Standard error of the mean: 2 / sqrt(20000) = 0.014.
  assert.ok(Math.abs(mean - 10) < 0.06, `mean ${mean}`);
  assert.ok(Math.abs(deviation - 2) < 0.05, `deviation ${deviation}`);
  assert.ok(draws.every((x) => x >= 4 && x <= 16));
});

Deno.test("Dice.weigh() draws names in the proportion of their weights", () => {
  const dice = new Dice(3), counts = { rare: 0, common: 0, never: 0 };
  for (let i = 0; i < 10_000; i++) counts[dice.weigh({ rare: 1, common: 3, never: 0 })]++;
  assert.equal(counts.never, 0);
  // Expected 2500 of 10000, standard deviation 43.
  assert.ok(Math.abs(counts.rare - 2500) < 175, `${counts.rare}`);
});

Deno.test("Dice.weigh() and pick() reject what nothing can be drawn from", () => {
  const dice = new Dice(4);
  assert.throws(() => dice.weigh({}), { name: "RangeError", message: /no weight is above 0/ });
  assert.throws(() => dice.weigh({ a: 0 }), RangeError);
  assert.throws(() => dice.pick([]), { name: "RangeError", message: /list is empty/ });
});
