/** Boards with the boxes of their items drawn: `storeBoards` reads them, `boardGrid` shows them. */

import { Buffer } from "node:buffer";
import { join } from "node:path";
import sharp from "sharp";
import { toPixelBox } from "../../dataset/decode/crop.ts";
import { decodeFull } from "../../dataset/decode/decode.ts";
import type { ImageStore, Item } from "../../dataset/store/image_store.ts";
import { type Html, html } from "../html.ts";
import type { Palette } from "../palette.ts";
import { dataUri } from "./encode.ts";
import { gallery } from "./gallery.ts";

/** A board and the items that were cropped from it. */
export interface ShownBoard {
  /** uint8 `[height, width, 3]`, RGB. */
  readonly pixels: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly signature: string;
  readonly items: readonly Pick<Item, "category" | "split" | "box">[];
}

/**
 * Boards of `store` by signature, read from the folder they lie in, with all their items.
 *
 * @param directory where the boards lie (`originalsDirectory`)
 * @throws {RangeError} if the store has no item of a board; {Error} if a file is gone or damaged
 */
export async function storeBoards(
  store: ImageStore,
  signatures: readonly string[],
  directory: string,
): Promise<ShownBoard[]> {
  const byBoard = Map.groupBy(store.items, ({ board }) => board);
  return await Promise.all(signatures.map(async (signature) => {
    const items = byBoard.get(signature);
    if (items === undefined) {
      throw new RangeError(
        `Cannot show board as its items must be in the store: current value is "${signature}"`,
      );
    }
    const bytes = await Deno.readFile(join(directory, items[0]!.file));
    return { ...await decodeFull(bytes), signature, items };
  }));
}

/** Width of a box's line, pixels of the picture. */
const LINE = 3;

/**
 * Boards side by side, wrapped where the screen ends. Each item's box is drawn in its category's
 * colour, with the category at its corner: as text, so that it needs no fonts and can be read aloud.
 *
 * @param options.width Of each board, pixels. @default 260
 */
export async function boardGrid(
  boards: readonly ShownBoard[],
  { palette, width = 260, title }: { palette: Palette; width?: number; title?: string },
): Promise<Html> {
  const figures = await Promise.all(boards.map(async (board) => {
    const { signature, items } = board;
    const names = items.map(({ category }) => category);
    const source = await boardPicture(board, palette);
    const labels = items.map(({ category, box = [0, 0, 1, 1] }) => {
      const { color } = palette.style(category);
      const [x, y, across] = box;
      // A label grows away from the nearer edge of the board.
      const side = x + across / 2 < 0.5 ? `left:${percent(x)}` : `right:${percent(1 - x - across)}`;
      const place = `${side};top:${percent(y)};border-color:${color}`;
      return html`<span class="label" style="${place}">${category}</span>`;
    });
    const splits = [...new Set(items.map(({ split }) => split))].join(", ");
    return html`
      <figure class="board" style="width:${width}px;max-width:100%">
        <div class="boxes">
          <img src="${source}" alt="Board ${signature}: ${names.join(", ")}" width="${width}">
          ${labels}
        </div>
        <figcaption><span class="dim">${splits}</span></figcaption>
      </figure>
    `;
  }));
  const text = boards
    .map(({ items }) => items.map(({ category }) => category).join(", "))
    .join("\n");
  return gallery(title, html`<div class="flow">${figures}</div>`, text);
}

function percent(part: number): string {
  // A label at the very edge would leave the board.
  return `${(Math.min(0.94, Math.max(0, part)) * 100).toFixed(1)}%`;
}

/** The board with its boxes as lines, as a data address. */
async function boardPicture(board: ShownBoard, palette: Palette): Promise<string> {
  const { pixels, width, height, items } = board;
  const lines = items.map(({ category, box = [0, 0, 1, 1] }) => {
    const { left, top, width: across, height: down } = toPixelBox(box, width, height);
    const { color } = palette.style(category);
    // The line lies inside the box, so that nothing of it is cut off at the edge.
    const [x, y] = [left + LINE / 2, top + LINE / 2];
    return `<rect x="${x}" y="${y}" width="${Math.max(1, across - LINE)}" ` +
      `height="${Math.max(1, down - LINE)}" fill="none" stroke="${color}" stroke-width="${LINE}"/>`;
  });
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">` +
    `${lines.join("")}</svg>`;
  const file = await sharp(pixels, { raw: { width, height, channels: 3 } })
    .composite([{ input: Buffer.from(svg) }])
    .webp({ quality: 80, effort: 6 })
    .toBuffer();
  return dataUri(new Uint8Array(file), "image/webp");
}
