/**
 * Which items train, which validate, which test: `SPLITS`, `assignSplits`, and `selectStratified`,
 * which draws a small data set from a large one with the same mix.
 */

import { deriveSeed, shuffledIndices, uniformAt } from "../random.ts";
import { apportion } from "./apportion.ts";

/** The parts of a data set. */
export const SPLITS = ["train", "validation", "test"] as const;

/** Part of a data set: learnt from, watched while learning, kept for the end. */
export type Split = typeof SPLITS[number];

/** What a draw needs to know of an item. */
export interface Member {
  /** Unique; with the seed it alone decides the item's place in the draw. */
  id: string;
  category: string;
}

/** Share of the items that validate, and again that test. */
const HELD_OUT_SHARE = 0.05;

/**
 * Split 90/5/5, stratified by category.
 *
 * Of n items round(0.05 n) validate and as many test, at least one each from 3 items on. Each of
 * the two is shared among the categories by largest remainder (equal remainders: in an order drawn
 * from `seed`), and of each category at least one item trains: a category of one item always
 * trains, one of two gives at most one away. Within a category the items lie in an order drawn
 * from `seed` and their ids alone, so that adding photos moves few of the others.
 *
 * @returns the split of each member, in their order
 */
export function assignSplits(members: readonly Member[], seed: number): Split[] {
  const groups = [...groupRows(members, (member) => member.category).values()];
  const sizes = groups.map((rows) => rows.length);
  const heldOut = members.length < 3 ? 0 : Math.max(1, Math.round(members.length * HELD_OUT_SHARE));
  const order = shuffledIndices(groups.length, deriveSeed(seed, "split"));
  const validation = apportion(sizes, heldOut, {
    capacities: sizes.map((size) => size - 1),
    order,
  });
  // Backwards, so that the categories that lost a draw for validation win it here.
  const test = apportion(sizes, heldOut, {
    capacities: sizes.map((size, i) => size - 1 - validation[i]!),
    order: order.toReversed(),
  });
  const splits = new Array<Split>(members.length).fill("train");
  groups.forEach((rows, i) => {
    const drawn = drawOrder(rows, members, deriveSeed(seed, "split"));
    const end = validation[i]! + test[i]!;
    for (const row of drawn.slice(0, validation[i])) splits[row] = "validation";
    for (const row of drawn.slice(validation[i], end)) splits[row] = "test";
  });
  return splits;
}

/**
 * Draw `limit` members with the mix of all: shared among the splits by largest remainder, with at
 * least one each if there are enough, then within each split among the categories.
 *
 * @param members their `split` is undefined where it is not known yet
 * @returns indices of the drawn members, ascending; all if there are no more than `limit`
 */
export function selectStratified(
  members: readonly (Member & { split?: Split })[],
  limit: number,
  seed: number,
): number[] {
  if (members.length <= limit) return [...members.keys()];
  const splits = [...groupRows(members, (member) => member.split ?? "").values()];
  const base = splits.map(() => limit >= splits.length ? 1 : 0);
  const more = apportion(
    splits.map((rows, i) => rows.length - base[i]!),
    limit - base.reduce<number>((a, b) => a + b, 0),
  );
  return splits.flatMap((rows, s) => {
    const groups = [...groupRows(rows, (row) => members[row]!.category).values()]
      .map((group) => group.map((i) => rows[i]!));
    const order = shuffledIndices(groups.length, deriveSeed(seed, "select"));
    const shares = apportion(groups.map((group) => group.length), base[s]! + more[s]!, { order });
    return groups.flatMap((group, i) =>
      drawOrder(group, members, deriveSeed(seed, "select")).slice(0, shares[i])
    );
  }).sort((a, b) => a - b);
}

/** Indices of `items` by key; keys in order, so that the order of the items does not matter. */
function groupRows<T>(items: readonly T[], key: (item: T) => string): Map<string, number[]> {
  const groups = Map.groupBy(items.keys(), (i) => key(items[i]!));
  return new Map([...groups].sort(([a], [b]) => a < b ? -1 : 1));
}

/** `rows` in an order that depends on `seed` and each member's id only. */
function drawOrder(rows: readonly number[], members: readonly Member[], seed: number): number[] {
  const draws = new Map(
    rows.map((row) => [row, uniformAt(deriveSeed(seed, members[row]!.id), 0)]),
  );
  return rows.toSorted((a, b) =>
    draws.get(a)! - draws.get(b)! || (members[a]!.id < members[b]!.id ? -1 : 1)
  );
}
