/**
 * Numbers and text as people read them: `formatNumber`, `formatDuration`, `formatRate`,
 * `formatInterval`, `lastLines`, `shorten`.
 */

/**
 * A number with thousands separators: integers whole, others with `digits` decimals, or with four
 * significant digits if `digits` is not given; tiny and huge ones in scientific notation.
 */
export function formatNumber(value: number, digits?: number): string {
  if (!Number.isFinite(value)) return String(value);
  if (digits !== undefined) {
    return value.toLocaleString("en-US", {
      minimumFractionDigits: digits,
      maximumFractionDigits: digits,
    });
  }
  if (Number.isInteger(value)) return value.toLocaleString("en-US");
  const size = Math.abs(value);
  if (size < 1e-4 || size >= 1e9) return value.toExponential(3);
  return value.toLocaleString("en-US", { maximumSignificantDigits: size >= 1000 ? 6 : 4 });
}

/** Seconds as `0.4 s`, `8 s`, `2 min 41 s` or `1 h 02 min`. */
export function formatDuration(seconds: number): string {
  if (!Number.isFinite(seconds) || seconds < 0) return "unknown";
  if (seconds < 9.95) return `${Number(seconds.toFixed(1))} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, "0")} s`;
  const minutes = Math.round(whole / 60);
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, "0")} min`;
}

/** A rate: `433 images/s`, `19.4 images/s`, `0.208 images/s`. */
export function formatRate(perSecond: number, unit: string): string {
  const digits = perSecond >= 100 ? 0 : perSecond >= 1 ? 1 : 3;
  return `${formatNumber(perSecond, digits)} ${unit}/s`;
}

/** The ends of an interval: `0.368 to 0.406`. */
export function formatInterval([low, high]: readonly [number, number], digits = 3): string {
  return `${low.toFixed(digits)} to ${high.toFixed(digits)}`;
}

/** The last `count` lines of `text` that hold anything, indented to stand below a heading. */
export function lastLines(text: string, count = 8): string {
  return text.split(/\r?\n/).filter((line) => line.trim()).slice(-count)
    .map((line) => `    ${line}`).join("\n");
}

/** The first `length` characters of a text, and dots if it has more. */
export function shorten(text: string, length = 60): string {
  return text.length > length ? `${text.slice(0, length)}...` : text;
}
