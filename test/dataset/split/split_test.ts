import assert from "node:assert/strict";
import {
  assignSplits,
  type Member,
  selectStratified,
  type Split,
} from "../../../lib/dataset/split/split.ts";

/** `sizes[i]` members of category i. */
function membersOf(sizes: Record<string, number>): Member[] {
  return Object.entries(sizes).flatMap(([category, size]) =>
    Array.from({ length: size }, (_, i) => ({ id: `${category}/${i}`, category }))
  );
}

/** How many of each category are in `split`. */
function countIn(members: readonly Member[], splits: readonly Split[], split: Split) {
  const counts: Record<string, number> = {};
  members.forEach(({ category }, i) => {
    if (splits[i] === split) counts[category] = (counts[category] ?? 0) + 1;
  });
  return counts;
}

Deno.test("assignSplits() splits 90/5/5 in every category", () => {
  const members = membersOf({ dress: 200, hat: 100, shoe: 40 });
  const splits = assignSplits(members, 42);
  for (const split of ["validation", "test"] as const) {
    assert.deepEqual(countIn(members, splits, split), { dress: 10, hat: 5, shoe: 2 });
  }
});

Deno.test("assignSplits() gives the largest remainders the odd ones", () => {
  // 5 % of 100 is 5; quotas 2.55, 1.95, 0.5: floors 2, 1, 0, then the hat's .95 and dress's .55.
  const members = membersOf({ dress: 51, hat: 39, shoe: 10 });
  const splits = assignSplits(members, 1);
  assert.deepEqual(countIn(members, splits, "validation"), { dress: 3, hat: 2 });
});

Deno.test("assignSplits() trains on at least one of each category", () => {
  const members = membersOf({ a: 1, b: 2, c: 3, d: 30 });
  for (let seed = 0; seed < 20; seed++) {
    const splits = assignSplits(members, seed);
    assert.deepEqual(Object.keys(countIn(members, splits, "train")), ["a", "b", "c", "d"]);
    assert.equal(splits[0], "train");
  }
});

Deno.test("assignSplits() holds some out from three items on", () => {
  const counts = (size: number) => {
    const splits = assignSplits(membersOf({ hat: size }), 5);
    return ["train", "validation", "test"].map((split) => splits.filter((s) => s === split).length);
  };
  assert.deepEqual(counts(0), [0, 0, 0]);
  assert.deepEqual(counts(1), [1, 0, 0]);
  assert.deepEqual(counts(2), [2, 0, 0]);
  assert.deepEqual(counts(3), [1, 1, 1]);
  assert.deepEqual(counts(20), [18, 1, 1]);
});

Deno.test("assignSplits() depends on seed, id and category, not on the order", () => {
  const members = membersOf({ dress: 60, hat: 60 });
  const splits = assignSplits(members, 9);
  const backwards = assignSplits(members.toReversed(), 9).reverse();
  assert.deepEqual(backwards, splits);
  assert.notDeepEqual(assignSplits(members, 10), splits);
});

Deno.test("assignSplits() moves few when photos are added", () => {
  const members = membersOf({ dress: 400 });
  const before = assignSplits(members, 3);
  const after = assignSplits([...members, ...membersOf({ dress: 440 }).slice(400)], 3);
  // 20 were held out for each; 4 more make 22, and few of the old ones change places.
  const moved = before.filter((split, i) => split !== after[i]).length;
  assert.ok(moved <= 12, `${moved} of 400 moved`);
});

Deno.test("selectStratified() keeps the mix of categories", () => {
  const members = membersOf({ dress: 500, hat: 300, shoe: 200 });
  const drawn = selectStratified(members, 100, 7);
  const counts = Map.groupBy(drawn, (i) => members[i]!.category);
  assert.deepEqual([...counts].map(([name, rows]) => [name, rows.length]), [
    ["dress", 50],
    ["hat", 30],
    ["shoe", 20],
  ]);
  assert.deepEqual(drawn, drawn.toSorted((a, b) => a - b));
  assert.notDeepEqual(selectStratified(members, 100, 8), drawn);
});

Deno.test("selectStratified() draws from every split, however small", () => {
  const members = membersOf({ dress: 1000 }).map((member, i) => ({
    ...member,
    split: i < 990 ? "train" as const : "validation" as const,
  }));
  const drawn = selectStratified(members, 10, 7);
  assert.equal(drawn.filter((i) => members[i]!.split === "validation").length, 1);
});

Deno.test("selectStratified() draws categories where there are too many to draw two of each", () => {
  const sizes = Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`k${i}`, i < 30 ? 6 : 1]));
  const members = membersOf(sizes);
  const drawn = selectStratified(members, 60, 7).map((i) => members[i]!.category);
  const counts = [...Map.groupBy(drawn, (category) => category).values()].map((own) => own.length);
  // 15 categories are enough for 60 members at four each.
  assert.deepEqual(counts, new Array(15).fill(4));
});

Deno.test("selectStratified() gives all where there are no more", () => {
  assert.deepEqual(selectStratified(membersOf({ hat: 3 }), 3, 1), [0, 1, 2]);
  assert.deepEqual(selectStratified([], 3, 1), []);
});
