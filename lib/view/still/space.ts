/** Points in space, seen from where the figure's camera stands: `drawSpace`. */

import type { Layout } from "plotly.js-dist-min";
import type { Area } from "./flat.ts";
import { BASELINE_GREY } from "../palette.ts";
import { lineFrom, plainLines, symbolAt, textAt } from "./svg.ts";
import type { Trace } from "./trace.ts";

type Vector = readonly [number, number, number];

const dot = (a: Vector, b: Vector) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
const unit = (a: Vector): Vector => {
  const length = Math.hypot(...a) || 1;
  return [a[0] / length, a[1] / length, a[2] / length];
};

const LETTERS = ["x", "y", "z"] as const;
const SCENE_AXES = ["xaxis", "yaxis", "zaxis"] as const;

/** The traces in a cube, in parallel projection; what lies behind is drawn first. */
export function drawSpace(traces: readonly Trace[], layout: Partial<Layout>, area: Area): string {
  const { x = 1.25, y = 1.25, z = 1.25 } = layout.scene?.camera?.eye ?? {};
  const towards = unit([x, y, z]);
  const right = unit([-towards[1], towards[0], 0]);
  const upwards: Vector = [
    towards[1] * right[2] - towards[2] * right[1],
    towards[2] * right[0] - towards[0] * right[2],
    towards[0] * right[1] - towards[1] * right[0],
  ];
  const ranges = LETTERS.map((letter) => {
    const values = traces.flatMap((trace) => trace[letter].map(Number)).filter(Number.isFinite);
    const low = values.reduce((a, b) => Math.min(a, b), Infinity);
    const high = values.reduce((a, b) => Math.max(a, b), -Infinity);
    return { low, span: high - low || 1 };
  });
  const scale = Math.min(area.right - area.left, area.bottom - area.top) / 1.75;
  const [middleX, middleY] = [(area.left + area.right) / 2, (area.top + area.bottom) / 2];
  /** Where a corner or point of the cube from -0.5 to 0.5 is seen. */
  const seen = (place: Vector): [number, number] => [
    middleX + dot(place, right) * scale,
    middleY - dot(place, upwards) * scale,
  ];
  const points = traces.flatMap((trace) =>
    trace.x.map((_, i) => {
      const place = LETTERS.map((letter, axis) => {
        const { low, span } = ranges[axis]!;
        return (Number(trace[letter][i]) - low) / span - 0.5;
      }) as unknown as Vector;
      return { trace, i, place, depth: dot(place, towards) };
    })
  ).sort((a, b) => a.depth - b.depth);
  return [
    ...cube(towards, seen),
    ...axisNames(layout, seen),
    ...points.map(({ trace: { symbol, colors, color, size, opacity }, i, place }) =>
      symbolAt(symbol, seen(place), { color: colors[i] ?? color, size: size * 1.4, opacity })
    ),
  ].join("");
}

/** The cube's edges but the three at the corner nearest to the eye, which would cross the points. */
function cube(towards: Vector, seen: (place: Vector) => [number, number]): string[] {
  const nearest = towards.map((part) => part > 0 ? 0.5 : -0.5);
  const edges: string[] = [];
  for (let axis = 0; axis < 3; axis++) {
    for (const a of [-0.5, 0.5]) {
      for (const b of [-0.5, 0.5]) {
        const ends = [-0.5, 0.5].map((end) => {
          const place = [a, b];
          place.splice(axis, 0, end);
          return place as unknown as Vector;
        }) as [Vector, Vector];
        const touches = ends[0].filter((part, i) => i !== axis && part === nearest[i]).length === 2;
        if (!touches) edges.push(lineFrom(seen(ends[0]), seen(ends[1]), BASELINE_GREY, 0.8));
      }
    }
  }
  return edges;
}

function axisNames(
  layout: Partial<Layout>,
  seen: (place: Vector) => [number, number],
): string[] {
  const places: readonly Vector[] = [[0, 0.68, -0.5], [0.68, 0, -0.5], [0.6, -0.6, 0]];
  return SCENE_AXES.map((name, axis) => {
    const title = layout.scene?.[name]?.title as { text?: string } | undefined;
    const [x, y] = seen(places[axis]!);
    return textAt(plainLines(title?.text ?? "").join(" "), x, y, { size: 11, anchor: "middle" });
  });
}
