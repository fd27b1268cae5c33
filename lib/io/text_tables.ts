/** Tables as text: `csvOf` and `jsonLinesOf`. */

/** What a cell holds; null for nothing. */
type Cell = string | number | null;

/**
 * A CSV file (RFC 4180): a line of names, then one for each row. Fields with commas, quotes or line
 * breaks are quoted; nothing (null) is an empty field.
 *
 * @example
 * ```ts
 * csvOf(["id", "n"], [["a, b", 1], ["c", null]]); // `id,n\r\n"a, b",1\r\nc,\r\n`
 * ```
 */
export function csvOf(names: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const field = (value: Cell) => {
    const text = String(value ?? "");
    return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return [names, ...rows].map((row) => row.map(field).join(",") + "\r\n").join("");
}

/** One JSON object for each row, a line each. */
export function jsonLinesOf(names: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const object = (row: readonly Cell[]) =>
    Object.fromEntries(names.map((name, i) => [name, row[i]]));
  return rows.map((row) => JSON.stringify(object(row)) + "\n").join("");
}
