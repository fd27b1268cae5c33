/** What a catalogue throws when its storage fails: `CatalogueError`, `withStorage`. */

import { withoutSecrets } from "../../io/address.ts";
import { messageOf } from "../../io/errors.ts";

/** The storage of a catalogue failed or holds something else; `cause` is what it said. */
export class CatalogueError extends Error {
  override name = "CatalogueError";

  /** "Cannot <action> as <condition>: current value is <what the cause says>[; <advice>]" */
  constructor(action: string, condition: string, cause: unknown, advice?: string) {
    const value = `"${shortMessage(cause)}"`;
    const end = advice === undefined ? "" : `; ${advice}`;
    super(`Cannot ${action} as ${condition}: current value is ${value}${end}`, { cause });
  }
}

/**
 * The result of `work`; what it throws becomes a `CatalogueError`.
 *
 * @param advice what to do about it
 */
export async function withStorage<T>(
  action: string,
  work: () => Promise<T>,
  advice?: string,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    // LanceDB throws plain errors; others are of this program.
    if ((error as Error | undefined)?.constructor !== Error) throw error;
    throw new CatalogueError(action, "its storage must answer", error, advice);
  }
}

/** LanceDB tells a chain of causes with places in its source; the first and the last say most. */
function shortMessage(error: unknown): string {
  const causes = withoutSecrets(messageOf(error)).split("Caused by:").map((cause) =>
    cause.replace(/,? ?\/\S+\.rs:\d+:\d+|lance error: |LanceError\(\w+\): /g, "").replace(
      /\s+/g,
      " ",
    ).trim()
  ).filter((cause) => cause !== "");
  const [first, last] = [causes[0] ?? "", causes.at(-1) ?? ""];
  const both = first.includes(last) ? first : `${first}: ${last}`;
  return both.length <= 400 ? both : `${both.slice(0, 400)}...`;
}
