/** Checks of what a search is given. */

import { describeValue } from "../embedding/check_vectors.ts";
import { firstRepeated } from "../io/repeated.ts";

/**
 * Which rows may be found: a function of the row, a Uint8Array with 1 (yes) or 0 (no) for each row,
 * or another list of rows.
 */
export type RowFilter = ((index: number) => boolean) | Uint8Array | readonly number[] | RowList;
type RowList = Int32Array | Uint32Array | Uint16Array;

/** A copy of `ids`, or the row numbers. */
export function readIds(ids: readonly string[] | undefined, count: number): string[] {
  if (ids === undefined) return Array.from({ length: count }, (_, i) => String(i));
  if (ids.length !== count) {
    throw new RangeError(
      `Cannot build index as there must be ${count} ids, one a row: current value is ${ids.length}`,
    );
  }
  const wrong = ids.findIndex((id) => typeof id !== "string");
  if (wrong >= 0) {
    throw new TypeError(
      `Cannot build index as ids must be strings: current value in row ${wrong} is ` +
        describeValue(ids[wrong]),
    );
  }
  const twice = firstRepeated(ids);
  if (twice !== undefined) {
    throw new RangeError(
      `Cannot build index as ids must be unique: current value is "${twice}" twice`,
    );
  }
  return [...ids];
}

/** For each query the row to leave out, -1 for none. */
export function readExclusion(
  exclude: "self" | ArrayLike<number>,
  queryCount: number,
  size: number,
): Int32Array {
  if (exclude === "self") {
    if (queryCount !== size) {
      throw new TypeError(
        `Cannot search index as there must be ${size} queries, one a row, to exclude "self": ` +
          `current value is ${queryCount}`,
      );
    }
    return Int32Array.from({ length: size }, (_, i) => i);
  }
  if (exclude.length !== queryCount) {
    throw new TypeError(
      `Cannot search index as exclude must have ${queryCount} entries, one a query: ` +
        `current value is ${exclude.length}`,
    );
  }
  return Int32Array.from(exclude, (row, query) => {
    if (!Number.isInteger(row) || row < -1 || row >= size) {
      throw new RangeError(
        `Cannot search index as exclude must hold rows below ${size} or -1: ` +
          `current value for query ${query} is ${row}`,
      );
    }
    return row;
  });
}

/** The rows that `filter` lets pass, ascending, each once. */
export function selectRows(filter: RowFilter, size: number): Int32Array {
  if (typeof filter === "function") {
    return rowsWhere(size, (row) => filter(row));
  }
  if (filter instanceof Uint8Array) {
    if (filter.length !== size) {
      throw new TypeError(
        `Cannot search index as a mask must have ${size} entries, one a row: ` +
          `current value is ${filter.length}`,
      );
    }
    return rowsWhere(size, (row) => filter[row] !== 0);
  }
  const chosen = new Uint8Array(size);
  for (const row of filter) {
    if (!Number.isInteger(row) || row < 0 || row >= size) {
      throw new RangeError(
        `Cannot search index as filter must hold rows below ${size}: current value is ${row}`,
      );
    }
    chosen[row] = 1;
  }
  return rowsWhere(size, (row) => chosen[row] === 1);
}

function rowsWhere(size: number, keep: (row: number) => boolean): Int32Array {
  const rows: number[] = [];
  for (let row = 0; row < size; row++) if (keep(row)) rows.push(row);
  return Int32Array.from(rows);
}
