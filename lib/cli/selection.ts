/** Words, notebooks and paths that the user typed. */

import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { isNamed } from "../dataset/sources/named.ts";
import { hasScheme } from "../io/address.ts";
import { taskCommand } from "../io/task_command.ts";

/**
 * The refusal of a command line.
 *
 * @param usage the words that there must be: "add RUN folder"
 */
export function wrongWords(task: string, condition: string, usage: string): RangeError {
  return new RangeError(
    `Cannot ${task} as ${condition}: ${taskCommand(usage)}: ` +
      `current number of words is ${Deno.args.length}`,
  );
}

/** The folder where the user typed the command, which npm and `deno task` leave. */
export function typedIn(): string {
  return Deno.env.get("INIT_CWD") ?? Deno.cwd();
}

/**
 * Paths of the numbered notebooks in `folder`, appendices last, that `wanted` names by number ("5",
 * "05", "A2") or name ("05_evaluate"), in their order; without any, all of them.
 *
 * @throws RangeError when one of `wanted` names no notebook
 */
export async function selectNotebooks(
  folder: string,
  wanted: readonly string[],
): Promise<string[]> {
  const names: string[] = [];
  for await (const { name } of Deno.readDir(folder)) {
    if (/^(?:\d\d|A\d)_.*\.ipynb$/.test(name)) names.push(name.slice(0, -".ipynb".length));
  }
  names.sort();
  const chosen = new Set(wanted.map((word) => {
    const name = names.find((name) =>
      name === word.replace(/\.ipynb$/, "") ||
      name.startsWith(`${word.toUpperCase().padStart(2, "0")}_`)
    );
    if (name !== undefined) return name;
    throw new RangeError(
      `Cannot run notebook as it must be one of ${names.join(", ")}: current value is "${word}"`,
    );
  }));
  return names.filter((name) => wanted.length === 0 || chosen.has(name))
    .map((name) => join(folder, `${name}.ipynb`));
}

/**
 * The setting DATASET for a process that works in another folder: a path becomes absolute, the name
 * of a data set stays. Another value counts as a path when it has a separator or exists below
 * `folder`.
 *
 * @param folder where the user typed the command
 */
export function resolveDataset(value: string, folder: string): string {
  // An address is refused by `readSettings`, which must know it for one.
  if (isNamed(value) || hasScheme(value)) return value;
  const path = resolve(folder, value);
  return /[/\\]/.test(value) || value === "." || value === ".." || existsSync(path) ? path : value;
}

/**
 * The address or path that a named data set comes from, for a process that works in another folder.
 *
 * @param folder where the user typed the command
 */
export function resolveOrigin(value: string, folder: string): string {
  return hasScheme(value) ? value : resolve(folder, value);
}

/**
 * A folder that the user typed, absolute.
 *
 * @param task what the message says cannot be done
 * @throws RangeError for an empty word, which an unset variable leaves: it is not the folder at hand
 */
export function resolveFolder(word: string, task: string, folder = typedIn()): string {
  if (word.trim() !== "") return resolve(folder, word);
  throw new RangeError(
    `Cannot ${task} as the folder must have a name: current value is ${JSON.stringify(word)}`,
  );
}
