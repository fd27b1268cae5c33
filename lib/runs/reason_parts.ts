/** What recommendations are explained with: `openReasonParts`. */

import type { Vectors } from "../embedding/embedding.ts";
import { joinRows } from "../embedding/rows.ts";
import type { ProductSearch } from "./product_search.ts";
import type { ReasonParts } from "./recommendations.ts";
import { openSource } from "./kept_vectors.ts";

/** Outlines and colours of every image of a search, kept in the run once they were made. */
export async function openReasonParts(search: ProductSearch): Promise<ReasonParts> {
  return {
    shape: await openPart(search, "HOG, 64 px"),
    colour: await openPart(search, "colour histogram"),
  };
}

async function openPart({ sections }: ProductSearch, source: string): Promise<Vectors> {
  const parts: Vectors[] = [];
  for (const { store, directory } of sections) {
    parts.push(await openSource(store, source, { directory, keep: true }));
  }
  return { dim: parts[0]!.dim, vectors: joinRows(parts.map(({ vectors }) => vectors)) };
}
