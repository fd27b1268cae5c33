/** Names of folders that hold a split: `splitNamed`. */

import type { Split } from "./split.ts";

/** Lower-case names, without signs between words: those of Hugging Face's data sets, and more. */
const NAMES: ReadonlyMap<string, Split> = new Map<string, Split>([
  ...["train", "training"].map((name) => [name, "train"] as const),
  ...["validation", "validate", "val", "valid", "dev", "development"]
    .map((name) => [name, "validation"] as const),
  ...["test", "testing", "eval", "evaluation", "holdout", "heldout"]
    .map((name) => [name, "test"] as const),
]);

/**
 * The split that a folder's name says, in any case; undefined if it names none.
 *
 * @example
 * ```ts
 * splitNamed("Hold-out"); // "test"
 * ```
 */
export function splitNamed(folder: string): Split | undefined {
  return NAMES.get(folder.toLowerCase().replace(/[-_ ]/g, ""));
}
