/** Checks of vectors. */

import { checkInteger } from "../io/check_integer.ts";
import type { Vectors } from "./embedding.ts";

/** @throws {RangeError} if `dim` is no positive integer */
export function checkDimension(dim: number, action: string): void {
  checkInteger(dim, { task: action, name: "dim" });
}

/**
 * Check row-major vectors.
 *
 * @param name what the message calls them
 * @param action what the message says cannot be done, such as "build index"
 * @throws {TypeError} if they are no Float32Array or no whole number of rows
 * @throws {RangeError} if a number is not finite
 */
export function checkVectors(
  vectors: Float32Array,
  dim: number,
  name: string,
  action: string,
): void {
  if (!(vectors instanceof Float32Array)) {
    throw new TypeError(
      `Cannot ${action} as ${name} must be a Float32Array: current value is ${
        describeValue(vectors)
      }`,
    );
  }
  if (vectors.length % dim !== 0) {
    throw new TypeError(
      `Cannot ${action} as the length of ${name} must be a multiple of ${dim}: ` +
        `current value is ${vectors.length}`,
    );
  }
  // x - x is 0 for every finite x and NaN otherwise: a sum tells without a branch a number.
  let sum = 0;
  for (let i = 0; i < vectors.length; i++) sum += vectors[i]! - vectors[i]!;
  if (sum === 0) return;
  const bad = vectors.findIndex((value) => !Number.isFinite(value));
  throw new RangeError(
    `Cannot ${action} as ${name} must be finite: current value in row ${Math.floor(bad / dim)}, ` +
      `column ${bad % dim} is ${vectors[bad]}`,
  );
}

/** The number of rows of vectors, which are checked. @throws as `checkDimension` and `checkVectors` */
export function countRows({ vectors, dim }: Vectors, action: string): number {
  checkDimension(dim, action);
  checkVectors(vectors, dim, "vectors", action);
  return vectors.length / dim;
}

/** Sizes whose squares, summed over any dimensions, neither overflow float32 nor vanish in it. */
const [LEAST, LARGEST] = [1e-15, 1e15];

/**
 * Check that squares of finite vectors can be computed with.
 *
 * @throws {RangeError} if their largest value is too large or, where it is not 0, too small
 */
export function checkScale(vectors: Float32Array, name: string, action: string): void {
  const largest = vectors.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if (largest === 0 || (largest >= LEAST && largest <= LARGEST)) return;
  throw new RangeError(
    `Cannot ${action} as the largest value of ${name} must be from 1e-15 to 1e15, so that ` +
      `squares fit into 32 bits (divide all by it): current value is ${largest}`,
  );
}

/** A value in the words of an error. */
export function describeValue(value: unknown): string {
  if (typeof value === "string") return `"${value}"`;
  if (typeof value !== "object" || value === null) return String(value);
  return value.constructor?.name ?? "an object";
}
