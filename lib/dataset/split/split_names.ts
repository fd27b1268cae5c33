/** Names of folders that hold a split: `splitNamed`. */

import { type Split, SPLITS } from "./split.ts";

/** Lower-case names, without signs between words: those of Hugging Face's data sets, and more. */
const NAMES: Readonly<Record<Split, readonly string[]>> = {
  train: ["train", "training"],
  validation: ["validation", "validate", "val", "valid", "dev", "development"],
  test: ["test", "testing", "eval", "evaluation", "holdout", "heldout"],
};

/** What data sets put behind the name of a split: "training_set", "Test images", "val2017". */
const WHAT = /(?:(?:sub)?set|data(?:set)?|split|imgs?|images?|photos?|pictures?)?\d*$/;

/**
 * The split that a folder's name says, in any case and with a word for its photos, such as "set", behind
 * it; undefined if it names none.
 *
 * @example
 * ```ts
 * splitNamed("Hold-out"); // "test"
 * ```
 */
export function splitNamed(folder: string): Split | undefined {
  const name = folder.toLowerCase().replace(/[-_ ]/g, "").replace(WHAT, "");
  return SPLITS.find((split) => NAMES[split].includes(name));
}
