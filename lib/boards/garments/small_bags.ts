/** Clutches, pouches, bucket bags and backpacks. In cm. */

import type { Dice } from "../dice.ts";
import { Path } from "../path.ts";
import type { Pen } from "../pen.ts";
import { box, curve, ellipse, polygon } from "../shapes.ts";
import { stitched, strapRing, turnLock } from "./bag_parts.ts";
import { FITTINGS } from "./metals.ts";
import { zip } from "./tailoring.ts";

/** A bag without handles: an envelope, a box with a frame, or a folded top. */
export function drawClutch(pen: Pen, dice: Dice): void {
  const half = dice.between(11.5, 15.5),
    high = dice.between(11, 17),
    metal = dice.pick(FITTINGS);
  const kind = dice.pick(["envelope", "frame", "fold"]);
  if (dice.chance(0.3)) {
    pen.line(
      curve([half - 2, 2], [half + 5, high * 0.3], [half + 6, high * 0.9], [half + 2, high * 0.8], [
        half - 1,
        3,
      ]),
      pen.look.dark,
      1,
    );
  }
  const body = box(-half, 0, half * 2, high, kind === "frame" ? 4 : 1);
  pen.cloth(body, { shading: kind === "frame" ? "sheen" : "drape" });
  pen.shade(body, "fall", 0.5);
  if (kind === "envelope") {
    const deep = high * dice.between(0.5, 0.85);
    const lid = new Path().move(0, -0.4).line(half + 0.2, -0.4).line(0, deep).mirrored();
    pen.cloth(lid, {
      strength: 0.8,
      turn: 12,
      ...(dice.chance(0.2) ? { fill: pen.look.accent } : {}),
    });
    pen.line(lid, pen.look.edge, pen.pixel);
    turnLock(pen, { x: 0, y: deep - 1.6, metal });
  } else if (kind === "frame") {
    pen.line(
      new Path().move(-half, 4).quad(-half, 0, -half + 4, 0).line(half - 4, 0).quad(
        half,
        0,
        half,
        4,
      ),
      metal,
      1.3,
    );
    for (const x of [-0.9, 0.9]) {
      pen.cloth(ellipse(x, -1, 1), { plain: true, fill: metal, shading: "ball" });
    }
  } else {
    const fold = box(-half, 0, half * 2, high * 0.46, 1);
    pen.cloth(fold, { strength: 0.6, turn: 6 });
    zip(pen, [[-half + 2, high * 0.58], [0, high * 0.58], [half - 2, high * 0.58]], metal);
  }
}

/** A flat zipped pouch with a wrist strap. */
export function drawPouch(pen: Pen, dice: Dice): void {
  const half = dice.between(9, 13),
    high = dice.between(9, 13),
    metal = dice.pick(FITTINGS);
  pen.line(
    curve([-half + 1, 2], [-half - 5, 5], [-half - 4, 12], [-half - 1, 9], [-half + 1, 3]),
    pen.look.dark,
    1.1,
  );
  const body = new Path().move(0, 0).line(half - 2, 0).quad(half, 0, half, 2).line(
    half + 0.6,
    high - 2,
  ).quad(half + 0.4, high, half - 2, high).line(0, high).mirrored();
  pen.cloth(body);
  stitched(pen, body);
  zip(pen, [[-half + 1, 1.4], [0, 1.6], [half - 1, 1.4]], metal);
}

