import assert from "node:assert/strict";
import { Dice } from "../../lib/boards/dice.ts";
import { type Label, LABEL_COUNTS, LABELS, labelShare } from "../../lib/boards/labels.ts";
import { drawOutfit } from "../../lib/boards/outfit.ts";

const BOARDS = 20_000;

/** Outfits of many boards, from seeds that are far apart. */
function outfits(): Label[][] {
  return Array.from({ length: BOARDS }, (_, i) => drawOutfit(new Dice(i * 7919 + 1)));
}

Deno.test("LABEL_COUNTS are the 21 labels of the original's 50,000 rows", () => {
  assert.equal(LABELS.length, 21);
  assert.equal(Object.values(LABEL_COUNTS).reduce<number>((sum, count) => sum + count, 0), 50_000);
  assert.equal(LABELS[0], "Shoes");
  assert.equal(labelShare("Shoes"), 0.20998);
});

Deno.test("drawOutfit() has 3 to 6 items, 4.5 on average", () => {
  const sizes = outfits().map(({ length }) => length);
  assert.deepEqual([...new Set(sizes)].sort(), [3, 4, 5, 6]);
  const mean = sizes.reduce((sum, size) => sum + size, 0) / BOARDS;
  // Variance 0.15 * 2.25 * 2 + 0.35 * 0.25 * 2 = 0.85; standard error 0.0065.
  assert.ok(Math.abs(mean - 4.5) < 0.03, `${mean}`);
});

Deno.test("drawOutfit() follows the original's frequencies", () => {
  const counts = new Map<Label, number>();
  let total = 0;
  for (const label of outfits().flat()) {
    counts.set(label, (counts.get(label) ?? 0) + 1);
    total++;
  }
  for (const label of LABELS) {
    const share = labelShare(label), expected = share * total;
    // Independent draws would scatter by sqrt(n p (1 - p)); these scatter less.
    const allowed = 4 * Math.sqrt(expected * (1 - share)) + 1;
    const found = counts.get(label) ?? 0;
    assert.ok(Math.abs(found - expected) <= allowed, `${label}: ${found}, expected ${expected}`);
  }
});

Deno.test("drawOutfit() makes outfits: hardly ever two coats, bags or bottoms", () => {
  const twice = (label: Label) =>
    outfits().filter((labels) => labels.filter((other) => other === label).length > 1).length;
  assert.equal(twice("Coats & Jackets"), 0);
  assert.equal(twice("Pants"), 0);
  // Shoes are 21 % of all items: a board of five or six must now and then have two pairs.
  assert.ok(twice("Shoes") < BOARDS * 0.1);
});
