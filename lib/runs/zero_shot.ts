/** Retrieval of categories that no training image has: `evaluateZeroShot`. */

import { takeRows } from "../embedding/rows.ts";
import { evaluateRetrieval } from "../metrics/retrieval.ts";
import { scoredQueries } from "./dataset_needs.ts";
import type { EvaluatedEmbedding, EvaluationImages } from "./evaluated_embeddings.ts";
import type { Metrics } from "./results.ts";

/**
 * P@k of the test images whose category no training image has, each a query among the others: the
 * protocol of data sets whose test categories are new, such as CUB-200-2011 and Stanford Online
 * Products (Song et al., Deep Metric Learning via Lifted Structured Feature Embedding, 2016). Without
 * such test images, those of the validation split.
 *
 * @param options.k neighbours, as far as there are so many
 * @returns undefined where no category has two such images
 */
export async function evaluateZeroShot(
  { store: { items }, index, ...images }: EvaluationImages,
  embeddings: readonly EvaluatedEmbedding[],
  { k: most, seed }: { k: number; seed: number },
): Promise<Metrics["zeroShot"]> {
  for (const split of ["test", "validation"] as const) {
    const known = new Set(scoredQueries(items, images[split], index));
    const places = [...images[split].keys()].filter((at) => !known.has(images[split][at]!));
    const labels = places.map((at) => items[images[split][at]!]!.category);
    if (new Set(labels).size === labels.length) continue;
    const options = { labels, k: Math.min(most, labels.length - 1), seed };
    const scored = [];
    for (const { name, dim, [split]: all } of embeddings) {
      const vectors = takeRows(all, dim, places);
      scored.push({ name, ...await evaluateRetrieval({ vectors, dim, ...options }) });
    }
    return {
      ...{ split, queries: labels.length, k: options.k, chance: scored[0]!.chance },
      embeddings: scored.map(({ name, leaveOneOut: { precision } }) => ({ name, precision })),
    };
  }
  return undefined;
}
