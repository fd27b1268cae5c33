/**
 * Seeded random numbers: `uniformAt`, `createRandom`, `deriveSeed`, `shuffledIndices`. All random
 * choices in Lookalike are drawn from here, so that a seed repeats a run exactly.
 */

const GOLDEN = 0x6d2b79f5;

/**
 * Draw `i` of mulberry32's sequence for `seed`, in [0, 1).
 *
 * The generator keeps one 32-bit counter that grows by a constant, so a draw can be computed alone:
 * its state is `seed + (i + 1) * 0x6D2B79F5 mod 2^32`. Source: Tommy Ettinger's mulberry32.
 */
export function uniformAt(seed: number, i: number): number {
  let t = (seed + Math.imul(i + 1, GOLDEN)) | 0;
  t = Math.imul(t ^ (t >>> 15), t | 1);
  t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
}

/**
 * A function that returns the next draw of mulberry32's sequence for `seed`, in [0, 1).
 *
 * @param seed an integer; its lowest 32 bits count
 */
export function createRandom(seed: number): () => number {
  let i = 0;
  return () => uniformAt(seed, i++);
}

/**
 * A seed for one purpose, so that two uses of one experiment's seed draw unrelated sequences.
 *
 * FNV-1a over `label` and the bytes of `seed`; never 0, which some tfjs initialisers take for
 * "no seed".
 */
export function deriveSeed(seed: number, label: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(`${seed}:${label}`)) {
    hash = Math.imul(hash ^ byte, 0x01000193);
  }
  return (hash >>> 0) || 1;
}

/**
 * The numbers 0 to `n - 1` in an order drawn from `seed` (Fisher-Yates), uint32 `[n]`.
 *
 * @example
 * ```ts
 * import { shuffledIndices } from "./random.ts";
 *
 * console.log([...shuffledIndices(5, 42)].sort()); // [0, 1, 2, 3, 4]
 * ```
 */
export function shuffledIndices(n: number, seed: number): Uint32Array {
  const random = createRandom(seed);
  const order = Uint32Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    const swap = order[i]!;
    order[i] = order[j]!;
    order[j] = swap;
  }
  return order;
}
