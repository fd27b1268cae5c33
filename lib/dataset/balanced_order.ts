/** An order of training images in which all categories are equally frequent: `balancedOrder`. */

import { deriveSeed, shuffledIndices } from "../io/random.ts";

/**
 * The order of one epoch. Categories take turns without end, so the numbers of their images differ
 * by at most one, within an epoch and over epochs. Each category goes through its images in a new
 * random order each time: none is drawn again before all of them were. Images of a small category
 * therefore appear several times in an epoch, and of a large category not all.
 *
 * @param labels category of each image; one or more
 * @param options.epoch from 1; with the seed it alone decides the order
 * @param options.length images in an epoch, 1 or more. @default the number of labels
 * @returns places in `labels`, uint32 `[length]`, and how often each was drawn before, since the first
 *   epoch: with the place it identifies a draw, so that repeats of an image in an epoch can be
 *   augmented differently
 * @throws {RangeError} if there is no label, or `epoch` or `length` is no whole number above 0
 */
export function balancedOrder(
  labels: readonly string[],
  { seed, epoch, length = labels.length }: { seed: number; epoch: number; length?: number },
): { order: Uint32Array; drawnBefore: Uint32Array } {
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
