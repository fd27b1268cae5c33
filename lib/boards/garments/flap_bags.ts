/** Bags with a flap: satchels, crossbody and quilted bags. In cm, the top edge at y = 0. */

import type { Dice } from "../dice.ts";
import { Path } from "../path.ts";
import type { Pen } from "../pen.ts";
import { box, curve } from "../shapes.ts";
import { stitched, strapRing, tag, turnLock } from "./bag_parts.ts";
import { BRASS, FITTINGS, NICKEL } from "./metals.ts";

/** A bag with a long flap, a handle and buckled straps or a lock. */
export function drawSatchel(pen: Pen, dice: Dice): void {
  const half = dice.between(13.5, 18),
    high = dice.between(18, 25),
    flap = high * dice.between(0.4, 0.72);
  const metal = dice.pick(FITTINGS);
  const rise = dice.between(5, 11);
  if (dice.chance(0.35)) {
    pen.line(
      curve([-half + 1, 2], [-half * 0.6, -rise * 2.2], [half * 0.6, -rise * 2.2], [half - 1, 2]),
      pen.look.deep,
      1.1,
    );
  }
  pen.line(
    curve([-half * 0.4, 1], [-half * 0.36, -rise * 0.7], [0, -rise], [half * 0.36, -rise * 0.7], [
      half * 0.4,
      1,
    ]),
    pen.look.dark,
    2,
  );
  const body = box(-half, 0, half * 2, high, 2.4);
  pen.cloth(body);
  pen.shade(body, "fall", 0.6);
  const round = dice.chance(0.5);
  const lid = round
    ? new Path().move(0, -0.8).line(half - 1, -0.8).quad(half + 0.6, 0, half + 0.4, flap * 0.5)
      .cubic(half, flap, half * 0.5, flap + 2, 0, flap + 2).mirrored()
    : new Path().move(0, -0.8).line(half - 1, -0.8).quad(half + 0.6, 0, half + 0.4, 2).line(
      half - 0.4,
      flap,
    ).line(0, flap).mirrored();
  pen.cloth(lid, { strength: 0.7 });
  stitched(pen, lid);
  if (dice.chance(0.5)) {
    for (const x of [-half * 0.5, half * 0.5]) {
      pen.cloth(box(x - 1.1, flap * 0.3, 2.2, high * 0.86 - flap * 0.3, 0.6), {
        plain: true,
        fill: pen.look.dark,
        shading: "flat",
      });
      pen.line(box(x - 1.7, flap - 0.6, 3.4, 3, 0.5), metal, 0.7);
    }
  } else turnLock(pen, { x: 0, y: flap, metal });
  if (dice.chance(0.25)) tag(pen, { x: half * 0.4, y: 0 });
}

/** A small bag on a long strap or chain. */
export function drawCrossbody(pen: Pen, dice: Dice): void {
  const half = dice.between(8.5, 12), high = dice.between(12, 17), round = dice.chance(0.35);
  const metal = dice.pick(FITTINGS), chain = dice.chance(0.45);
  strapRing(pen, half - 1, {
    rise: dice.between(14, 30),
    width: chain ? 1.2 : 0.9,
    chain,
    metal,
    sway: dice.between(-5, 5),
  });
  const body = round
    ? new Path().move(0, 0).line(half, 0).cubic(half + 0.6, high * 1.2, half * 0.4, high, 0, high)
      .mirrored()
    : box(-half, 0, half * 2, high, 2);
  pen.cloth(body);
  pen.shade(body, "fall", 0.5);
  const depth = high * dice.between(0.5, 0.7);
  const lid = round
    ? new Path().move(0, -0.7).line(half + 0.2, -0.7).cubic(
      half + 0.4,
      depth,
      half * 0.5,
      depth + 1,
      0,
      depth + 1,
    ).mirrored()
    : new Path().move(0, -0.7).line(half, -0.7).line(half + 0.2, depth * 0.6).line(
      0,
      depth * dice.between(0.9, 1.2),
    ).mirrored();
  pen.cloth(lid, { strength: 0.7 });
  if (dice.chance(0.4)) quilt(pen, lid);
  turnLock(pen, { x: 0, y: depth * 0.85, metal });
  if (dice.chance(0.3)) {
    for (const dx of [-0.8, 0, 0.8]) {
      pen.line(
        new Path().move(half * 0.55 + dx * 0.4, depth * 0.7).line(
          half * 0.55 + dx,
          depth * 0.7 + 8,
        ),
        pen.look.dark,
        0.8,
      );
    }
  }
}

/** Diagonal quilting over `path`. */
function quilt(pen: Pen, path: Path): void {
  const { left, right, top, bottom } = path.bounds();
  const lines = new Path(), step = 3.4, deep = bottom - top;
  for (let x = left - deep; x < right + deep; x += step) {
    lines.move(x, top).line(x + deep, bottom).move(x, top).line(x - deep, bottom);
  }
  pen.within(path, () => {
    pen.line(lines, pen.look.deep, pen.pixel, { opacity: 0.7, butt: true });
    pen.line(lines.shift(0.35, 0), "#fff", pen.pixel, { opacity: 0.25, butt: true });
  });
}

/** A quilted bag on a chain. */
export function drawChainFlap(pen: Pen, dice: Dice): void {
  const half = dice.between(11.5, 14.5),
    high = dice.between(15, 19),
    metal = dice.pick([BRASS, NICKEL, BRASS]);
  strapRing(pen, half - 1.5, {
    rise: dice.between(10, 22),
    width: 1.3,
    chain: true,
    metal,
    sway: dice.between(-3, 3),
  });
  const body = box(-half, 0, half * 2, high, 2.2);
  pen.cloth(body);
  quilt(pen, body);
  const lid = new Path().move(0, -0.6).line(half - 1, -0.6).quad(half + 0.5, 0, half + 0.3, 2).line(
    half - 0.5,
    high * 0.52,
  )
    .quad(half - 1, high * 0.66, half - 4, high * 0.67).line(0, high * 0.7).mirrored();
  pen.cloth(lid);
  quilt(pen, lid);
  pen.shade(body, "fall", 0.5);
  turnLock(pen, { x: 0, y: high * 0.62, metal });
}
