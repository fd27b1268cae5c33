/**
 * Boards and what is cropped from them: `storeBoards` reads them, `boardSheet` shows them with boxes,
 * `cropSteps` shows the way of one item from its board to its square.
 */

import { join } from "node:path";
import sharp from "sharp";
import { toPixelBox } from "../../dataset/decode/crop.ts";
import { decodeFull } from "../../dataset/decode/decode.ts";
import { IMAGE_SIZE } from "../../dataset/store/image_size.ts";
import type { ImageStore, Item } from "../../dataset/store/image_store.ts";
import type { Palette } from "../palette.ts";
import type { Picture } from "../picture.ts";
import { textAt, textWidth } from "../svg.ts";
import { composedPicture, imageIn, type Place, placed } from "./sheet.ts";

/** A board and the items that were cropped from it. */
export interface ShownBoard {
  /** uint8 `[height, width, 3]`, RGB. */
  readonly pixels: Uint8Array;
  readonly width: number;
  readonly height: number;
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
  const byBoard = Map.groupBy(store.items, ({ group }) => group);
  return await Promise.all(signatures.map(async (signature) => {
    const items = byBoard.get(signature);
    if (items === undefined) {
      throw new RangeError(
        `Cannot show board as its items must be in the store: current value is "${signature}"`,
      );
    }
    const bytes = await Deno.readFile(join(directory, items[0]!.file));
    return { ...await decodeFull(bytes), items };
  }));
}

/** Layout, pixels. */
const WIDTH = 958;
const GAP = 12;
const LABEL = 12;
const LINE = { text: 13, height: 20 };

/** The whole photo, for items without a box. */
const WHOLE = [0, 0, 1, 1] as const;

/** Where `box` is on a board drawn in `place`. */
function boxIn(place: Place, [x, y, width, height]: readonly [number, number, number, number]) {
  return {
    x: place.x + x * place.width,
    y: place.y + y * place.height,
    width: width * place.width,
    height: height * place.height,
  };
}

/** A box in `color`, with `name` on white at its corner, within `place`. */
function labelledBox(box: Place, name: string, color: string, place: Place): string {
  const width = textWidth(name, LABEL + 1) + 8;
  const x = Math.max(place.x, Math.min(box.x, place.x + place.width - width));
  const background = `x="${x}" y="${box.y}" width="${width}" height="${LABEL + 5}"`;
  return `<rect ${placed(box, 1.5)} fill="none" stroke="${color}" stroke-width="3"/>` +
    `<rect ${background} fill="#fff" fill-opacity="0.85"/>` +
    `<rect x="${x}" y="${box.y}" width="4" height="${LABEL + 5}" fill="${color}"/>` +
    textAt(name, x + 7, box.y + LABEL, { size: LABEL, color: "#222222" });
}

/**
 * Boards side by side, as wide as a page. Each item's box is drawn in its category's colour, with the
 * category at its corner.
 */
export async function boardSheet(
  boards: readonly ShownBoard[],
  { palette }: { palette: Palette },
): Promise<Picture> {
  const width = (WIDTH - (boards.length - 1) * GAP) / Math.max(1, boards.length);
  const height = Math.max(1, ...boards.map((board) => width * board.height / board.width));
  const parts = await Promise.all(boards.map(async (board, i) => {
    const place = { x: i * (width + GAP), y: 0, width, height: width * board.height / board.width };
    const boxes = board.items.map(({ category, box = WHOLE }) =>
      labelledBox(boxIn(place, box), category, palette.style(category).color, place)
    );
    return await boardIn(place, board) + boxes.join("");
  }));
  const shown = boards.map(({ items }) => items.map(({ category }) => category).join(", "));
  const alt = `${boards.length} boards with a box around each item: ${shown.join("; ")}`;
  return await composedPicture(parts, { width: WIDTH, height, alt });
}

/** The board as a piece of SVG, with no more pixels than are seen. */
async function boardIn(place: Place, { pixels, width, height }: ShownBoard): Promise<string> {
  const size = { width: Math.round(place.width * 1.25), height: Math.round(place.height * 1.25) };
  const raw = { width, height, channels: 3 as const };
  const smaller = await sharp(pixels, { raw }).resize({ ...size, fit: "fill" }).raw().toBuffer();
  return await imageIn(place, new Uint8Array(smaller), size);
}

/**
 * The way of item `i` of `board` into the store, as one row: the board with the item's box, the crop
 * in its own proportions, the image of 128 x 128 pixels.
 *
 * @param options.image What the store holds of it, uint8 `[128, 128, 3]`.
 */
export async function cropSteps(
  board: ShownBoard,
  i: number,
  { image, palette }: { image: Uint8Array; palette: Palette },
): Promise<Picture> {
  const { category, box = WHOLE } = board.items[i]!;
  const { left, top, width, height } = toPixelBox(box, board.width, board.height);
  const raw = { width: board.width, height: board.height, channels: 3 as const };
  const cut = sharp(board.pixels, { raw }).extract({ left, top, width, height });
  const crop = new Uint8Array(await cut.raw().toBuffer());
  const down = 230;
  const across = down * board.width / board.height;
  const scale = Math.min(down / height, down / width);
  const whole = { x: 0, y: LINE.height, width: across, height: down };
  const part = { ...after(whole), width: width * scale, height: height * scale };
  const square = { ...after(part), width: down * 0.8, height: down * 0.8 };
  const words = [
    `Board, ${board.width} x ${board.height} pixels`,
    `Crop "${category}", ${width} x ${height}`,
    `Stored, ${IMAGE_SIZE} x ${IMAGE_SIZE}`,
  ];
  const parts = [
    ...[whole, part, square].map(({ x }, p) =>
      textAt(words[p]!, x, LINE.text, { size: LINE.text, weight: 600 })
    ),
    ...[part, square].map(({ x }) =>
      textAt("→", x - 2 * GAP - 4, LINE.height + down / 2, { size: 26 })
    ),
    await boardIn(whole, board),
    labelledBox(boxIn(whole, box), category, palette.style(category).color, whole),
    await imageIn(part, crop, { width, height }),
    await imageIn(square, image, { width: IMAGE_SIZE, height: IMAGE_SIZE }),
  ];
  const alt =
    `From left to right: a board, the crop of its item "${category}", and the crop resized ` +
    `to ${IMAGE_SIZE} x ${IMAGE_SIZE} pixels`;
  const size = { width: square.x + square.width + 2, height: LINE.height + down + 2 };
  return await composedPicture(parts, { ...size, alt });
}

/** Where the next picture of a row begins, with room for an arrow and for words above the last one. */
function after({ x, y, width }: Place): Pick<Place, "x" | "y"> {
  return { x: x + Math.max(width, 190) + 3 * GAP, y };
}
