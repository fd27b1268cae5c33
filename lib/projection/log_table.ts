/**
 * A smooth function of a positive number as a table, several times faster than `Math.pow`:
 * `tabulate`, `lookUp`.
 *
 * Each octave from 2^-32 to 2^32 is cut into 64 pieces, and the function is a straight line in
 * each. A float64's upper half (sign, exponent, 20 bits of mantissa) counts octaves and pieces by
 * itself, so that no logarithm is needed to find the piece.
 */

const LOWEST = -32;
const OCTAVES = 64;
const PIECE_BITS = 6;
const PIECES = 1 << PIECE_BITS;
const LAST = OCTAVES * PIECES;

const MANTISSA_BITS = 20;
const FIRST_KEY = (1023 + LOWEST) << MANTISSA_BITS;
const REST_BITS = MANTISSA_BITS - PIECE_BITS;
const REST = 1 << REST_BITS;

const float = new Float64Array(1);
// Deno runs on little-endian machines only: the upper half comes second.
const halves = new Int32Array(float.buffer);

/**
 * Table of `f` for `lookUp`.
 *
 * For powers of x and what UMAP makes of them it is within 2e-4 of `f`, relative.
 */
export function tabulate(f: (x: number) => number): Float64Array {
  return Float64Array.from({ length: LAST + 1 }, (_, i) => {
    const octave = LOWEST + Math.floor(i / PIECES);
    return f(2 ** octave * (1 + (i % PIECES) / PIECES));
  });
}

/** The tabulated function at `x >= 0`; its value at 2^-32 or 2^32 where `x` lies beyond. */
export function lookUp(table: Float64Array, x: number): number {
  float[0] = x;
  const key = halves[1]! - FIRST_KEY;
  if (key < 0) return table[0]!;
  const piece = key >> REST_BITS;
  if (piece >= LAST) return table[LAST]!;
  const from = table[piece]!;
  return from + (table[piece + 1]! - from) * ((key & (REST - 1)) / REST);
}
