/**
 * The labels of the boards and how often each occurs: `LABELS`, `LABEL_COUNTS`, `labelShare`.
 */

/**
 * Rows a label has in the 50,000 that the original work sampled from Complete The Look.
 *
 * Source: the class distribution published with "Powering Visual Search with Image Embedding".
 */
export const LABEL_COUNTS = {
  "Shoes": 10499,
  "Handbags": 9706,
  "Shirts & Tops": 6322,
  "Pants": 5741,
  "Coats & Jackets": 4677,
  "Dresses": 3116,
  "Jewelry": 2713,
  "Hats": 2011,
  "Skirts": 1635,
  "Shorts": 1052,
  "Sunglasses": 1005,
  "Scarves & Shawls": 616,
  "Watches": 601,
  "Belts": 88,
  "Rings": 73,
  "Socks": 67,
  "Jumpsuits & Rompers": 34,
  "Swimwear": 24,
  "Gloves & Mittens": 10,
  "Stockings": 9,
  "Neckties": 1,
} as const;

/** A label, spelt as in Complete The Look. */
export type Label = keyof typeof LABEL_COUNTS;

/** The labels, the most frequent first. */
export const LABELS: readonly Label[] = Object.keys(LABEL_COUNTS) as Label[];

const TOTAL = LABELS.reduce((sum, label) => sum + LABEL_COUNTS[label], 0);

/** Share of all items that bear `label`, 0-1. */
export function labelShare(label: Label): number {
  return LABEL_COUNTS[label] / TOTAL;
}
