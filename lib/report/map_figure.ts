/**
 * The map on a run's page: `mapFigure`. Apart from other figures, as it loads native code, which tasks that
 * compare runs may not.
 */

import { findStore } from "../runs/find_store.ts";
import type { UmapResults } from "../runs/results.ts";
import { scatter2d } from "../view/charts/scatter.ts";
import type { PlotlyFigure } from "../view/figure.ts";
import { createPalette } from "../view/palette.ts";

/**
 * The first flat map, coloured by category where the photos' store is here, else in
 * one colour; undefined if there is none.
 *
 * @param fingerprint of the photos
 */
export async function mapFigure(
  { ids, maps }: UmapResults,
  fingerprint: string,
): Promise<PlotlyFigure | undefined> {
  const first = Object.entries(maps).find(([, points]) => points.length === 2 * ids.length);
  if (!first) return undefined;
  const [title, points] = first;
  using store = await findStore(fingerprint);
  const categories = new Map(store?.items.map(({ id, category }) => [id, category]));
  const labels = ids.map((id) => categories.get(id) ?? "photo");
  const known = store?.categories ?? [];
  return scatter2d({
    points: Float32Array.from(points),
    ids,
    labels,
    palette: createPalette(
      labels.every((label) => known.includes(label)) ? known : [...new Set(labels)].sort(),
    ),
    title: `UMAP of ${title}`,
  });
}
