/** What every garment is drawn with: chance, outlines, shapes, the pen, and a department's form. */

export type { Dice, Ranges } from "../dice.ts";
export { both, Path, path, type Point } from "../path.ts";
export type { Pen } from "../pen.ts";
export { blob, box, curve, ellipse, polygon, ribbon, star } from "../shapes.ts";
export * from "./department.ts";
