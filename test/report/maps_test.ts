import assert from "node:assert/strict";
import { type MappedImages, type MapSpace, mapSpace } from "../../lib/report/map_spaces.ts";
import {
  describeScores,
  mapTrust,
  noiseControl,
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
    groups: Array.from(clusters, () => undefined),
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
  const [shown, loses] = describeScores(scores, { k: 5 });
  assert.match(plainText(shown), /m, the embedding +1\.000 +1\.000 to 1\.000/);
  // All hits on all of them: a tie is no loss.
  assert.match(loses.source, /\*\*cannot tell\.\*\*/);
  const trust = await mapTrust([space], maps);
  assert.deepEqual(Object.keys(trust), ["m, 3-D", "m, 2-D"]);
  const [noise, keeps] = await noiseControl(trust, { ...OPTIONS, count: 60 });
  assert.equal((noise.data[0] as { x: Float32Array }).x.length, 60);
  assert.match(keeps.source, /\*\*yes\.\*\*/);
  const [, worse] = await noiseControl({ m: 0.4 }, { ...OPTIONS, count: 60 });
  assert.match(worse.source, /\*\*no\.\*\*/);
});

Deno.test("projectSpaces() makes the maps of the first space first", async () => {
  const { space } = await spaceOf("m");
  const maps = await projectSpaces([space, { ...space, title: "n" }], OPTIONS);
  assert.deepEqual(maps.map(({ name }) => name), ["m, 3-D", "n, 3-D", "m, 2-D", "n, 2-D"]);
});

Deno.test("scoreMaps() asks the catalogue for the queries; without queries each image for the others", async () => {
  const { space, images } = await spaceOf("m");
  const { labels, catalogue, queries, groups } = images;
  // The catalogue's labels are wrong, the queries' right: no query finds its own.
  const wrong = labels.map((label, place) => queries.includes(place) ? label : `not ${label}`);
  wrong[catalogue[0]!] = labels[queries[0]!]!;
  const options = { k: 3, seed: 1 };
  const [held] = await scoreMaps(space, [], { ...images, labels: wrong }, options);
  assert.ok(held!.precision.micro < 0.4, String(held!.precision.micro));
  const everything = Uint32Array.from(labels, (_, place) => place);
  const all = { labels, groups, catalogue: everything, queries: new Uint32Array() };
  const [alone] = await scoreMaps(space, [], all, options);
  assert.equal(alone!.precision.micro, 1);
});

Deno.test("describeScores() pairs queries: what most lose a little is lost", async () => {
  const { space, images } = await spaceOf("m");
  const [embedding] = await scoreMaps(space, [], images, { k: 5, seed: 1 });
  // On the map every image lies at the same place: its neighbours are the first of the catalogue.
  const points = new Float32Array(120);
  const map = { name: "m, 2-D", components: 2, points, seconds: 0 };
  const [, flat] = await scoreMaps(space, [map], images, { k: 5, seed: 1 });
  const { value, interval: [low, high] } = flat!.difference!;
  assert.ok(Math.abs(value - (flat!.precision.micro - 1)) < 1e-12 && low < value && high < 0);
  const seen = (score: typeof flat) => describeScores([embedding!, score!], { k: 5 })[1].source;
  assert.match(seen(flat), /\*\*yes\.\*\*.*in a plane 0\.\d\d\d/);
  // Overlapping intervals of two scores do not hide what each query loses.
  const lost = {
    ...flat!,
    difference: { value: -0.02, interval: [-0.03, -0.01] as [number, number] },
  };
  assert.match(seen(lost), /\*\*yes\.\*\*/);
});
