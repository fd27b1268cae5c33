/** Proof that no drawing changes: hashes of SVG text and of pixels, recorded in `drawings.json`. */

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import sharp from "sharp";
import { DEPARTMENTS } from "../../lib/boards/garments/mod.ts";
import { type Label, LABELS } from "../../lib/boards/labels.ts";
import { BOARD_SIZE, drawBoard } from "../../lib/boards/mod.ts";
import { SHADING_DEFS } from "../../lib/boards/shading.ts";
import { drawItem } from "./draw_item.ts";
import recorded from "./drawings.json" with { type: "json" };

/** Drawings of each style: enough that rare details occur. */
const DRAWINGS = 40;

const BOARDS = 100, CROPS = 200, CROP_SIDE = 128;

/** The first eight hexadecimal digits of SHA-256. */
function digest(...data: (string | Uint8Array)[]): string {
  const hash = createHash("sha256");
  for (const part of data) hash.update(part);
  return hash.digest("hex").slice(0, 8);
}

/** SVG markup and bounds of one item. */
function describe(label: Label, style: string, seed: number): string {
  const { pen, next } = drawItem(label, style, seed);
  const { left, top, right, bottom } = pen.bounds();
  const edges = [left, top, right, bottom].map((edge) => edge.toFixed(6));
  return [pen.markup, ...edges, next].join(" ");
}

/** Pixels of one item of every style, 128 x 128 RGB, one hash for each label. */
async function pictureHashes(): Promise<Record<string, string>> {
  const hashes: Record<string, string> = {};
  for (const label of LABELS) {
    const pictures = Object.keys(DEPARTMENTS[label].styles).map((style, seed) => {
      const { pen } = drawItem(label, style, seed);
      const { left, top, right, bottom } = pen.bounds();
      const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${CROP_SIDE}" ` +
        `height="${CROP_SIDE}" viewBox="${left} ${top} ${right - left} ${bottom - top}">` +
        `<defs>${SHADING_DEFS}</defs>${pen.markup}</svg>`;
      return sharp(new TextEncoder().encode(svg)).flatten({ background: "#fff" }).raw().toBuffer();
    });
    hashes[label] = digest(...await Promise.all(pictures));
  }
  return hashes;
}

/** Hashes of every style's drawings, by label. */
function styleHashes(): Record<string, Record<string, string>> {
  return Object.fromEntries(LABELS.map((label) => [
    label,
    Object.fromEntries(
      Object.keys(DEPARTMENTS[label].styles).map((style) => [
        style,
        digest(...Array.from({ length: DRAWINGS }, (_, seed) => describe(label, style, seed))),
      ]),
    ),
  ]));
}

/** Hash of whole boards and of what they say about their items. */
function boardsHash(): string {
  return digest(...Array.from({ length: BOARDS }, (_, index) => {
    const { svg, items, signature } = drawBoard(index % 4, index);
    return svg + JSON.stringify(items) + signature;
  }));
}

/** Hashes of the pixels of crops, 128 x 128 RGB, from boards of several seeds. */
async function cropHashes(): Promise<string[]> {
  const hashes: string[] = [];
  for (let index = 0; hashes.length < CROPS; index++) {
    const { svg, items } = drawBoard(100 + index % 5, index);
    const { data, info } = await sharp(new TextEncoder().encode(svg))
      .flatten({ background: "#fff" }).raw().toBuffer({ resolveWithObject: true });
    for (const { box: [x, y, width, height] } of items.slice(0, CROPS - hashes.length)) {
      const pixels = await sharp(data, { raw: info }).extract({
        left: Math.floor(x * BOARD_SIZE),
        top: Math.floor(y * BOARD_SIZE),
        width: Math.max(1, Math.floor(width * BOARD_SIZE)),
        height: Math.max(1, Math.floor(height * BOARD_SIZE)),
      }).resize(CROP_SIDE, CROP_SIDE, { fit: "fill" }).raw().toBuffer();
      hashes.push(digest(pixels));
    }
  }
  return hashes;
}

Deno.test("DEPARTMENTS draws every style as recorded", () => {
  assert.deepEqual(styleHashes(), recorded.styles);
});

Deno.test("drawBoard() draws boards as recorded", () => {
  assert.equal(boardsHash(), recorded.boards);
});

// Another processor may round a pixel differently.
const ignore = Deno.build.target !== "x86_64-unknown-linux-gnu";

Deno.test("DEPARTMENTS gives the recorded pixels of every style", { ignore }, async () => {
  assert.deepEqual(await pictureHashes(), recorded.pictures);
});

Deno.test("drawBoard() gives the recorded pixels of 200 crops", { ignore }, async () => {
  assert.deepEqual(await cropHashes(), recorded.crops);
});

if (import.meta.main) {
  const all = {
    styles: styleHashes(),
    boards: boardsHash(),
    pictures: await pictureHashes(),
    crops: await cropHashes(),
  };
  console.log(JSON.stringify(all));
}
