/** What goes into a catalogue, checked: `CatalogueItem`, `checkItems`, `checkIds`, `checkName`. */

import { firstRepeated } from "../../io/repeated.ts";
import { checkVectors } from "../../embedding/check_vectors.ts";

/** A product. */
export interface CatalogueItem {
  /** Unique in the catalogue; any text but the empty one. */
  id: string;
  /** Any text but the empty one. */
  category: string;
  /** What else is known of it. @default {} */
  attributes?: Record<string, string>;
}

/** Longest id or category, in UTF-16 units. */
const LONGEST = 1024;
/** Largest squared length of a vector: between two of them, distances stay finite in float32. */
const LARGEST_NORM = 5e37;

/**
 * Check items and their vectors.
 *
 * @param vectors float32 `[items.length, dim]`, row-major
 * @throws {RangeError} if an id or category is no name, an id comes twice or a number is not finite
 * @throws {TypeError} if there are more or fewer vectors than items, or attributes are no texts
 */
export function checkItems(
  items: readonly CatalogueItem[],
  vectors: Float32Array,
  dim: number,
  action: string,
): void {
  checkLatents(vectors, dim, "vectors", action);
  if (vectors.length !== items.length * dim) {
    throw new TypeError(
      `Cannot ${action} as there must be ${items.length} vectors, one an item: ` +
        `current value is ${vectors.length / dim}`,
    );
  }
  checkIds(items.map(({ id }) => id), action);
  for (const { id, category, attributes } of items) {
    checkName(category, `category of "${id}"`, action);
    if (attributes !== undefined && !isTexts(attributes)) {
      throw new TypeError(
        `Cannot ${action} as attributes of "${id}" must be texts by name: ` +
          `current value is ${JSON.stringify(attributes)}`,
      );
    }
  }
}

/** @throws {RangeError} if one of `ids` is no name or comes twice */
export function checkIds(ids: readonly string[], action: string): void {
  for (const id of ids) checkName(id, "id", action);
  const twice = firstRepeated(ids);
  if (twice !== undefined) {
    throw new RangeError(
      `Cannot ${action} as ids must be unique: current value is "${twice}" twice`,
    );
  }
}

/** @throws {RangeError} if `value` is not text of 1 to 1024 characters that UTF-8 can hold */
export function checkName(value: unknown, name: string, action: string): void {
  if (
    typeof value === "string" && value !== "" && value.length <= LONGEST && value.isWellFormed()
  ) return;
  const shown = typeof value === "string" ? `"${value.slice(0, 40)}"` : String(value);
  throw new RangeError(
    `Cannot ${action} as ${name} must be a text of 1 to ${LONGEST} characters: ` +
      `current value is ${shown}`,
  );
}

/**
 * Check vectors: whole rows, finite, and not so large that distances overflow.
 *
 * @throws {TypeError} if they are no Float32Array or no whole number of rows
 * @throws {RangeError} if a number is not finite or a vector too long
 */
export function checkLatents(
  vectors: Float32Array,
  dim: number,
  name: string,
  action: string,
): void {
  checkVectors(vectors, dim, name, action);
  for (let start = 0; start < vectors.length; start += dim) {
    let norm = 0;
    for (let l = 0; l < dim; l++) norm += vectors[start + l]! ** 2;
    if (norm > LARGEST_NORM) {
      throw new RangeError(
        `Cannot ${action} as the squared length of ${name} must be at most ${LARGEST_NORM}: ` +
          `current value in row ${start / dim} is ${norm}`,
      );
    }
  }
}

function isTexts(attributes: unknown): boolean {
  return typeof attributes === "object" && attributes !== null && !Array.isArray(attributes) &&
    Object.entries(attributes).every(([key, value]) =>
      typeof value === "string" && key.isWellFormed() && value.isWellFormed()
    );
}
