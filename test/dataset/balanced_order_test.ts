import assert from "node:assert/strict";
import { balancedOrder } from "../../lib/dataset/balanced_order.ts";

/** Ten bags (places 0-9), three hats (10-12) and one shoe (13). */
const LABELS = [..."bbbbbbbbbbhhhs"];

function countsOf(orders: Iterable<Uint32Array>): Map<string, number> {
  const counts = new Map<string, number>();
  for (const order of orders) {
    for (const place of order) {
      counts.set(LABELS[place]!, (counts.get(LABELS[place]!) ?? 0) + 1);
    }
  }
  return counts;
}

Deno.test("balancedOrder() draws each category equally often, and over epochs too", () => {
  // 14 draws among 3 categories: 5, 5 and 4; 15 epochs are 210 draws, 70 each.
  const epochs = Array.from(
    { length: 15 },
    (_, i) => balancedOrder(LABELS, { seed: 3, epoch: i + 1 }).order,
  );
  for (const order of epochs) {
    assert.equal(order.length, 14);
    assert.deepEqual([...countsOf([order]).values()].sort(), [4, 5, 5]);
  }
  assert.deepEqual(countsOf(epochs), new Map([["b", 70], ["h", 70], ["s", 70]]));
  // 70 draws go through ten bags seven times, and through three hats 23 times and once more for one.
  const places = epochs.flatMap((order) => [...order]);
  const drawn = LABELS.map((_, place) => places.filter((other) => other === place).length);
  assert.deepEqual(drawn.slice(0, 10), Array(10).fill(7));
  assert.deepEqual(drawn.slice(10, 13).sort(), [23, 23, 24]);
  assert.equal(drawn[13], 70);
});

Deno.test("balancedOrder() names every draw of a photo apart", () => {
  const draws = [1, 2, 3].flatMap((epoch) => {
    const { order, drawnBefore } = balancedOrder(LABELS, { seed: 8, epoch, length: 30 });
    return Array.from(order, (place, i) => `${place}: ${drawnBefore[i]}`);
  });
  assert.equal(new Set(draws).size, 90);
  // 30 draws each: the shoe comes for the 1st to the 30th time.
  const shoe = draws.filter((draw) => draw.startsWith("13:")).map((draw) => Number(draw.slice(4)));
  assert.deepEqual(shoe.sort((a, b) => a - b), Array.from({ length: 30 }, (_, i) => i));
});

Deno.test("balancedOrder() repeats from seed and epoch alone, and differs with either", () => {
  const first = balancedOrder(LABELS, { seed: 1, epoch: 2 });
  balancedOrder(LABELS, { seed: 1, epoch: 1 });
  assert.deepEqual(balancedOrder(LABELS, { seed: 1, epoch: 2 }), first);
  assert.notDeepEqual(balancedOrder(LABELS, { seed: 1, epoch: 3 }).order, first.order);
  assert.notDeepEqual(balancedOrder(LABELS, { seed: 2, epoch: 2 }).order, first.order);
  // Shuffled: categories do not simply take turns.
  const kinds = Array.from(first.order, (place) => LABELS[place]).join("");
  assert.ok(!/^(...)\1\1\1/.test(kinds), kinds);
});

Deno.test("balancedOrder() is every photo once where categories are of one size", () => {
  const { order, drawnBefore } = balancedOrder(["x", "y", "x", "y"], { seed: 5, epoch: 1 });
  assert.deepEqual([...order].sort(), [0, 1, 2, 3]);
  assert.deepEqual([...drawnBefore], [0, 0, 0, 0]);
  assert.deepEqual([...balancedOrder(["x"], { seed: 5, epoch: 9 }).order], [0]);
});

Deno.test("balancedOrder() refuses no photos, and numbers that are not whole and above 0", () => {
  const message = (name: string, value: number) => ({
    name: "RangeError",
    message:
      `Cannot order photos as ${name} must be a whole number above 0: current value is ${value}`,
  });
  assert.throws(
    () => balancedOrder([], { seed: 1, epoch: 1, length: 1 }),
    message("number of photos", 0),
  );
  assert.throws(() => balancedOrder(["x"], { seed: 1, epoch: 0 }), message("epoch", 0));
  assert.throws(
    () => balancedOrder(["x"], { seed: 1, epoch: 1, length: 1.5 }),
    message("length", 1.5),
  );
});
