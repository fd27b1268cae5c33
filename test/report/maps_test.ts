import assert from "node:assert/strict";
import { type MappedImages, type MapSpace, mapSpace } from "../../lib/report/map_spaces.ts";
import {
  islandVerdict,
  mapTable,
  mapTrust,
  mapVerdict,
  noiseMap,
  noiseVerdict,
  projectSpaces,
  scoreMaps,
  secondOpinion,
} from "../../lib/report/maps.ts";
import { plainText } from "../../lib/view/plain_text.ts";
import { clusteredVectors } from "../projection/samples.ts";

const OPTIONS = { nNeighbors: 8, minDist: 0.1, seed: 1 };

type Images = Omit<MappedImages, "rows">;

/** Three clusters of 20; every fifth image is a query. */
async function spaceOf(title: string): Promise<{ space: MapSpace; images: Images }> {
  const dim = 5;
  const { vectors, labels: clusters } = clusteredVectors(60, dim, { clusters: 3, apart: 20 });
  const places = Uint32Array.from({ length: 60 }, (_, place) => place);
  const images = {
    labels: Array.from(clusters, (c) => `c${c}`),
    catalogue: places.filter((place) => place % 5 !== 0),
    queries: places.filter((place) => place % 5 === 0),
  };
  return { space: await mapSpace(title, { vectors, dim }, { ...images, nNeighbors: 8 }), images };
}

Deno.test("maps of clusters keep their neighbourhoods, and noise does not", async () => {
  const { space, images } = await spaceOf("m");
  const maps = await projectSpaces([space], OPTIONS);
  assert.deepEqual(maps.map(({ name, components, points }) => [name, components, points.length]), [
    ["m, 3-D", 3, 180],
    ["m, 2-D", 2, 120],
  ]);
  const opinion = secondOpinion(space, OPTIONS)!;
  assert.equal(opinion.name, "m, 2-D, by umap-js");
  const scores = await scoreMaps(space, [...maps, opinion], images, { k: 5, seed: 1 });
  assert.equal(scores.length, 4);
  assert.match(plainText(mapTable(scores, { k: 5 })), /m, the embedding +1\.000 +1\.000 to 1\.000/);
  // All hits on all of them: a tie is no loss.
  assert.match(mapVerdict(scores).source, /\*\*cannot tell\.\*\*/);
  assert.match(islandVerdict(scores[2]!, images, { k: 3 }).source, /\*\*no\.\*\*.*1\.00/);
  const trust = await mapTrust([space], maps);
  assert.deepEqual(Object.keys(trust), ["m, 3-D", "m, 2-D"]);
  const noise = await noiseMap({ ...OPTIONS, count: 60 });
  assert.equal(noise.points.length, 120);
  assert.match(noiseVerdict(trust, noise).source, /\*\*yes\.\*\*/);
  assert.match(noiseVerdict({ m: 0.4 }, { trustworthiness: 0.5 }).source, /\*\*no\.\*\*/);
});

Deno.test("projectSpaces() makes the maps of the first space first", async () => {
  const { space } = await spaceOf("m");
  const maps = await projectSpaces([space, { ...space, title: "n" }], OPTIONS);
  assert.deepEqual(maps.map(({ name }) => name), ["m, 3-D", "n, 3-D", "m, 2-D", "n, 2-D"]);
});

Deno.test("scoreMaps() asks the catalogue for the queries; without queries each image for the others", async () => {
  const { space, images: { labels, catalogue, queries } } = await spaceOf("m");
  // The catalogue's labels are wrong, the queries' right: no query finds its own.
  const wrong = labels.map((label, place) => queries.includes(place) ? label : `not ${label}`);
  wrong[catalogue[0]!] = labels[queries[0]!]!;
  const options = { k: 3, seed: 1 };
  const [held] = await scoreMaps(space, [], { labels: wrong, catalogue, queries }, options);
  assert.ok(held!.precision.micro < 0.4, String(held!.precision.micro));
  const everything = Uint32Array.from(labels, (_, place) => place);
  const all = { labels, catalogue: everything, queries: new Uint32Array() };
  const [alone] = await scoreMaps(space, [], all, options);
  assert.equal(alone!.precision.micro, 1);
});

Deno.test("islandVerdict() needs two categories of more than k queries", async () => {
  const { space, images } = await spaceOf("m");
  const labels = images.labels.map((_, place) => place < 55 ? "a" : "b");
  const [score] = await scoreMaps(space, [], { ...images, labels }, { k: 5, seed: 1 });
  const { source } = islandVerdict(score!, { ...images, labels }, { k: 5 });
  assert.match(source, /cannot tell.*No two categories have over 5 queries/);
});
