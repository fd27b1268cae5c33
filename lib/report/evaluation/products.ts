/** Relevance by product, as notebooks 05 and A1 and a run's page show it: `productTable`. */

import { PRODUCT_MEASURES } from "../../metrics/product_retrieval.ts";
import type { Metrics } from "../../runs/results.ts";
import { type Table, table } from "../../view/table.ts";
import { bestSupervised, bestVariants } from "./queries.ts";

/**
 * Recall@1, 5 and 10, MRR and MAP@R of photos whose product has other photos in the index, with
 * intervals: of each embedding the variant that validation queries choose, and of those with class
 * posteriors the best. Nothing where the data set knows no products.
 */
export function productTable(metrics: Metrics): Table[] {
  const { products } = metrics;
  if (!products) return [];
  const shown = [...bestVariants(metrics), bestSupervised(metrics)].map((one) => one?.name);
  const rows = products.embeddings.filter(({ name }) => shown.includes(name))
    .sort((a, b) => b.scores["Recall@1"].value - a.scores["Recall@1"].value)
    .map(({ name, scores }) => ({
      embedding: name,
      ...Object.fromEntries(PRODUCT_MEASURES.map((measure) => {
        const { value, interval } = scores[measure];
        const [low, high] = interval.map((end) => end.toFixed(3));
        return [measure, `${value.toFixed(3)} (${low} to ${high})`];
      })),
    }));
  const queries = products.split === "train"
    ? "index, left out of their own answers"
    : products.split;
  return [table(rows, ["embedding", ...PRODUCT_MEASURES], {
    caption: `Other photos of the product: ${products.queries} queries of ${products.products} ` +
      `products (${queries}), ${products.gallery} photos in the index; 95 % intervals over products`,
  })];
}
