/** An order of training photos in which every category comes equally often: `balancedOrder`. */

import { deriveSeed, shuffledIndices } from "../io/random.ts";

/** What decides an order: the same gives the same, whatever was drawn before. */
export interface BalancedOrderOptions {
  seed: number;
  /** From 1. */
  epoch: number;
  /** Photos an epoch, 1 or more. @default as many as there are */
  length?: number;
}

/** The photos of one epoch. */
export interface BalancedOrder {
  /** Places in `labels`, uint32 `[length]`. */
  order: Uint32Array;
  /**
   * How often each had been drawn before, since the first epoch, uint32 `[length]`: with its place it
   * names a draw, so that the repeats of a photo within an epoch can be augmented in different ways.
   */
  drawnBefore: Uint32Array;
}

/**
 * The order of one epoch. Categories take turns without end, so that in an epoch their numbers of
 * photos differ by one at most, and over epochs not more. The turns of a category go through its
 * photos in a new random order each time: none is drawn again before all of them were. Photos of a
 * small category so come several times an epoch, and of a large one not all.
 *
 * @param labels category of each photo; one or more
 * @throws {RangeError} if there is no photo, or `epoch` or `length` is no whole number above 0
 */
export function balancedOrder(
  labels: readonly string[],
  { seed, epoch, length = labels.length }: BalancedOrderOptions,
): BalancedOrder {
  for (
    const [name, value] of Object.entries({ epoch, length, "number of photos": labels.length })
  ) {
    if (Number.isInteger(value) && value > 0) continue;
    throw new RangeError(
      `Cannot order photos as ${name} must be a whole number above 0: current value is ${value}`,
    );
  }
  const categories = [...new Set(labels)].sort();
  const members = categories.map((category) =>
    [...labels.keys()].filter((place) => labels[place] === category)
  );
  const turns = shuffledIndices(categories.length, deriveSeed(seed, "turns of categories"));
  const shuffles = new Map<string, Uint32Array>();
  const shuffleOf = (code: number, round: number) => {
    const label = `photos of ${categories[code]}, round ${round}`;
    const shuffle = shuffles.get(label) ??
      shuffledIndices(members[code]!.length, deriveSeed(seed, label));
    shuffles.set(label, shuffle);
    return shuffle;
  };
  const drawn = Array.from({ length }, (_, i) => {
    const draw = (epoch - 1) * length + i;
    const code = turns[draw % categories.length]!;
    const own = members[code]!;
    const turn = Math.floor(draw / categories.length);
    const round = Math.floor(turn / own.length);
    return { place: own[shuffleOf(code, round)[turn % own.length]!]!, round };
  });
  const order = shuffledIndices(length, deriveSeed(seed, `order of epoch ${epoch}`));
  return {
    order: order.map((i) => drawn[i]!.place),
    drawnBefore: order.map((i) => drawn[i]!.round),
  };
}
