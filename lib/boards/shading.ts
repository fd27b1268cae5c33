/**
 * Light and shade that every board's drawings share: `SHADING_DEFS`, gradients of black and white
 * laid over a filled shape. Their units are the shape's own box, so one definition fits all.
 */

/** Names of the gradients in {@linkcode SHADING_DEFS}. */
export type Shading = "tube" | "drape" | "ball" | "fall" | "sheen" | "flat";

/** Where each gradient runs, and its stops: offset, colour and opacity. */
const GRADIENTS: Readonly<
  Record<Exclude<Shading, "flat">, readonly [place: string, stops: string]>
> = {
  // A leg or a sleeve: a cylinder lit from the left.
  tube: [
    `x1="0" y1="0" x2="1" y2="0"`,
    "0 #000 0.26, 0.2 #fff 0.02, 0.36 #fff 0.2, 0.6 #000 0.03, 1 #000 0.34",
  ],
  // Cloth over a body: a wide soft light, darker to the right and below.
  drape: [
    `x1="0" y1="0" x2="1" y2=".5"`,
    "0 #000 0.12, 0.3 #fff 0.16, 0.55 #fff 0, 0.8 #000 0.12, 1 #000 0.24",
  ],
  // Top to bottom, for folds of skirts and the body of a bag.
  fall: [
    `x1="0" y1="0" x2=".25" y2="1"`,
    "0 #fff 0.22, 0.35 #fff 0.03, 0.7 #000 0.1, 1 #000 0.3",
  ],
  // Leather, satin, metal: two narrow lights.
  sheen: [
    `x1="0" y1="0" x2="1" y2=".8"`,
    "0 #000 0.14, 0.18 #fff 0.1, 0.28 #fff 0.42, 0.4 #fff 0.04, 0.66 #000 0.16, 0.78 #fff 0.16, " +
    "1 #000 0.3",
  ],
  // Beads, caps, toes.
  ball: [
    `cx=".5" cy=".5" fx=".36" fy=".3" r=".62"`,
    "0 #fff 0.5, 0.3 #fff 0.12, 0.62 #000 0.06, 1 #000 0.42",
  ],
};

/** The gradients' definitions, once a board. */
export const SHADING_DEFS: string = Object.entries(GRADIENTS).map(([name, [place, stops]]) => {
  const tag = name === "ball" ? "radialGradient" : "linearGradient";
  const list = stops.split(", ").map((stop) => {
    const [offset, colour, opacity] = stop.split(" ");
    return `<stop offset="${offset}" stop-color="${colour}" stop-opacity="${opacity}"/>`;
  }).join("");
  return `<${tag} id="${name}" ${place}>${list}</${tag}>`;
}).join("");
