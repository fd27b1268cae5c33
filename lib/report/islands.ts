/** Whether products of one kind form islands on a map: `islandVerdict`, a table and a sentence. */

import { takeRows } from "../embedding/rows.ts";
import { formatInterval } from "../io/format.ts";
import { type CategoryIsland, categoryIslands } from "../metrics/islands.ts";
import { encodeGroups } from "../metrics/labels.ts";
import { kNearest } from "../search/neighbours.ts";
import type { Markdown } from "../view/markdown.ts";
import { type Table, table } from "../view/table.ts";
import { verdict } from "../view/verdict.ts";
import type { MappedImages } from "./map_spaces.ts";
import { isAbove } from "./evaluation/queries.ts";
import type { EmbeddingMap } from "./maps.ts";

/**
 * How each category of more than `k` images lies on `map`, and whether some form islands: over half of
 * their neighbours are of the category, and over half of their images are connected. It looks at
 * held-out queries and their neighbours among each other, as an embedding that was fitted with the
 * categories of the catalogue knows those of its images; at all images where there are not two queries.
 */
export async function islandVerdict(
  map: EmbeddingMap,
  { labels, groups: known, queries }: Pick<MappedImages, "labels" | "groups" | "queries">,
  { k: most, seed }: { k: number; seed: number },
): Promise<[Table, Markdown]> {
  const heldOut = queries.length > 1;
  const places = heldOut ? queries : Uint32Array.from(labels.keys());
  const k = Math.min(most, places.length - 1);
  const points = { vectors: takeRows(map.points, map.components, places), dim: map.components };
  const neighbours = await kNearest(points, k, { exclude: "self" });
  const [groups] = encodeGroups(Array.from(places, (place) => known[place])) ?? [];
  const own = Array.from(places, (place) => labels[place]!);
  const islands = categoryIslands(neighbours, own, { seed, groups })
    .filter(({ precision }) => precision.queries > k && precision.low !== undefined);
  const what = `${places.length} ${heldOut ? "test images" : "images"}`;
  const rows = islands.map(({ category, precision, chance, components, largest }) => ({
    ...{ category, images: precision.queries, precision: precision.value },
    interval: formatInterval([precision.low!, precision.high!]),
    ...{ chance, components, largest },
  }));
  const shown = table(rows, [
    "category",
    "images",
    { key: "precision", label: `P@${k}`, digits: 3 },
    { key: "interval", label: "95 % interval" },
    { key: "chance", digits: 3 },
    { key: "components", label: "connected components" },
    { key: "largest", label: "images in the largest", digits: 2 },
  ], { caption: `${what} on the map ${map.name}` });
  return [shown, judgeIslands(islands, { k })];
}

/** Whether a category is an island: undefined where the interval of its P@k holds a half. */
function isIsland({ precision, largest }: CategoryIsland): boolean | undefined {
  return largest > 0.5 && isAbove({ interval: [precision.low!, precision.high!] }, 0.5);
}

/** Whether some categories are islands, and others not; `islands` has the tightest first. */
export function judgeIslands(
  islands: readonly CategoryIsland[],
  { k }: { k: number },
): Markdown {
  const expected = "Some categories form islands, others do not";
  const [first, last] = [islands[0], islands.at(-1)];
  if (!first || !last || first === last) {
    const because = `no two categories have more than ${k} images`;
    return verdict({ expected, holds: undefined, because });
  }
  const seen = islands.map(isIsland);
  const both = seen.includes(true) && seen.includes(false);
  const words = ({ category, precision, largest }: CategoryIsland) =>
    `${category} (P@${k} ${precision.value.toFixed(2)}, ` +
    `${Math.round(100 * largest)} % of its images connected)`;
  return verdict({
    expected,
    holds: both ? true : seen.includes(undefined) ? undefined : false,
    because: `${seen.filter(Boolean).length} of ${seen.length} categories are islands; ` +
      `the tightest is ${words(first)}, the most scattered ${words(last)}`,
  });
}
