/** Hits and misses of an evaluation as one picture: `exampleSheet`. */

import { exampleQueries } from "../../metrics/example_queries.ts";
import type { RunEvaluation } from "../../runs/evaluation.ts";
import { HELD_OUT_SPLITS } from "../../runs/results.ts";
import type { Picture } from "../../view/picture.ts";
import { foundSheet } from "../../view/pictures/found.ts";

/**
 * The queries of the headline with the fewest, about the mean number and the most hits of the chosen
 * embedding, each with its k nearest.
 *
 * @param options.each Queries of each of the three kinds. @default 2
 */
export async function exampleSheet(
  { images, labels, k, embeddings, chosen }: RunEvaluation,
  { each = 2 }: { each?: number } = {},
): Promise<Picture> {
  const { store, index } = images;
  const { scores } = embeddings.find(({ name }) => name === chosen)!;
  const split = HELD_OUT_SPLITS.findLast((split) => scores.heldOut[split]);
  const { hits, neighbours } = split ? scores.heldOut[split]! : scores.retrieval!;
  const queries = split ? images[split] : index;
  const queryLabels = split ? Array.from(queries, (row) => store.items[row]!.category) : labels;
  const heldOut = split !== undefined;
  const { worst, typical, best } = exampleQueries(hits, queryLabels, each, { heldOut });
  const shown = [...worst, ...typical, ...best].map((query) => {
    const at = query * neighbours.k;
    const found = Array.from(neighbours.indices.subarray(at, at + k), (place, i) => {
      return { row: index[place]!, distance: Math.sqrt(neighbours.distances[at + i]!) };
    });
    return { query: queries[query]!, results: [{ head: `${hits[query]} of ${k} hits`, found }] };
  });
  const heads = `${worst.length} with the fewest hits, ${typical.length} typical ones and ` +
    `${best.length} with the most`;
  return await foundSheet(store, shown, { alt: `Queries and what ${chosen} finds: ${heads}` });
}
