/** Random splits and stratified samples of items: `assignSplits`, `selectStratified`. */

import { deriveSeed, shuffledIndices, uniformAt } from "../../io/random.ts";
import { apportion } from "./apportion.ts";

/** The parts of a data set. */
export const SPLITS = ["train", "validation", "test"] as const;

/** Part of a data set: to train on, to validate while training, to test at the end. */
export type Split = typeof SPLITS[number];

/** What decides the split of an item. */
export interface Member {
  /** Unique; with the seed it alone decides the item's place in the draw. */
  id: string;
  category: string;
  /** What it belongs to, such as a board: items of a group are not independent, and share a split. */
  group?: string;
}

/** Fraction of the items in the validation split, and in the test split. */
export const HELD_OUT_FRACTION = 0.05;

/**
 * Split 90/5/5, stratified by category.
 *
 * Of n items round(0.05 n) validate and as many test, at least one each from 3 items on. Each of
 * the two is shared among the categories by largest remainder (equal remainders: in an order drawn
 * from `seed`), and of each category at least one item trains: a category of one item always
 * trains, one of two gives at most one away. Within a category the items are in an order drawn
 * from `seed` and their ids alone, so that adding photos changes the split of few others.
 *
 * If any member is of a group, whole groups are drawn instead, until as many items are held out;
 * see `assignGroups`.
 *
 * @returns the split of each member, in their order
 */
export function assignSplits(members: readonly Member[], seed: number): Split[] {
  if (members.some(({ group }) => group !== undefined)) return assignGroups(members, seed);
  const groups = [...groupRows(members, (member) => member.category).values()];
  const sizes = groups.map((rows) => rows.length);
  const heldOut = members.length < 3
    ? 0
    : Math.max(1, Math.round(members.length * HELD_OUT_FRACTION));
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
 * Split 90/5/5 by group; a member without one is a group of its own.
 *
 * Groups are taken in an order drawn from `seed` and their names alone, first to validate, then to
 * test, each until round(0.05 n) items are there. A group with more items than are still wanted is
 * passed by (unless all have more), and so is one that holds all the items of a category that are
 * left to train on.
 */
function assignGroups(members: readonly Member[], seed: number): Split[] {
  const groups = [...groupRows(members, ({ id, group }) => group ?? id)].map(([key, rows]) => ({
    rows,
    draw: uniformAt(deriveSeed(deriveSeed(seed, "split"), key), 0),
  }));
  // The groups come ordered by key and sorting keeps that order among equal draws.
  const order = groups.sort((a, b) => a.draw - b.draw);
  const training = new Map<string, number>();
  for (const { category } of members) training.set(category, (training.get(category) ?? 0) + 1);
  const splits = new Array<Split>(members.length).fill("train");
  const wanted = groups.length < 3
    ? 0
    : Math.max(1, Math.round(members.length * HELD_OUT_FRACTION));
  const take = (split: Split, most: number): number => {
    let held = 0;
    for (const { rows } of order) {
      if (held >= wanted) break;
      if (splits[rows[0]!] !== "train" || held + rows.length > most) continue;
      const counts = Map.groupBy(rows, (row) => members[row]!.category);
      if ([...counts].some(([name, own]) => training.get(name)! <= own.length)) continue;
      for (const [name, own] of counts) training.set(name, training.get(name)! - own.length);
      for (const row of rows) splits[row] = split;
      held += rows.length;
    }
    return held;
  };
  for (const split of ["validation", "test"] as const) {
    if (take(split, wanted) === 0) take(split, Infinity);
  }
  return splits;
}

/**
 * Draw `limit` members with the mix of all: shared among the splits by largest remainder, with at
 * least one each if there are enough, then within each split among the categories. Where members to
 * train on would be less than two a category, categories are drawn as well, so that of those there are
 * about four members each.
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
  const wanted = apportion(splits.map((rows) => rows.length), limit);
  for (const [i, share] of wanted.entries()) {
    // A split without photos could not be measured, so the largest gives one away.
    const largest = wanted.indexOf(Math.max(...wanted));
    if (share === 0 && wanted[largest]! > 1) {
      wanted[i] = 1;
      wanted[largest]!--;
    }
  }
  const trains = ({ split = "train" }: { split?: Split }) => split === "train";
  const known = new Set(members.filter(trains).map(({ category }) => category));
  return splits.flatMap((rows, s) => {
    const groups = [...groupRows(rows, (row) => members[row]!.category).values()]
      .map((group) => group.map((i) => rows[i]!));
    const order = shuffledIndices(groups.length, deriveSeed(seed, "select"));
    const sizes = groups.map((group) => group.length);
    // Images of categories that do not train can only find each other.
    const findEachOther = trains(members[rows[0]!]!) ||
      !rows.some((row) => known.has(members[row]!.category));
    const weights = findEachOther ? drawCategories(sizes, wanted[s]!, order) : sizes;
    const shares = apportion(weights, wanted[s]!, { order });
    return groups.flatMap((group, i) =>
      drawOrder(group, members, deriveSeed(seed, "select")).slice(0, shares[i])
    );
  }).sort((a, b) => a - b);
}

/** Members of a category that are drawn where there are too many categories for all. */
const A_CATEGORY = 4;

/** `sizes`, with 0 for categories that nothing is drawn of; those of one member are the last to be drawn. */
function drawCategories(
  sizes: readonly number[],
  wanted: number,
  order: ArrayLike<number>,
): readonly number[] {
  if (wanted >= 2 * sizes.length) return sizes;
  const drawn = new Set<number>();
  const isSingle = (i: number) => Number(sizes[i] === 1);
  let left = wanted;
  for (const i of Array.from(order).sort((a, b) => isSingle(a) - isSingle(b))) {
    if (left <= 0) break;
    drawn.add(i);
    left -= Math.min(sizes[i]!, A_CATEGORY);
  }
  return sizes.map((size, i) => drawn.has(i) ? size : 0);
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
