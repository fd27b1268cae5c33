/** Relevance by product, where a data set knows its products: `evaluateRunProducts`. */

import { PRODUCT } from "../dataset/photo_source.ts";
import { evaluateProducts, type ProductReport } from "../metrics/product_retrieval.ts";
import type { EvaluatedEmbedding, EvaluationImages } from "./evaluated_embeddings.ts";
import type { Metrics } from "./results.ts";

/**
 * How well photos find other photos of their product in the index (`evaluateProducts`): those of the
 * test split, else of validation, else the index's own, by the first that has a query.
 *
 * @param supervised embeddings that were fitted with the index's categories, which cannot be its query
 * @returns undefined where the products of no two such photos are known to be the same
 */
export async function evaluateRunProducts(
  { store: { items }, ...images }: EvaluationImages,
  embeddings: readonly EvaluatedEmbedding[],
  supervised: readonly EvaluatedEmbedding[],
  { seed }: { seed: number },
): Promise<Metrics["products"]> {
  const productsOf = (rows: Uint32Array) =>
    Array.from(rows, (row) => items[row]!.attributes[PRODUCT]);
  const products = productsOf(images.index);
  if (products.every((product) => product === undefined)) return undefined;
  for (const split of ["test", "validation", "train"] as const) {
    const scored: NonNullable<Metrics["products"]>["embeddings"] = [];
    let about: Omit<ProductReport, "scores"> | undefined;
    const held = split === "train" ? undefined : split;
    for (const embedding of held ? [...embeddings, ...supervised] : embeddings) {
      const { name, vectors, dim } = embedding;
      const queries = held && { vectors: embedding[held], products: productsOf(images[held]) };
      const report = await evaluateProducts({
        ...{ vectors, dim, products, seed },
        ...(queries && { queries }),
      });
      if (!report) break;
      const { scores, ...rest } = report;
      about = rest;
      scored.push({ name, scores });
    }
    if (about) return { split, ...about, embeddings: scored };
  }
  return undefined;
}
