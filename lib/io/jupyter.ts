/** Output to the Jupyter kernel: `inJupyter`, `displayBundle`, `settle`. */

/** One output in several forms, by media type; the notebook draws the richest it can. */
export type MimeBundle = Readonly<Record<string, string | object>>;

/** Hints by media type, such as a picture's size. */
export type MimeMetadata = Readonly<Record<string, unknown>>;

/** Time after which nbconvert has taken in what was sent, milliseconds (none of 80 runs lost any). */
const SETTLE_MS = 100;

/** Whether this program runs in Deno's Jupyter kernel (elsewhere `Deno.jupyter` throws). */
export function inJupyter(): boolean {
  try {
    return typeof Deno.jupyter?.broadcast === "function";
  } catch {
    return false;
  }
}

/**
 * Send an output to the notebook. With `displayId` it can be replaced later: sent again with
 * `update`, the old output changes in place and no new one appears.
 */
export async function displayBundle(
  data: MimeBundle,
  { metadata = {}, displayId, update = false }: {
    metadata?: MimeMetadata;
    displayId?: string;
    update?: boolean;
  } = {},
): Promise<void> {
  await Deno.jupyter.broadcast(update ? "update_display_data" : "display_data", {
    data,
    metadata,
    transient: displayId === undefined ? {} : { display_id: displayId },
  });
}

/**
 * Wait until outputs sent so far have reached the notebook. Without it the last outputs of a cell
 * get lost in some executions (1 to 8 of 20).
 */
export function settle(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
}
