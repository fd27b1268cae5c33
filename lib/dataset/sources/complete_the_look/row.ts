/** One line of a table of Complete The Look: `isHeader`, `parseRow`, `shortenLabel`. */

import { shorten } from "../../../io/format.ts";
import { isSignature } from "./board_files.ts";

/** Names of the columns, in their order. */
export const COLUMNS = [
  "image_signature",
  "bounding_x",
  "bounding_y",
  "bounding_width",
  "bounding_height",
  "label",
] as const;

/** An item of a board. */
export interface BoardRow {
  signature: string;
  /** Left, top, width, height as fractions of the board's width and height. */
  box: readonly [x: number, y: number, width: number, height: number];
  /** As published, such as "Shirts & Tops". */
  label: string;
}

/**
 * How far a box may leave [0, 1] here. Less than a pixel is clamped when the board is cropped, and
 * only then its size is known; no board is smaller than 100 pixels.
 */
const TOLERANCE = 0.01;

const MAX_LABEL = 100;
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** Whether a line is the header: the columns' names, with spaces or tabs between them. */
export function isHeader(line: string): boolean {
  return line.trim().split(/\s+/).join(" ") === COLUMNS.join(" ");
}

/** The item of a line, or the reason it holds none, which reads on after "line 7". */
export function parseRow(line: string): BoardRow | { reason: string } {
  const fields = line.split("\t");
  if (fields.length !== COLUMNS.length) {
    return { reason: `has ${fields.length} fields in place of ${COLUMNS.length}` };
  }
  const [signature = "", x = "", y = "", width = "", height = "", label = ""] = fields
    .map((field) => field.trim());
  if (!isSignature(signature)) {
    return { reason: `has a signature that is not 32 hexadecimal digits: ${quote(signature)}` };
  }
  const texts = [x, y, width, height];
  const wrong = texts.findIndex((text) => !NUMBER.test(text) || !Number.isFinite(Number(text)));
  if (wrong !== -1) {
    return { reason: `has a ${COLUMNS[wrong + 1]} that is not a number: ${quote(texts[wrong]!)}` };
  }
  // Plus 0, as "-0" is written 0 from then on.
  const value = (text: string) => Number(text) + 0;
  const box = [value(x), value(y), value(width), value(height)] as const;
  if (box[2] <= 0 || box[3] <= 0) return { reason: `has an empty box: ${box.join(", ")}` };
  if (leaves(box[0], box[2]) || leaves(box[1], box[3])) {
    return { reason: `has a box outside [0, 1]: ${box.join(", ")}` };
  }
  // Control characters, and what does not decode as UTF-8.
  if (label === "" || label.length > MAX_LABEL || /[\p{Cc}\ufffd]/u.test(label)) {
    return { reason: `has a label that is not a short text: ${quote(label)}` };
  }
  return { signature, box, label };
}

/** The category of a label: its first word, as in the original ("Shirts & Tops" to "Shirts"). */
export function shortenLabel(label: string): string {
  return label.trim().split(/\s+/)[0]!;
}

function leaves(start: number, length: number): boolean {
  return start < -TOLERANCE || start + length > 1 + TOLERANCE;
}

/** Part of a field, safe to show. */
function quote(text: string): string {
  return JSON.stringify(shorten(text, 40));
}
