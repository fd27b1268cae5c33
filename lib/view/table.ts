/** Tables: `table` describes one, `tableHtml` and `tableText` draw it. */

import { formatNumber } from "../io/format.ts";
import { type Html, html, htmlText } from "./html.ts";

/** What a cell holds; nothing (`null`, `undefined`) is drawn as a dash. */
export type Cell = string | number | boolean | Html | null | undefined;

/** One row: cells by column key. */
export type Row = Readonly<Record<string, Cell>>;

/** One column of a table. */
export interface Column {
  /** The cell's name in each row. */
  readonly key: string;
  /** Heading. @default the key */
  readonly label?: string;
  /** Decimals of numbers. @default whole numbers whole, others four significant digits */
  readonly digits?: number;
  /** @default "right" where every cell that holds something is a number, else "left" */
  readonly align?: "left" | "right";
}

/** A table to show. */
export interface Table {
  readonly kind: "table";
  readonly rows: readonly Row[];
  readonly columns: readonly Column[];
  readonly caption?: string;
}

/**
 * A table of `rows` (shown in this order) with `columns` (a string is a column's key).
 *
 * @example table([{ model: "+Layer", p5: 0.31 }], ["model", { key: "p5", label: "P@5", digits: 3 }])
 * @throws {RangeError} if there is no column, or two have the same key.
 */
export function table(
  rows: readonly Row[],
  columns: readonly (string | Column)[],
  { caption }: { caption?: string } = {},
): Table {
  const described = columns.map((column) => typeof column === "string" ? { key: column } : column);
  if (described.length === 0) {
    throw new RangeError("Cannot make table as it must have a column: current number is 0");
  }
  const keys = described.map((column) => column.key);
  const repeated = keys.find((key, i) => keys.indexOf(key) !== i);
  if (repeated !== undefined) {
    throw new RangeError(
      `Cannot make table as column keys must differ: current repeated key is "${repeated}"`,
    );
  }
  return { kind: "table", rows, columns: described, caption };
}

function cellText(cell: Cell, digits?: number): string {
  if (cell === null || cell === undefined) return "–";
  if (typeof cell === "number") return formatNumber(cell, digits);
  if (typeof cell === "boolean") return cell ? "yes" : "no";
  return typeof cell === "string" ? cell : htmlText(cell.markup);
}

function cellMarkup(cell: Cell, digits?: number): string | Html {
  return typeof cell === "object" && cell !== null ? cell : cellText(cell, digits);
}

function alignment(column: Column, rows: readonly Row[]): "left" | "right" {
  if (column.align) return column.align;
  const held = rows.map((row) => row[column.key]).filter((cell) =>
    cell !== null && cell !== undefined
  );
  return held.length > 0 && held.every((cell) => typeof cell === "number") ? "right" : "left";
}

// JupyterLab and nbconvert style tables themselves (centred, striped), hence the specific rules.
const STYLE = `.lookalike-table{overflow-x:auto;max-width:100%}
.lookalike-table table{border-collapse:collapse;margin:.4em 0;font-size:13px;font-variant-numeric:tabular-nums;color:inherit}
.lookalike-table caption{caption-side:top;text-align:left;font-weight:600;padding:.2em 0 .4em;color:inherit}
.lookalike-table table th,.lookalike-table table td{padding:.3em .8em;white-space:nowrap;border:0;border-bottom:1px solid rgba(128,128,128,.35);color:inherit;max-width:none}
.lookalike-table table th{white-space:normal;vertical-align:bottom;border-bottom:2px solid rgba(128,128,128,.6);font-weight:600}
.lookalike-table table .text{text-align:left}
.lookalike-table table .number{text-align:right}`;

/** The table as markup; every label and cell is escaped. */
export function tableHtml({ rows, columns, caption }: Table): Html {
  const classes = columns.map((column) => alignment(column, rows) === "right" ? "number" : "text");
  const head = columns.map((column, i) =>
    html`<th scope="col" class="${classes[i]}">${column.label ?? column.key}</th>`
  );
  const body = rows.map((row) =>
    html`
      <tr>${columns.map((column, i) =>
        html`<td class="${classes[i]}">${cellMarkup(row[column.key], column.digits)}</td>`
      )}</tr>
    `
  );
  const above = caption === undefined ? undefined : html`<caption>${caption}</caption>`;
  return html`
    <style>${{ kind: "html", markup: STYLE } as Html}</style>
    <div class="lookalike-table">
      <table>${above}<thead><tr>${head}</tr></thead>
    <tbody>${body}</tbody></table>
    </div>
  `;
}

/** The table as lines of text, columns padded to one width. */
export function tableText({ rows, columns, caption }: Table): string {
  const heads = columns.map((column) => column.label ?? column.key);
  const cells = rows.map((row) =>
    columns.map((column) => cellText(row[column.key], column.digits))
  );
  const widths = heads.map((head, i) =>
    Math.max(head.length, ...cells.map((row) => row[i]!.length))
  );
  const line = (row: readonly string[]) =>
    row.map((cell, i) =>
      alignment(columns[i]!, rows) === "right" ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!)
    ).join("  ").trimEnd();
  const rule = widths.map((width) => "-".repeat(width)).join("  ");
  return [...(caption === undefined ? [] : [caption]), line(heads), rule, ...cells.map(line)]
    .join("\n");
}
