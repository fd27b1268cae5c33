/**
 * Handbags: `handbags`; those with two handles here, the others in `flap_bags.ts` and
 * `small_bags.ts`. In cm, the top edge at y = 0, handles above it.
 */

import type { Dice } from "../dice.ts";
import { Path } from "../path.ts";
import type { Pen } from "../pen.ts";
import { box, curve, ellipse, polygon } from "../shapes.ts";
import { stitched, tag, turnLock } from "./bag_parts.ts";
import { type Department, LEATHER_COLOURS } from "./department.ts";
import { FITTINGS } from "./metals.ts";
import { drawChainFlap, drawCrossbody, drawSatchel } from "./flap_bags.ts";
import { drawBackpack, drawBucket, drawClutch, drawPouch } from "./small_bags.ts";

function drawTote(pen: Pen, dice: Dice): void {
  const top = dice.between(15, 20),
    bottom = top - dice.between(-3, 3.5),
    high = dice.between(24, 34);
  const apart = top * dice.between(0.35, 0.55),
    rise = dice.between(12, 24),
    width = dice.between(1.4, 2.4);
  const metal = dice.pick(FITTINGS);
  const handle = (dx: number, dy: number) =>
    curve([-apart + dx, 3 + dy], [-apart * 0.8 + dx, -rise * 0.75 + dy], [dx, -rise + dy], [
      apart * 0.8 + dx,
      -rise * 0.75 + dy,
    ], [apart + dx, 3 + dy]);
  pen.line(handle(1.2, -1.6), pen.look.deep, width);
  const body = new Path().move(0, 0.8).quad(top * 0.5, 0.8, top, 0).quad(
    (top + bottom) / 2 + 0.6,
    high * 0.5,
    bottom,
    high - 1.5,
  )
    .quad(bottom - 0.4, high, bottom - 2, high + 0.2).line(0, high + 0.5).mirrored();
  pen.cloth(body);
  pen.shade(body, "fall", 0.5);
  const trim = dice.next();
  if (trim < 0.3) {
    pen.within(body, () =>
      pen.cloth(box(-25, high * 0.72, 50, high * 0.4), {
        plain: true,
        fill: pen.look.accent,
        shading: "fall",
        strength: 0.5,
      }));
  } else if (trim < 0.5) {
    for (const side of [-1, 1]) {
      pen.within(body, () =>
        pen.cloth(
          polygon(
            [side * top * 1.2, -2],
            [side * top * 0.72, -2],
            [side * bottom * 0.8, high + 2],
            [side * bottom * 1.4, high + 2],
          ),
          { plain: true, fill: pen.look.dark, shading: "flat" },
        ));
    }
  } else if (trim < 0.75) {
    pen.cloth(box(-top * 0.5, high * 0.36, top, high * 0.42, 1), { shading: "flat" });
  }
  pen.line(new Path().move(-top + 0.6, 2.2).quad(0, 3, top - 0.6, 2.2), pen.look.deep, pen.pixel, {
    opacity: 0.7,
  });
  pen.line(handle(0, 0), pen.look.dark, width);
  pen.line(handle(-width * 0.2, 0), pen.look.light, width * 0.25, { opacity: 0.6 });
  for (const x of [-apart, apart]) pen.fill(ellipse(x, 3, width * 0.8), metal);
  if (dice.chance(0.3)) tag(pen, { x: apart, y: 3 });
}

