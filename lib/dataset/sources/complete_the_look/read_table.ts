/** A sample of a table of boards and boxes, as Complete The Look publishes it: `readTable`. */

import { deriveSeed, uniformAt } from "../../../io/random.ts";
import { type BoardRow, COLUMNS, isHeader, parseRow } from "./row.ts";
import { readTableLines } from "./table_lines.ts";

/** A row of a table. */
export interface TableRow extends BoardRow {
  /** Its line in the file; the header is line 1. */
  line: number;
  /** Which item of its board it is, from 0, in the order of the file. */
  n: number;
}

/** What a table holds. */
export interface TableReport {
  path: string;
  /** Well-formed rows, and the boards they are of. */
  rows: number;
  boards: number;
  /** Rows of each label as published, the most frequent first. */
  labels: { label: string; rows: number }[];
  /** Lines without an item: how many, and the first 20; a reason reads on after "line 7". */
  malformed: number;
  firstMalformed: { line: number; reason: string }[];
}

const MAX_NAMED = 20;

/**
 * Read a table: a header with spaces (or tabs) between the names, then rows with tabs between the
 * fields. It is read as a stream, and no more than twice the drawn rows are held.
 *
 * Every line has a draw from [0, 1) that depends on the seed and the line's number alone; the rows
 * with the smallest draws are taken, in the order of their draws. So fewer rows are the first of
 * more, and the order is shuffled. A malformed line is counted and named, not fatal.
 *
 * @param options.rows how many rows to draw, 1 or more; all, in drawn order, if there are no more.
 * @default all
 * @returns rows in the order they were drawn, and what the whole table holds
 * @throws {SyntaxError} if it is another kind of file, or more than half of its lines are malformed
 * @throws {RangeError} if the file does not exist or `rows` is not a whole number above 0
 */
export async function readTable(
  path: string,
  { rows: limit = Infinity, seed }: { rows?: number; seed: number },
): Promise<{ rows: TableRow[]; report: TableReport }> {
  if (limit !== Infinity && !(Number.isSafeInteger(limit) && limit >= 1)) {
    throw new RangeError(
      `Cannot read table as rows must be a whole number above 0: current value is ${limit}`,
    );
  }
  const sample = new Sample(limit, deriveSeed(seed, "rows"));
  const perBoard = new Map<string, number>();
  const perLabel = new Map<string, number>();
  const firstMalformed: TableReport["firstMalformed"] = [];
  let line = 0, rows = 0, malformed = 0;
  for await (const text of readTableLines(path)) {
    line++;
    if (line === 1) {
      if (!isHeader(text)) throw wrongKind(path, text);
      continue;
    }
    if (text.trim() === "") continue;
    const row = parseRow(text);
    if ("reason" in row) {
      malformed++;
      if (firstMalformed.length < MAX_NAMED) firstMalformed.push({ line, reason: row.reason });
      continue;
    }
    const n = perBoard.get(row.signature) ?? 0;
    perBoard.set(row.signature, n + 1);
    perLabel.set(row.label, (perLabel.get(row.label) ?? 0) + 1);
    rows++;
    sample.add({ ...row, line, n });
  }
  if (line === 0) throw wrongKind(path, "");
  if (malformed > rows) {
    const [first] = firstMalformed;
    throw new SyntaxError(
      `Cannot read table as at least half of its lines must be well formed: ${malformed} of ` +
        `${malformed + rows} in "${path}" are not (line ${first!.line} ${first!.reason})`,
    );
  }
  const labels = [...perLabel].map(([label, rows]) => ({ label, rows }))
    .sort((a, b) => b.rows - a.rows || (a.label < b.label ? -1 : 1));
  return {
    rows: sample.take(),
    report: { path, rows, boards: perBoard.size, labels, malformed, firstMalformed },
  };
}

/** The rows with the smallest draws. */
class Sample {
  #rows: { draw: number; row: TableRow }[] = [];

  constructor(readonly limit: number, readonly seed: number) {}

  add(row: TableRow): void {
    this.#rows.push({ draw: uniformAt(this.seed, row.line), row });
    if (this.#rows.length >= 2 * this.limit) this.#cut();
  }

  take(): TableRow[] {
    this.#cut();
    return this.#rows.map(({ row }) => row);
  }

  #cut(): void {
    this.#rows.sort((a, b) => a.draw - b.draw || a.row.line - b.row.line);
    if (this.#rows.length > this.limit) this.#rows.length = this.limit;
  }
}

function wrongKind(path: string, first: string): SyntaxError {
  const found = first.trim() === ""
    ? "an empty line"
    : /^\s*<(!doctype|html|\?xml)/i.test(first)
    ? "a web page"
    : /[\0\ufffd]/.test(first)
    ? "not text"
    : JSON.stringify(first.slice(0, 60));
  return new SyntaxError(
    `Cannot read table as its first line must be "${COLUMNS.join(" ")}": ` +
      `"${path}" begins with ${found}`,
  );
}
