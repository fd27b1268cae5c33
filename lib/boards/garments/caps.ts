/** Hats without a brim all around: beanies, caps, berets. In cm, the lower edge near y = 0. */

import type { Dice } from "../dice.ts";
import { Path } from "../path.ts";
import type { Pen } from "../pen.ts";
import { blob, curve, ellipse } from "../shapes.ts";
import { ribbing } from "./tailoring.ts";

/** A knitted hat with a turned-up cuff, some with a bobble. */
export function drawBeanie(pen: Pen, dice: Dice): void {
  const half = dice.between(9.5, 11),
    high = dice.between(13, 18),
    cuff = dice.between(3.5, 6.5),
    slouch = dice.between(-3, 3);
  if (dice.chance(0.45)) {
    const r = dice.between(2.6, 4.2), fill = dice.chance(0.5) ? pen.look.accent : pen.look.light;
    const ball = blob(...Array.from({ length: 16 }, (_, i) => {
      const a = i * Math.PI / 8, reach = i % 2 ? r : r * 0.86;
      return [slouch + reach * Math.cos(a), -high - r * 0.7 + reach * Math.sin(a)] as const;
    }));
    pen.cloth(ball, { plain: true, fill, shading: "ball" });
    pen.line(ball, pen.look.edge, pen.pixel * 0.7, { opacity: 0.6 });
  }
  const crown = new Path().move(-half, 0).cubic(
    -half - 0.6,
    -high * 0.7,
    -half * 0.7 + slouch,
    -high,
    slouch,
    -high,
  ).cubic(half * 0.7 + slouch, -high, half + 0.6, -high * 0.7, half, 0).close();
  pen.cloth(crown, { shading: "ball", strength: 0.7 });
  ribbing(pen, crown, 0);
  const band = new Path().move(-half - 0.7, 1.4).quad(0, 3.4, half + 0.7, 1.4).line(
    half + 0.5,
    -cuff + 1,
  ).quad(0, 3 - cuff, -half - 0.5, -cuff + 1).close();
  pen.cloth(band, {
    plain: true,
    shading: "tube",
    ...(dice.chance(0.3) ? { fill: pen.look.accent } : {}),
  });
  ribbing(pen, band, 0);
}

/** A baseball cap from the side. */
export function drawCap(pen: Pen, dice: Dice): void {
  const high = dice.between(9, 11.5),
    bill = dice.between(8, 11),
    tip = dice.between(0.5, 4),
    two = dice.chance(0.35);
  const crown = new Path().move(-11, 1.5).cubic(-12, -high * 0.8, -7, -high, 0, -high).cubic(
    7,
    -high,
    10.5,
    -high * 0.5,
    10.5,
    1,
  ).quad(0, 3.6, -11, 1.5).close();
  pen.cloth(crown, { shading: "ball", strength: 0.7 });
  const seams = new Path().move(0.6, -high).quad(4.5, -high * 0.6, 5, 2).move(0.4, -high).quad(
    -5.6,
    -high * 0.7,
    -6,
    2,
  );
  pen.line(seams, pen.look.deep, pen.pixel, { opacity: 0.6 });
  pen.fill(ellipse(0.4, -high, 1, 0.6), pen.look.dark);
  if (dice.chance(0.55)) pen.fill(ellipse(6.4, -high * 0.42, 2, 2.4), pen.look.accent);
  const peak = new Path().move(3.4, 2.2).quad(7, 0.2, 10.5, 0.6).cubic(
    10.5 + bill * 0.6,
    0.6,
    10.5 + bill,
    1 + tip,
    10.5 + bill,
    2.4 + tip,
  ).cubic(10.5 + bill * 0.5, 2.4, 8, 3.6, 3.4, 2.2).close();
  pen.cloth(peak, { plain: true, shading: "fall", ...(two ? { fill: pen.look.accent } : {}) });
  pen.line(
    curve([4.6, 2], [10.5, 1.8], [10 + bill * 0.9, 2 + tip]),
    pen.look.deep,
    pen.pixel * 0.7,
    { opacity: 0.5, dash: ".8 .6" },
  );
}

/** A beret with its stalk. */
export function drawBeret(pen: Pen, dice: Dice): void {
  const wide = dice.between(12, 15), lean = dice.between(-3, 3), high = dice.between(5.5, 8);
  const body = new Path().move(-8.5, 1).cubic(
    -wide - 3,
    1.5,
    -wide - 2 + lean,
    -high * 1.2,
    lean,
    -high * 1.2,
  ).cubic(wide + 3 + lean, -high * 1.2, wide + 3, 1, 8.5, 1).quad(0, 2.6, -8.5, 1).close();
  pen.cloth(body, { shading: "ball", strength: 0.8 });
  pen.line(
    curve([lean, -high * 1.2], [lean + 0.6, -high * 1.2 - 2], [lean + 1.4, -high * 1.2 - 2.4]),
    pen.look.dark,
    0.9,
  );
  pen.fold([[-wide * 0.7, -1], [-wide * 0.3, -high * 0.6], [wide * 0.1, -high * 0.8]], 1.8, 0.14);
  const band = new Path().move(-8.6, 0.4).quad(0, 2, 8.6, 0.4).line(8.3, 2.4).quad(0, 4, -8.3, 2.4)
    .close();
  pen.cloth(band, { plain: true, fill: pen.look.dark, shading: "tube" });
}
