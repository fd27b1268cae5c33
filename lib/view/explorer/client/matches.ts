/** Which items a search finds, and which lie within a drawn outline: `searchIndex`, `inside`. */

import type { Catalogue } from "./catalogue.ts";

/**
 * A search over all that is known of the items: id, category, split and attributes.
 *
 * @returns a function of the typed text; it gives 1 for each item in which every word of the text
 *   occurs, in any order and case, 0 for the others, and undefined for a text without words
 */
export function searchIndex(
  { count, ids, colorings }: Catalogue,
): (text: string) => Uint8Array | undefined {
  const facts = colorings.filter(({ coloring }) => coloring.fact);
  const texts = Array.from({ length: count }, (_, row) => {
    const values = facts.map(({ coloring, codes }) => coloring.values[codes[row]!]!.label);
    return [ids[row]!, ...values].join("\n").toLowerCase();
  });
  return (text) => {
    const words = text.toLowerCase().split(/\s+/).filter(Boolean);
    if (words.length === 0) return undefined;
    return Uint8Array.from(texts, (known) => words.every((word) => known.includes(word)) ? 1 : 0);
  };
}

/** A corner of an outline, pixels. */
export interface Point {
  x: number;
  y: number;
}

/** Whether a point lies within a closed outline: a ray to the right crosses it an odd number of times. */
export function inside(outline: readonly Point[], { x, y }: Point): boolean {
  let within = false;
  for (const [i, a] of outline.entries()) {
    const b = outline[(i + 1) % outline.length]!;
    if ((a.y > y) === (b.y > y)) continue;
    if (x < a.x + (y - a.y) / (b.y - a.y) * (b.x - a.x)) within = !within;
  }
  return within;
}
