/** Record of the steps that earlier set-ups finished. */

import { join } from "node:path";
import { writeJsonAtomic } from "../../io/files.ts";

/**
 * A small file that says which step was finished for which key.
 *
 * A key names everything the result depends on (versions, paths); a step whose key is still the
 * same need not run again. A damaged file counts as an empty one: the steps then run again.
 */
export class Stamps {
  #path: string;
  #entries: Record<string, string>;
  #written: Promise<void> = Promise.resolve();

  private constructor(path: string, entries: Record<string, string>) {
    this.#path = path;
    this.#entries = entries;
  }

  /** Read the stamps in `folder`, which need not exist yet. */
  static async open(folder: string): Promise<Stamps> {
    const path = join(folder, "setup.json");
    let entries: Record<string, string> = {};
    try {
      const value: unknown = JSON.parse(await Deno.readTextFile(path));
      if (value !== null && typeof value === "object" && !Array.isArray(value)) {
        entries = Object.fromEntries(
          Object.entries(value).filter(([, key]) => typeof key === "string"),
        );
      }
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound || error instanceof SyntaxError)) throw error;
    }
    return new Stamps(path, entries);
  }

  /** The key that `step` was last finished for, or undefined. */
  get(step: string): string | undefined {
    return this.#entries[step];
  }

  /** Remember that `step` is finished for `key`, or with undefined that it is not. */
  async set(step: string, key: string | undefined): Promise<void> {
    if (key === undefined) delete this.#entries[step];
    else this.#entries[step] = key;
    // One after the other, as steps run at the same time.
    this.#written = this.#written.then(() => writeJsonAtomic(this.#path, this.#entries));
    await this.#written;
  }
}
