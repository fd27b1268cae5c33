/** What embeddings that were brought find, for notebook 07: `broughtSheets`. */

import { openBrought } from "../runs/brought_embeddings.ts";
import { encoderName } from "../runs/encoder_embedding.ts";
import { chosenComposition } from "../runs/evaluated_compositions.ts";
import { openSearch } from "../runs/open_search.ts";
import type { ProductSearch } from "../runs/product_search.ts";
import { loadMetrics } from "../runs/results.ts";
import type { Markdown } from "../view/markdown.ts";
import type { Picture } from "../view/picture.ts";
import { verdict } from "../view/verdict.ts";
import {
  bestVariants,
  compareEmbeddings,
  differenceText,
  findEmbedding,
  isAbove,
} from "./evaluation/queries.ts";
import { lookalikes, type NamedSearch } from "./search_sheet.ts";

/**
 * For each embedding that EMBEDDINGS and ENCODER name, in the form that validation queries choose:
 * what it finds for `queries`, and whether it finds more than the chosen embedding. Nothing where
 * none is named, or it is the chosen one.
 *
 * @param queries Rows of the store
 */
export async function broughtSheets(
  { settings, store }: ProductSearch,
  queries: readonly number[],
  options: NamedSearch = {},
): Promise<(Picture | Markdown)[]> {
  const brought = (await openBrought(settings, store)).map(({ name }) => name);
  if (settings.encoder) brought.push(encoderName(settings)!);
  if (brought.length === 0) return [];
  const metrics = await loadMetrics(settings);
  const chosen = findEmbedding(metrics, metrics.chosen)!;
  const shown: (Picture | Markdown)[] = [];
  for (const best of bestVariants(metrics)) {
    const { name, of = name } = best;
    if (!brought.includes(of) || best === chosen) continue;
    const search = await openSearch(settings, chosenComposition(metrics, { name, brought }));
    try {
      shown.push(await lookalikes(search, queries, [options]));
    } finally {
      await search.close();
    }
    const difference = compareEmbeddings(metrics, chosen, best);
    shown.push(verdict({
      expected: `${name} finds more than ${chosen.name}`,
      holds: isAbove(difference),
      because: `The difference of P@${metrics.k} is ${differenceText(difference)}`,
    }));
  }
  return shown;
}
