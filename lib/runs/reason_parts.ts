/** What recommendations are explained with: `openReasonParts`. */

import { join } from "node:path";
import { runDirectory } from "./directories.ts";
import type { ProductSearch } from "./product_search.ts";
import type { ReasonParts } from "./recommendations.ts";
import { openSource } from "./source_vectors.ts";

/** Outlines and colours of every image of a search, kept in the run once they were made. */
export async function openReasonParts({ settings, store }: ProductSearch): Promise<ReasonParts> {
  const options = { directory: join(runDirectory(settings), "descriptors"), keep: true };
  return {
    shape: await openSource(store, "HOG, 64 px", options),
    colour: await openSource(store, "colour histogram", options),
  };
}
