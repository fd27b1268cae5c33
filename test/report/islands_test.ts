import assert from "node:assert/strict";
import type { CategoryIsland } from "../../lib/metrics/islands.ts";
import { islandVerdict, judgeIslands } from "../../lib/report/islands.ts";
import { plainText } from "../../lib/view/plain_text.ts";

/** Images in a row; the queries are the even places. */
function rowOf(labels: string[]) {
  const points = Float32Array.from(labels, (_, place) => place);
  const queries = Uint32Array.from({ length: labels.length / 2 }, (_, i) => 2 * i);
  return {
    map: { name: "m, 1-D", components: 1, points, seconds: 0 },
    images: { labels, groups: labels.map((): string | undefined => undefined), queries },
  };
}

Deno.test("islandVerdict() looks at queries among each other, else at all images", async () => {
  // Queries: twelve of "a" in a row, then "b", "c" and "d" by turns; the others are all of "x".
  const kinds = [...new Array(12).fill("a"), ...Array.from({ length: 12 }, (_, i) => "bcd"[i % 3])];
  const { map, images } = rowOf(kinds.flatMap((kind: string) => [kind, "x"]));
  const [shown, { source }] = await islandVerdict(map, images, { k: 2, seed: 1 });
  assert.match(plainText(shown), /a +12 +0\.9\d\d .* 1 +1\.00/);
  assert.match(plainText(shown), /b +4 +0\.000 +0\.000 to 0\.000 +0\.130 +4 +0\.25/);
  assert.match(source.replaceAll("\\", ""), /yes\..*1 of 4 categories.*tightest is a \(P@2 0\.9/s);
  // Of one board alone nothing is known of others: only "d" has images of two.
  const boards = images.labels.map((label, place) => label === "d" ? `board ${place}` : label);
  const [few] = await islandVerdict(map, { ...images, groups: boards }, { k: 2, seed: 1 });
  assert.deepEqual(few.rows.map(({ category }) => category), ["d"]);
  // A query alone has no neighbours.
  for (const queries of [new Uint32Array(), Uint32Array.of(3)]) {
    const all = await islandVerdict(map, { ...images, queries }, { k: 2, seed: 1 });
    assert.match(all[0].caption!, /^48 images on the map m, 1-D/);
  }
});

Deno.test("judgeIslands() wants an island and a category that is none", () => {
  const island = (category: string, value: number, largest = 1, spread = 0.05): CategoryIsland => ({
    category,
    precision: { value, low: value - spread, high: value + spread, queries: 20 },
    ...{ chance: 0.1, components: 1, largest },
  });
  const seen = (...islands: CategoryIsland[]) => judgeIslands(islands, { k: 5 }).source;
  assert.match(seen(island("a", 0.9), island("b", 0.2)), /\*\*yes\.\*\*/);
  // Neighbours of its own kind, but in many places: no island.
  assert.match(seen(island("a", 0.9), island("b", 0.7, 0.3)), /\*\*yes\.\*\*/);
  assert.match(seen(island("a", 0.9), island("b", 0.8)), /\*\*no\.\*\*/);
  assert.match(seen(island("a", 0.3), island("b", 0.2)), /\*\*no\.\*\*/);
  assert.match(seen(island("a", 0.9), island("b", 0.5)), /\*\*cannot tell\.\*\*/);
  assert.match(seen(island("a", 0.9)), /cannot tell.*No two categories have more than 5 images/);
});
