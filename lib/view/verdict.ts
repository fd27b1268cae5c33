/** An expectation beside what was seen: `verdict`; and `isHigher`, a comparison of scores with intervals. */

import { escapeMarkdown, type Markdown, markdown } from "./markdown.ts";

/** A score and its 95 % interval. */
export interface ScoreWithInterval {
  readonly value: number;
  /** Lowest and highest plausible value. */
  readonly interval: readonly [low: number, high: number];
}

/**
 * A line that says what was expected and whether it was seen: yes, no, or cannot tell.
 *
 * @param options.expected What was expected, a sentence without a final period.
 * @param options.holds Whether it was seen; undefined where the numbers do not decide it.
 * @param options.because What the numbers say, a sentence without a final period.
 * @example
 * ```ts
 * import { verdict } from "lookalike";
 *
 * verdict({ expected: "The loss falls", holds: true, because: "It fell from 0.31 to 0.19" });
 * ```
 */
export function verdict(
  { expected, holds, because }: { expected: string; holds: boolean | undefined; because: string },
): Markdown {
  const reason = because.slice(0, 1).toUpperCase() + because.slice(1);
  const seen = holds === undefined ? "cannot tell" : holds ? "yes" : "no";
  return markdown(
    `**Expected:** ${escapeMarkdown(expected)}.  \n` +
      `**Seen:** **${seen}.** ${escapeMarkdown(reason)}.`,
  );
}

/**
 * Whether score `a` is higher than `b`: undefined where either value lies in the other's interval, as
 * such a difference may be chance.
 */
export function isHigher(a: ScoreWithInterval, b: ScoreWithInterval): boolean | undefined {
  const within = (value: number, [low, high]: ScoreWithInterval["interval"]) =>
    value >= low && value <= high;
  if (within(a.value, b.interval) || within(b.value, a.interval)) return undefined;
  return a.value > b.value;
}
