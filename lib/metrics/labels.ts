/** Categories and groups as numbers: `encodeLabels`, `encodeGroups`. */

/** Categories of some rows and queries. */
export interface EncodedLabels {
  /** Names of the categories, sorted by code unit. */
  categories: string[];
  /** Place of each row's category in `categories`, int32 `[n]`. */
  codes: Int32Array;
  /** Place of each query's category, int32 `[q]`. */
  queryCodes: Int32Array;
  /** Number of rows of each category, int32 `[categories]`. */
  sizes: Int32Array;
}

/**
 * Check that a list has an entry for each of `count` rows.
 *
 * @param name what the message calls the list
 * @param action what the message says cannot be done
 * @throws {RangeError} if there are more or fewer
 */
export function checkEntries(
  list: ArrayLike<unknown>,
  count: number,
  name: string,
  action: string,
): void {
  if (list.length === count) return;
  throw new RangeError(
    `Cannot ${action} as ${name} must have ${count} entries, one a row: ` +
      `current value is ${list.length}`,
  );
}

/**
 * Number the categories of rows, and of queries by the same numbers; the label 1 and the label "1" are the
 * same category.
 *
 * @param queryLabels @default labels: the rows are the queries
 */
export function encodeLabels(
  labels: ArrayLike<string | number>,
  queryLabels = labels,
): EncodedLabels {
  const lists = [Array.from(labels, String), Array.from(queryLabels, String)] as const;
  const categories = [...new Set(lists.flat())].sort();
  const codeOf = new Map(categories.map((category, code) => [category, code]));
  const [codes, queryCodes] = lists.map((names) =>
    Int32Array.from(names, (category) => codeOf.get(category)!)
  ) as [Int32Array, Int32Array];
  const sizes = new Int32Array(categories.length);
  for (const code of codes) sizes[code] = sizes[code]! + 1;
  return { categories, codes, queryCodes, sizes };
}

/**
 * Groups of several lists of items by number, int32: items of one group have one number, wherever
 * they are; an item without a group is a group of its own.
 *
 * @returns undefined if no item has a group
 */
export function encodeGroups(
  ...lists: readonly (readonly (string | undefined)[])[]
): Int32Array[] | undefined {
  const all = lists.flat();
  const named = [...new Set(all)].filter((group) => group !== undefined);
  if (named.length === 0) return undefined;
  const codeOf = new Map(named.map((group, code) => [group, code]));
  let next = named.length;
  return lists.map((groups) =>
    Int32Array.from(groups, (group) => group === undefined ? next++ : codeOf.get(group)!)
  );
}
