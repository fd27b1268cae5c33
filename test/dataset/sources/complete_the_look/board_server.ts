/** Boards drawn on demand to fit the boxes of a table, served as the image host would. */

import sharp from "sharp";
import type { TableRow } from "../../../../lib/dataset/sources/complete_the_look/read_table.ts";
import { uniformAt } from "../../../../lib/io/random.ts";

/** A white board of 400 pixels width with a coloured block in each box of its rows, as JPEG. */
export async function drawBoxes(
  rows: readonly TableRow[],
  side = 400,
): Promise<Uint8Array<ArrayBuffer>> {
  const blocks = rows.map(({ box: [x, y, width, height], line }) => {
    const rgb = [0, 1, 2].map((k) => Math.floor(uniformAt(line, k) * 230));
    return `<rect x="${x * side}" y="${y * side}" width="${width * side}" ` +
      `height="${height * side}" fill="rgb(${rgb})"/>`;
  });
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${side}" height="${side}">` +
    `<rect width="${side}" height="${side}" fill="#fff"/>${blocks.join("")}</svg>`;
  return new Uint8Array(await sharp(new TextEncoder().encode(svg)).jpeg().toBuffer());
}

/** The signature in the path of a board's address. */
export function signatureOf(path: string): string {
  return /\/([0-9a-f]{32})\.jpg$/.exec(path)?.[1] ?? "";
}

/** Rows by board. */
export function groupByBoard(rows: readonly TableRow[]): Map<string, TableRow[]> {
  return Map.groupBy(rows, ({ signature }) => signature);
}
