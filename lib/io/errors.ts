/** Errors: `messageOf` one that was caught, and `OtherStateError`. */

/** The message of an error, or the text of anything else that was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/**
 * What is there was made of another state of the photos or settings: it is kept, and so is a report of
 * it.
 */
export class OtherStateError extends Error {
  override name = "OtherStateError";
}