function drawStructured(pen: Pen, dice: Dice): void {
  const top = dice.between(10, 14),
    bottom = top + dice.between(2.5, 6),
    high = dice.between(18, 25);
  const rise = dice.between(8, 14),
    metal = dice.pick(FITTINGS),
    bow = dice.chance(0.2);
  const handle = (dy: number) =>
    curve([-top * 0.55, 2 + dy], [-top * 0.5, -rise * 0.7 + dy], [0, -rise + dy], [
      top * 0.5,
      -rise * 0.7 + dy,
    ], [top * 0.55, 2 + dy]);
  pen.line(handle(-1.6), pen.look.deep, 1.5);
  for (const side of [-1, 1]) {
    pen.cloth(
      polygon([side * (top - 0.5), 0.5], [side * (top + 4), 4.5], [side * (bottom + 2), high - 1], [
        side * (bottom - 1),
        high,
      ]),
      { fill: pen.look.deep, plain: true, shading: "flat" },
    );
  }
  const body = new Path().move(0, 0).line(top - 1, 0).quad(top + 0.4, 0.2, top + 0.8, 1.6).line(
    bottom,
    high - 1.4,
  ).quad(bottom, high, bottom - 1.6, high).line(0, high).mirrored();
  pen.cloth(body, { shading: "sheen", strength: 0.7 });
  pen.shade(body, "fall", 0.5);
  stitched(pen, body);
  if (dice.chance(0.5)) {
    pen.line(
      new Path().move(-bottom + 0.5, high * 0.68).line(bottom - 0.5, high * 0.68),
      pen.look.deep,
      pen.pixel,
    );
  }
  pen.line(handle(0), pen.look.dark, 1.7);
  for (const x of [-top * 0.55, top * 0.55]) pen.fill(box(x - 1, 1, 2, 3.4, 0.8), metal);
  if (bow) {
    for (const side of [-1, 1]) {
      pen.cloth(polygon([0, 6], [side * 6, 3.4], [side * 6, 8.8]), {
        plain: true,
        fill: pen.look.accent,
      });
    }
    pen.cloth(ellipse(0, 6, 1.4, 1.7), { plain: true, fill: pen.look.accent, shading: "ball" });
  } else turnLock(pen, { x: 0, y: dice.between(3, 6), metal });
}

function drawHobo(pen: Pen, dice: Dice): void {
  const half = dice.between(16, 21),
    deep = dice.between(17, 24),
    sag = dice.between(5, 10),
    rise = dice.between(14, 22);
  const width = dice.between(1.6, 3);
  const strap = curve([-half + 2, 1], [-half * 0.62, -rise * 0.7], [0, -rise], [
    half * 0.62,
    -rise * 0.7,
  ], [half - 2, 1]);
  pen.line(strap.shift(0.8, -1), pen.look.deep, width * 0.8);
  const body = new Path().move(0, sag).cubic(
    half * 0.5,
    sag,
    half * 0.8,
    sag * 0.4,
    half - 0.4,
    -0.6,
  )
    .cubic(half + 4, deep * 0.4, half * 0.9, deep, half * 0.4, deep + 1).quad(
      half * 0.2,
      deep + 2,
      0,
      deep + 2,
    ).mirrored();
  pen.cloth(body);
  pen.shade(body, "fall", 0.5);
  pen.fold([[-half * 0.7, 4], [-half * 0.5, deep * 0.5], [-half * 0.2, deep * 0.8]], 1.8, 0.2);
  pen.fold([[half * 0.75, 4], [half * 0.55, deep * 0.5], [half * 0.3, deep * 0.8]], 1.8, 0.2);
  pen.fold([[-half * 0.2, sag + 2], [0, deep * 0.6], [half * 0.1, deep * 0.85]], 1.4, 0.16);
  pen.line(
    new Path().move(-half * 0.8, 2.4).quad(0, sag * 2 - 1, half * 0.8, 2.4),
    pen.look.deep,
    pen.pixel * 1.2,
  );
  pen.line(strap, pen.look.dark, width);
  const metal = dice.pick(FITTINGS);
  for (const side of [-1, 1]) pen.line(ellipse(side * (half - 1.6), 0.6, 1.5), metal, 0.7);
  if (dice.chance(0.4)) tag(pen, { x: half - 1.6, y: 1 });
}

/** Handbags. */
export const handbags: Department = {
  styles: {
    "tote": { weight: 20, draw: drawTote },
    "satchel": { weight: 14, draw: drawSatchel },
    "structured bag": { weight: 13, draw: drawStructured },
    "crossbody bag": { weight: 14, draw: drawCrossbody },
    "quilted bag": { weight: 9, draw: drawChainFlap, patterns: { plain: 1 } },
    "hobo": { weight: 9, draw: drawHobo },
    "clutch": { weight: 10, draw: drawClutch },
    "pouch": { weight: 2, draw: drawPouch },
    "bucket bag": { weight: 6, draw: drawBucket },
    "backpack": { weight: 6, draw: drawBackpack },
  },
  colours: LEATHER_COLOURS,
  patterns: { plain: 74, stripes: 7, dots: 3, checks: 5, floral: 6, gradient: 5 },
  unit: 0.55,
  extent: 36,
  size: 0.32,
  tilt: 3.5,
  mirror: true,
};
