/** Axes of a still: where a value lies, and which values are written: `linearScale` and its like. */

/** One axis: places of values in pixels, and the values that get a line and a number. */
export interface Scale {
  /** Place of a value; a value that the axis does not have lies nowhere (NaN). */
  place(value: unknown): number;
  ticks: { at: number; text: string }[];
  /** Pixels a category has; 0 for numbers. */
  band: number;
}

/** Steps of 1, 2 or 5 times a power of ten that divide `span` into about `count`. */
function niceStep(span: number, count: number): number {
  const rough = span / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  return power * (rough / power < 1.5 ? 1 : rough / power < 3.5 ? 2 : rough / power < 7.5 ? 5 : 10);
}

/** Numbers from `low` to `high`, evenly, between the pixels `from` and `to`. */
export function linearScale(
  [low, high]: readonly [number, number],
  [from, to]: readonly [number, number],
  count: number,
): Scale {
  const place = (value: unknown) =>
    typeof value === "number" ? from + (value - low) / (high - low) * (to - from) : NaN;
  const step = niceStep(high - low, count);
  const digits = Math.max(0, Math.min(8, -Math.floor(Math.log10(step) + 1e-9)));
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  const ticks = Array.from({ length: last - first + 1 }, (_, i) => {
    const value = (first + i) * step;
    return {
      at: place(value),
      text: value.toLocaleString("en-US", { maximumFractionDigits: digits }),
    };
  });
  return { place, ticks, band: 0 };
}

/** Positive numbers from `low` to `high` by their logarithm; powers of ten, and 2 and 5 if few. */
export function logScale(
  [low, high]: readonly [number, number],
  [from, to]: readonly [number, number],
): Scale {
  const [least, most] = [Math.log10(low), Math.log10(high)];
  const place = (value: unknown) =>
    typeof value === "number" && value > 0
      ? from + (Math.log10(value) - least) / (most - least) * (to - from)
      : NaN;
  const factors = most - least > 2 ? [1] : [1, 2, 5];
  const values: number[] = [];
  for (let power = Math.floor(least); power <= most; power++) {
    values.push(...factors.map((factor) => factor * 10 ** power));
  }
  const ticks = values.filter((value) => value >= low && value <= high)
    .map((value) => ({ at: place(value), text: String(Number(value.toPrecision(3))) }));
  return { place, ticks, band: 0 };
}

/** Names side by side, each with a band of its own; a number that is no name is counted in bands. */
export function categoryScale(
  names: readonly string[],
  texts: readonly string[],
  [from, to]: readonly [number, number],
): Scale {
  const band = (to - from) / Math.max(1, names.length);
  const places = new Map(names.map((name, i) => [name, from + (i + 0.5) * band]));
  return {
    // As Plotly does: the first name stands at 0, the next at 1.
    place: (value) =>
      places.get(String(value)) ??
        (typeof value === "number" ? from + (value + 0.5) * band : NaN),
    ticks: names.map((name, i) => ({ at: places.get(name)!, text: texts[i] ?? name })),
    band: Math.abs(band),
  };
}
