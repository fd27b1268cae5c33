/**
 * The tables beside the boards: `ITEMS_HEADER` and `itemRow` in the form of Complete The Look,
 * `ATTRIBUTES_HEADER` and `attributeRow` for what it does not hold, in the same order.
 */

import type { BoardItem } from "./board.ts";

/** The header as published: names separated by spaces, though the rows are by tabs. */
export const ITEMS_HEADER =
  "image_signature bounding_x  bounding_y  bounding_width  bounding_height label";

/** Header of the attributes, separated by tabs as its rows are. */
export const ATTRIBUTES_HEADER = "colour\tpattern\tstyle";

/** One item's row, without the end of line. */
export function itemRow(signature: string, { box, label }: BoardItem): string {
  return [signature, ...box.map(formatFraction), label].join("\t");
}

/** One item's colour, pattern and style. */
export function attributeRow({ colour, pattern, style }: BoardItem): string {
  return [colour, pattern, style].join("\t");
}

/**
 * A float32 in the fewest digits that give it back, always with a decimal point: "0.4946373",
 * "0.0".
 */
export function formatFraction(value: number): string {
  const single = Math.fround(value);
  for (let digits = 1; digits < 9; digits++) {
    const text = String(Number(single.toPrecision(digits)));
    if (Math.fround(Number(text)) === single) return text.includes(".") ? text : `${text}.0`;
  }
  return String(Number(single.toPrecision(9)));
}
