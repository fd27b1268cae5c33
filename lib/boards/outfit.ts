/** Which items lie on a board: `drawOutfit`. */

import type { Dice } from "./dice.ts";
import { type Label, labelShare } from "./labels.ts";

/** How many items a board has, and how often; 4.5 on average. */
const SIZES = { 3: 15, 4: 35, 5: 35, 6: 15 } as const;

/** Labels that serve the same purpose in an outfit. */
const ROLES: readonly (readonly Label[])[] = [
  ["Shoes", "Socks", "Stockings"],
  ["Pants", "Dresses", "Skirts", "Shorts", "Jumpsuits & Rompers", "Swimwear"],
  ["Shirts & Tops", "Neckties"],
  ["Coats & Jackets"],
  ["Handbags"],
  [
    "Jewelry",
    "Hats",
    "Sunglasses",
    "Scarves & Shawls",
    "Watches",
    "Belts",
    "Rings",
    "Gloves & Mittens",
  ],
];

/**
 * Draws the labels of one board: 3 to 6, about one of each role.
 *
 * Systematic sampling (Madow 1949): the labels are laid end to end on a line, each as long as its
 * share times the number of items, and the line is read at every whole number after a random start.
 * Each label's expected count is then exactly its share of the items, and labels that lie
 * together, as those of a role do, seldom come together.
 */
export function drawOutfit(dice: Dice): Label[] {
  const count = Number(dice.weigh(SIZES));
  const line = ROLES.flatMap((role) => shuffled(role, dice));
  const start = dice.next();
  const labels: Label[] = [];
  let end = 0;
  for (const label of line) {
    end += labelShare(label) * count;
    while (labels.length < count && start + labels.length < end) labels.push(label);
  }
  // Rounding can leave the line a hair short of its last reading.
  while (labels.length < count) labels.push(line.at(-1)!);
  return labels;
}

function shuffled<T>(list: readonly T[], dice: Dice): T[] {
  const order = [...list];
  for (let i = order.length - 1; i > 0; i--) {
    const j = dice.whole(0, i);
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
}
