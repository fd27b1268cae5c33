/** Record of the steps that earlier set-ups finished. */

import { join } from "node:path";
import { readJson, writeJsonAtomic } from "../../io/files.ts";

/**
 * A small file that says which step was finished for which key.
 *
 * A key names everything the result depends on (versions, paths); a step whose key is still the
 * same need not run again. A damaged file counts as an empty one: the steps then run again.
 */
export class Stamps {
  #written: Promise<void> = Promise.resolve();

  private constructor(
    private readonly path: string,
    private readonly entries: Record<string, string>,
  ) {}

  /** Read the stamps in `folder`, which need not exist yet. */
  static async open(folder: string): Promise<Stamps> {
    const path = join(folder, "setup.json");
    const entries = await readJson(path, stampsIn);
    return new Stamps(path, entries ?? {});
  }

  /** The key that `step` was last finished for, or undefined. */
  get(step: string): string | undefined {
    return this.entries[step];
  }

  /** Remember that `step` is finished for `key`, or with undefined that it is not. */
  async set(step: string, key: string | undefined): Promise<void> {
    if (key === undefined) delete this.entries[step];
    else this.entries[step] = key;
    // One after the other, as steps run at the same time.
    this.#written = this.#written.then(() => writeJsonAtomic(this.path, this.entries));
    await this.#written;
  }
}

/** The texts by name in what a file holds. */
function stampsIn(value: unknown): Record<string, string> {
  const isObject = value !== null && typeof value === "object" && !Array.isArray(value);
  const entries = isObject ? Object.entries(value) : [];
  return Object.fromEntries(entries.filter(([, key]) => typeof key === "string"));
}
