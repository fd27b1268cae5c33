import assert from "node:assert/strict";
import { assignSplits, type Member } from "../../../lib/dataset/split/split.ts";
import { uniformAt } from "../../../lib/io/random.ts";

/** Boards of 1 to 6 items; one item in 300 is of the rare category. */
function makeMembers(boards: number): Member[] {
  return Array.from(
    { length: boards },
    (_, b) =>
      Array.from({ length: 1 + Math.floor(uniformAt(1, b) * 6) }, (_, i): Member => ({
        id: `board${b}-${i}`,
        category: uniformAt(b + 2, i) < 1 / 300 ? "rare" : `c${(b + i) % 5}`,
        group: `board${b}`,
      })),
  ).flat();
}

Deno.test("assignSplits() keeps the items of a board together, 90/5/5", () => {
  const members = makeMembers(300);
  const splits = assignSplits(members, 42);
  const boards = Map.groupBy(members.keys(), (i) => members[i]!.group!);
  for (const rows of boards.values()) assert.equal(new Set(rows.map((i) => splits[i])).size, 1);
  const heldOut = Math.round(members.length * 0.05);
  for (const split of ["validation", "test"]) {
    assert.equal(splits.filter((s) => s === split).length, heldOut);
  }
  // Every category has something to train on.
  const trained = new Set(members.filter((_, i) => splits[i] === "train").map((m) => m.category));
  assert.deepEqual(trained, new Set(members.map((m) => m.category)));
});

Deno.test("assignSplits() draws boards by seed and signature, whatever their order", () => {
  const members = makeMembers(60);
  const splits = assignSplits(members, 7);
  assert.deepEqual(assignSplits(members, 7), splits);
  assert.notDeepEqual(assignSplits(members, 8), splits);
  const order = [...members.keys()].reverse();
  assert.deepEqual(
    assignSplits(order.map((i) => members[i]!), 7),
    order.map((i) => splits[i]),
  );
});

Deno.test("assignSplits() of few or large boards", () => {
  const board = (name: string, size: number, category = "a") =>
    Array.from({ length: size }, (_, i): Member => ({ id: `${name}-${i}`, category, group: name }));
  const sizes = (members: Member[]) => {
    const splits = assignSplits(members, 3);
    return ["train", "validation", "test"].map((name) => splits.filter((s) => s === name).length);
  };
  assert.deepEqual(sizes([...board("x", 4), ...board("y", 4)]), [8, 0, 0]);
  // One item each is wanted; a whole board is the least there is.
  assert.deepEqual(sizes([...board("x", 4), ...board("y", 4), ...board("z", 4)]), [4, 4, 4]);
  // The only board of a category trains.
  const lone = [...board("x", 2), ...board("y", 2), ...board("z", 2, "b")];
  const splits = assignSplits(lone, 3);
  assert.deepEqual(splits.slice(4), ["train", "train"]);
  // Items without a board go on their own.
  const mixed = [...board("x", 3), ...["p", "q", "r"].map((id): Member => ({ id, category: "a" }))];
  assert.equal(new Set(assignSplits(mixed, 1).slice(0, 3)).size, 1);
});
