/** An expectation beside what was seen: `verdict`. */

import { escapeMarkdown, type Markdown, markdown } from "./markdown.ts";

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
