/** Texts that must be unique: `firstRepeated`. */

/**
 * The first of `texts` that stands there a second time; undefined if all differ.
 *
 * @example
 * ```ts
 * firstRepeated(["a", "b", "a"]); // "a"
 * ```
 */
export function firstRepeated(texts: Iterable<string>): string | undefined {
  const seen = new Set<string>();
  for (const text of texts) {
    if (seen.has(text)) return text;
    seen.add(text);
  }
  return undefined;
}
