import assert from "node:assert/strict";
import sharp from "sharp";
import {
  BOARD_SIZE,
  boardSignature,
  COLOURS,
  drawBoard,
  LABELS,
  PATTERNS,
} from "../../lib/boards/mod.ts";
import { DEPARTMENTS } from "../../lib/boards/garments/mod.ts";

/** RGB bytes of an SVG. */
async function pixels(svg: string): Promise<Uint8Array> {
  return await sharp(new TextEncoder().encode(svg)).flatten({ background: "#fff" }).raw()
    .toBuffer();
}

Deno.test("drawBoard() is a function of the seed and the index alone", () => {
  const first = drawBoard(42, 7);
  drawBoard(42, 0);
  drawBoard(1, 7);
  assert.deepEqual(drawBoard(42, 7), first);
  assert.notEqual(drawBoard(43, 7).svg, first.svg);
  assert.notEqual(drawBoard(42, 8).svg, first.svg);
});

Deno.test("boardSignature() is 32 hexadecimal digits, none twice", () => {
  const signatures = new Set<string>();
  for (let index = 0; index < 2000; index++) signatures.add(boardSignature(1, index));
  for (let seed = 2; seed < 2000; seed++) signatures.add(boardSignature(seed, 0));
  assert.equal(signatures.size, 3998);
  for (const signature of signatures) assert.match(signature, /^[0-9a-f]{32}$/);
  assert.equal(drawBoard(1, 3).signature, boardSignature(1, 3));
});

Deno.test("drawBoard() knows what it drew", () => {
  for (let index = 0; index < 60; index++) {
    const { items, svg } = drawBoard(9, index);
    assert.ok(items.length >= 3 && items.length <= 6);
    for (const { label, colour, pattern, style, box } of items) {
      assert.ok(LABELS.includes(label));
      assert.ok(COLOURS.includes(colour));
      assert.ok(PATTERNS.includes(pattern));
      assert.ok(Object.hasOwn(DEPARTMENTS[label].styles, style), `${label}: ${style}`);
      const [x, y, width, height] = box;
      assert.ok(x >= 0 && y >= 0 && width > 0.02 && height > 0.02);
      assert.ok(x + width <= 1 && y + height <= 1);
      assert.deepEqual(box.map(Math.fround), [...box]);
    }
    assert.doesNotMatch(svg, /NaN|Infinity|undefined/);
    const ids = [...svg.matchAll(/ id="([^"]+)"/g)].map((match) => match[1]);
    assert.equal(new Set(ids).size, ids.length, "an id occurs twice");
  }
});

Deno.test("drawBoard() draws inside the boxes and up to their edges", async () => {
  const side = BOARD_SIZE;
  for (let index = 0; index < 12; index++) {
    const { svg, items } = drawBoard(3, index);
    const data = await pixels(svg);
    // 5 of 255 is below the palest edge, yet above rounding.
    const inked = (x: number, y: number) => {
      const at = (y * side + x) * 3;
      return Math.min(data[at]!, data[at + 1]!, data[at + 2]!) < 250;
    };
    const edges = items.map(({ box: [x, y, width, height] }) => ({
      left: x * side,
      top: y * side,
      right: (x + width) * side,
      bottom: (y + height) * side,
    }));
    let outside = 0;
    for (let y = 0; y < side; y++) {
      for (let x = 0; x < side; x++) {
        if (!inked(x, y)) continue;
        const held = edges.some(({ left, top, right, bottom }) =>
          x >= left - 2 && x < right + 2 && y >= top - 2 && y < bottom + 2
        );
        if (!held) outside++;
      }
    }
    assert.equal(outside, 0, `board ${index} is drawn on outside its boxes`);
    for (const { left, top, right, bottom } of edges) {
      const any = (x0: number, y0: number, x1: number, y1: number) => {
        for (let y = Math.max(0, Math.floor(y0)); y < Math.min(side, y1); y++) {
          for (let x = Math.max(0, Math.floor(x0)); x < Math.min(side, x1); x++) {
            if (inked(x, y)) return true;
          }
        }
        return false;
      };
      const within = 4;
      assert.ok(any(left, top, left + within, bottom), `board ${index}: loose on the left`);
      assert.ok(any(right - within, top, right, bottom), `board ${index}: loose on the right`);
      assert.ok(any(left, top, right, top + within), `board ${index}: loose at the top`);
      assert.ok(any(left, bottom - within, right, bottom), `board ${index}: loose at the bottom`);
    }
  }
});

Deno.test("drawBoard() rejects an index that is none", () => {
  for (const index of [-1, 0.5, NaN, Infinity]) {
    assert.throws(() => drawBoard(1, index), {
      name: "RangeError",
      message: /whole number from 0/,
    });
  }
});
