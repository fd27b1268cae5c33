/** The products of a run on the map of its evaluation: `productsMap`. */

import { joinRows, takeRows } from "../embedding/rows.ts";
import { formatNumber } from "../io/format.ts";
import { placeOnMap } from "../projection/placement.ts";
import type { ProductSearch } from "../runs/product_search.ts";
import { readRun } from "../runs/run_files.ts";
import { kNearest } from "../search/neighbours.ts";
import { scatter2d } from "../view/charts/scatter.ts";
import type { PlotlyFigure } from "../view/figure.ts";
import { type Markdown, markdown } from "../view/markdown.ts";
import { createPalette } from "../view/palette.ts";
import { searchSpaceTitle } from "./map_spaces.ts";

/** What products are called on the map that were added since. */
const ADDED = "added since";

/**
 * The flat map that notebook 06 made of the embedding that is searched, without products that were
 * removed since and with those that were added: each lies among its nearest (`placeOnMap`), and no other
 * moves.
 *
 * @returns a sentence where there is no such map
 */
export async function productsMap(search: ProductSearch): Promise<PlotlyFigure | Markdown> {
  const { settings: { run }, embedding: { vectors, dim, ids }, store, products } = search;
  const { umap } = await readRun(run);
  const points = umap?.maps[`${searchSpaceTitle(search)}, 2-D`];
  if (!umap || !points) return markdown("No map yet: notebook 06 makes it.");
  const evaluated = search.sections[0]!.store.count;
  const rowOf = new Map(ids.slice(0, evaluated).map((id, row) => [id, row]));
  const mapped = umap.ids.map((id) => rowOf.get(id)!);
  const added = products.filter((row) => row >= evaluated);
  const k = Math.min(umap.neighbours, mapped.length);
  const index = { vectors: takeRows(vectors, dim, mapped), dim };
  const near = await kNearest(index, k, { queries: takeRows(vectors, dim, added) });
  const flat = Float32Array.from(points);
  const kept = new Set(products);
  const places = [...mapped.keys()].filter((place) => kept.has(mapped[place]!));
  const rows = [...places.map((place) => mapped[place]!), ...added];
  const some = added.length > 0 ? [ADDED] : [];
  return scatter2d({
    points: joinRows([takeRows(flat, 2, places), placeOnMap(flat, 2, near)]),
    ids: rows.map((row) => ids[row]!),
    labels: rows.map((row) => row < evaluated ? store.items[row]!.category : ADDED),
    palette: createPalette([...search.sections[0]!.store.categories, ...some]),
    title: `Products of ${run}: ${formatNumber(added.length)} added, ` +
      `${formatNumber(mapped.length - places.length)} removed`,
  });
}
