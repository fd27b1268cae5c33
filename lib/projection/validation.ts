/** Checks of what a projection is given. */

import type { Neighbours } from "../search/neighbours.ts";

/** Where a number must lie. */
interface Range {
  from?: number;
  above?: number;
  to?: number;
  integer?: boolean;
}

/** @throws {RangeError} if `value` is not finite or not in the range */
export function checkNumber(name: string, value: number, range: Range): void {
  const { from = -Infinity, above = -Infinity, to = Infinity, integer = false } = range;
  const right = integer ? Number.isSafeInteger(value) : Number.isFinite(value);
  if (right && value >= from && value > above && value <= to) return;
  const bounds = [
    range.from === undefined ? "" : ` from ${from}`,
    range.above === undefined ? "" : ` above ${above}`,
    range.to === undefined ? "" : ` to ${to}`,
  ].join("");
  throw new RangeError(
    `Cannot project vectors as ${name} must be ${integer ? "an integer" : "a number"}${bounds}: ` +
      `current value is ${value}`,
  );
}

/**
 * Check nearest neighbours for `n` items in neighbourhoods of `size`, the item itself counted.
 *
 * @throws {TypeError} if they are no typed arrays of `n` equal rows, or the rows are too short
 * @throws {RangeError} if they hold an item that is not there or no distance
 */
export function checkNeighbours(
  { indices, distances }: Neighbours,
  n: number,
  size: number,
): void {
  if (!(indices instanceof Int32Array) || !(distances instanceof Float32Array)) {
    throw new TypeError(
      "Cannot project vectors as neighbours must be an Int32Array of indices and a Float32Array " +
        `of distances: current value is ${typeName(indices)} and ${typeName(distances)}`,
    );
  }
  const k = indices.length / n;
  if (!Number.isInteger(k) || k < size - 1 || distances.length !== indices.length) {
    throw new TypeError(
      `Cannot project vectors as neighbours must be ${n} rows of ${size - 1} others or more: ` +
        `current value is ${indices.length} indices and ${distances.length} distances`,
    );
  }
  for (let i = 0; i < indices.length; i++) {
    const index = indices[i]!, distance = distances[i]!;
    if (index === -1 || (index >= 0 && index < n && distance >= 0 && distance < Infinity)) continue;
    throw new RangeError(
      "Cannot project vectors as neighbours must be items at finite distances: " +
        `current value in row ${Math.floor(i / k)} is item ${index} of ${n} at ${distance}`,
    );
  }
}

function typeName(value: unknown): string {
  return Object.prototype.toString.call(value).slice(8, -1);
}
