import assert from "node:assert/strict";
import {
  explorerModels,
  islandVerdict,
  mappedRows,
  type MapSpace,
  mapTable,
  mapTrust,
  mapVerdict,
  noiseMap,
  noiseVerdict,
  projectSpaces,
  scoreMaps,
  secondOpinion,
} from "../../lib/report/maps.ts";
import { kNearest } from "../../lib/search/neighbours.ts";
import { plainText } from "../../lib/view/plain_text.ts";
import { clusteredVectors } from "../projection/samples.ts";

const OPTIONS = { nNeighbors: 8, minDist: 0.1, seed: 1 };

async function spaceOf(title: string): Promise<{ space: MapSpace; labels: string[] }> {
  const dim = 5;
  const { vectors, labels: clusters } = clusteredVectors(60, dim, { clusters: 3, apart: 20 });
  const neighbours = await kNearest({ vectors, dim }, 8, { exclude: "self" });
  return {
    space: { title, dim, vectors, neighbours },
    labels: Array.from(clusters, (c) => `c${c}`),
  };
}

Deno.test("maps of clusters keep their neighbourhoods, and noise does not", async () => {
  const { space, labels } = await spaceOf("m");
  const maps = await projectSpaces([space], OPTIONS);
  assert.deepEqual(maps.map(({ name, components, points }) => [name, components, points.length]), [
    ["m, 3-D", 3, 180],
    ["m, 2-D", 2, 120],
  ]);
  const opinion = secondOpinion(space, OPTIONS)!;
  assert.equal(opinion.name, "m, 2-D, by umap-js");
  const scores = await scoreMaps(space, [...maps, opinion], labels, { k: 5, seed: 1 });
  assert.equal(scores.length, 4);
  assert.match(plainText(mapTable(scores, { k: 5 })), /m, the embedding +1\.000 +1\.000 to 1\.000/);
  // All hits on all of them: a tie is no loss.
  assert.match(mapVerdict(scores).source, /\*\*cannot tell\.\*\*/);
  assert.match(islandVerdict(scores[2]!, labels, { k: 5 }).source, /\*\*no\.\*\*.*1\.00/);
  const trust = await mapTrust([space], maps);
  assert.deepEqual(Object.keys(trust), ["m, 3-D", "m, 2-D"]);
  const noise = await noiseMap({ ...OPTIONS, count: 60 });
  assert.equal(noise.points.length, 120);
  assert.match(noiseVerdict(trust, noise).source, /\*\*yes\.\*\*/);
  assert.match(noiseVerdict({ m: 0.4 }, { trustworthiness: 0.5 }).source, /\*\*no\.\*\*/);
});

Deno.test("islandVerdict() needs two categories of more than k images", async () => {
  const { space } = await spaceOf("m");
  const labels = Array.from({ length: 60 }, (_, i) => i < 57 ? "a" : "b");
  const [score] = await scoreMaps(space, [], labels, { k: 5, seed: 1 });
  assert.match(islandVerdict(score!, labels, { k: 5 }).source, /cannot tell/);
});

Deno.test("explorerModels() gives distances, not their squares", async () => {
  const { space } = await spaceOf("m");
  const [model] = explorerModels([space]);
  assert.equal(model!.distances[0], Math.fround(Math.sqrt(space.neighbours.distances[0]!)));
});

Deno.test("mappedRows() are all rows in order, or a sample by seed", () => {
  assert.deepEqual([...mappedRows({ count: 4 }, { most: 9, seed: 1 })], [0, 1, 2, 3]);
  const some = mappedRows({ count: 100 }, { most: 5, seed: 1 });
  assert.deepEqual([...some], [...some].sort((a, b) => a - b));
  assert.equal(new Set(some).size, 5);
});
