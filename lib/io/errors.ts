/** Errors: `messageOf` one that was caught, `unlessDamaged`, and `OtherStateError`. */

/** The message of an error, or the text of anything else that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** What is read of a file; undefined where it is missing or damaged. */
export async function unlessDamaged<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof RangeError || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/**
 * What is there was made of another state of the photos or settings: it is kept, and so is a report of
 * it.
 */
export class OtherStateError extends Error {
  override name = "OtherStateError";
}