/** A bag drawn together at the top by a cord. */
export function drawBucket(pen: Pen, dice: Dice): void {
  const top = dice.between(11, 14), bottom = dice.between(9, 13), high = dice.between(22, 28);
  const metal = dice.pick(FITTINGS);
  strapRing(pen, top - 2, {
    rise: dice.between(16, 28),
    width: dice.between(1, 1.8),
    chain: dice.chance(0.2),
    metal,
    sway: dice.between(-4, 4),
  });
  const rim = new Path().move(0, -2).through(
    [top * 0.25, -3],
    [top * 0.5, -1.8],
    [top * 0.75, -3],
    [top, -1.4],
  ).line(top - 1, 4)
    .line(0, 5).mirrored();
  pen.cloth(rim, { plain: true, fill: pen.look.deep, shading: "flat" });
  const body = new Path().move(0, 0.6).through([top * 0.3, -0.6], [top * 0.6, 0.8], [top, -0.8])
    .cubic(top - 2.4, 6, bottom + 1.4, high * 0.5, bottom, high - 1.4)
    .quad(bottom - 0.3, high, bottom - 2, high + 0.3).line(0, high + 0.8).mirrored();
  pen.cloth(body, { shading: "tube" });
  for (const x of [-0.6, -0.2, 0.25, 0.65]) {
    pen.fold([[x * top, 1], [x * top * 0.84, 6], [x * top * 0.8, 14]], 1.2, 0.22);
  }
  pen.line(curve([-top + 1.4, 4.6], [0, 5.8], [top - 1.4, 4.6]), pen.look.accent, 0.9);
  for (const side of [-1, 1]) {
    pen.line(curve([side * 0.5, 5.6], [side * 2.4, 9], [side * 1.6, 12]), pen.look.accent, 0.8);
    pen.fill(
      polygon([side * 1.6 - 0.8, 12], [side * 1.6 + 0.8, 12], [side * 1.6 + 1.2, 15.5], [
        side * 1.6 - 1.2,
        15.5,
      ]),
      pen.look.accent,
    );
  }
  if (dice.chance(0.5)) {
    pen.within(
      body,
      () =>
        pen.cloth(box(-20, high * 0.8, 40, high * 0.3), {
          plain: true,
          fill: pen.look.dark,
          shading: "flat",
        }),
    );
  }
}

/** A rucksack seen from the front, its straps behind it. */
export function drawBackpack(pen: Pen, dice: Dice): void {
  const half = dice.between(12, 15),
    high = dice.between(32, 40),
    metal = dice.pick(FITTINGS);
  for (const side of [-1, 1]) {
    pen.line(
      curve([side * 4, 1], [side * (half + 3), high * 0.2], [side * (half + 3.4), high * 0.62], [
        side * (half - 2),
        high * 0.9,
      ]),
      pen.look.dark,
      2.4,
    );
  }
  pen.line(curve([-2.6, 1], [-2, -3.6], [2, -3.6], [2.6, 1]), pen.look.dark, 1.4);
  const body = new Path().move(0, 0).cubic(half * 0.7, 0, half, 2, half, high * 0.3).line(
    half + 0.8,
    high - 4,
  ).quad(half + 0.6, high, half - 3, high).line(0, high).mirrored();
  pen.cloth(body);
  pen.shade(body, "fall", 0.4);
  if (dice.chance(0.5)) {
    const lid = new Path().move(0, -0.6).cubic(
      half * 0.75,
      -0.6,
      half + 0.6,
      2,
      half + 0.4,
      high * 0.32,
    ).quad(half * 0.6, high * 0.46, 0, high * 0.46).mirrored();
    pen.cloth(lid, { strength: 0.7 });
    for (const x of [-5, 5]) {
      pen.cloth(box(x - 1, high * 0.36, 2, high * 0.2, 0.5), {
        plain: true,
        fill: pen.look.deep,
        shading: "flat",
      });
      pen.line(box(x - 1.6, high * 0.47, 3.2, 2.4, 0.4), metal, 0.7);
    }
  } else {
    zip(pen, [[-half + 1.4, high * 0.36], [-half * 0.7, high * 0.1], [0, 2.6], [
      half * 0.7,
      high * 0.1,
    ], [half - 1.4, high * 0.36]], metal);
  }
  const pocket = box(-half + 3, high * 0.56, half * 2 - 6, high * 0.36, 2.6);
  pen.cloth(pocket, { strength: 0.7, ...(dice.chance(0.25) ? { fill: pen.look.dark } : {}) });
  zip(pen, [[-half + 4.4, high * 0.62], [0, high * 0.615], [half - 4.4, high * 0.62]], metal);
}
