import assert from "node:assert/strict";
import sharp from "sharp";
import { COLOURS } from "../../lib/boards/colours.ts";
import { DEPARTMENTS } from "../../lib/boards/garments/mod.ts";
import { LABELS } from "../../lib/boards/labels.ts";
import type { Matrix } from "../../lib/boards/path.ts";
import { PATTERNS } from "../../lib/boards/patterns.ts";
import { multiply } from "../../lib/boards/pen.ts";
import { SHADING_DEFS } from "../../lib/boards/shading.ts";
import { drawItem, ROOM } from "./draw_item.ts";

const SIDE = 160;

/** One item of a style, turned a little and fitted into a picture on pure green. */
function alone(label: typeof LABELS[number], style: string, seed: number) {
  const { pen } = drawItem(label, style, seed);
  const turn: Matrix = [Math.cos(0.12), Math.sin(0.12), -Math.sin(0.12), Math.cos(0.12), 0, 0];
  const loose = pen.bounds(turn);
  const scale = ROOM / Math.max(loose.right - loose.left, loose.bottom - loose.top);
  const matrix = multiply([
    scale,
    0,
    0,
    scale,
    SIDE / 2 - scale * (loose.left + loose.right) / 2,
    SIDE / 2 - scale * (loose.top + loose.bottom) / 2,
  ], turn);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${SIDE}" height="${SIDE}">` +
    `<defs>${SHADING_DEFS}</defs><rect width="${SIDE}" height="${SIDE}" fill="#0f0"/>` +
    `<g transform="matrix(${matrix.join(" ")})">${pen.markup}</g></svg>`;
  return { svg, bounds: pen.bounds(matrix) };
}

for (const label of LABELS) {
  Deno.test(`DEPARTMENTS draws every style of ${label}, its box tight around it`, async () => {
    for (const style of Object.keys(DEPARTMENTS[label].styles)) {
      const { svg, bounds } = alone(label, style, 11);
      const { data, info } = await sharp(new TextEncoder().encode(svg)).removeAlpha().raw()
        .toBuffer({ resolveWithObject: true });
      assert.equal(info.width, SIDE);
      let left = SIDE, top = SIDE, right = 0, bottom = 0, inked = 0;
      for (let y = 0; y < SIDE; y++) {
        for (let x = 0; x < SIDE; x++) {
          const at = (y * SIDE + x) * 3;
          if (data[at]! < 25 && data[at + 1]! > 230 && data[at + 2]! < 25) continue;
          inked++;
          left = Math.min(left, x);
          right = Math.max(right, x + 1);
          top = Math.min(top, y);
          bottom = Math.max(bottom, y + 1);
        }
      }
      assert.ok(inked > 400, `${style} is all but empty: ${inked} pixels`);
      const gaps = [
        left - bounds.left,
        top - bounds.top,
        bounds.right - right,
        bounds.bottom - bottom,
      ];
      assert.ok(gaps.every((gap) => Math.abs(gap) <= 2.5), `${style}: ${gaps}`);
    }
  });
}

Deno.test("DEPARTMENTS draws pants with two legs: nothing between them at the hem", async () => {
  for (const style of Object.keys(DEPARTMENTS.Pants.styles)) {
    const { svg, bounds } = alone("Pants", style, 5);
    const { data } = await sharp(new TextEncoder().encode(svg)).removeAlpha().raw()
      .toBuffer({ resolveWithObject: true });
    // Turned by 0.12: the middle of the hem lies a little to the left.
    const y = Math.round(bounds.bottom - 0.2 * (bounds.bottom - bounds.top));
    const row = Array.from({ length: SIDE }, (_, x) => {
      const at = (y * SIDE + x) * 3;
      return data[at]! < 25 && data[at + 1]! > 230 && data[at + 2]! < 25 ? " " : "#";
    }).join("").trim();
    assert.match(row, /^#+ +#+$/, style);
  }
});

Deno.test("DEPARTMENTS weighs only colours and patterns that there are", () => {
  for (const label of LABELS) {
    const { styles, colours, patterns, scale: { unit, extent, size } } = DEPARTMENTS[label];
    for (const style of [{ colours, patterns }, ...Object.values(styles)]) {
      for (const name of Object.keys(style.colours ?? {})) {
        assert.ok(COLOURS.some((c) => c === name));
      }
      for (const name of Object.keys(style.patterns ?? {})) {
        assert.ok(PATTERNS.some((p) => p === name));
      }
    }
    assert.ok(unit > 0 && extent > 0 && size > 0.1 && size < 0.6, label);
    assert.ok(Object.keys(styles).length >= 2, label);
  }
});
