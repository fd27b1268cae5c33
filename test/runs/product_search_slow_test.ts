import "../faults/tiny_model.ts";
import assert from "node:assert/strict";
import { join } from "node:path";
import type { Composition } from "../../lib/embedding/compose.ts";
import { probabilityAt } from "../../lib/metrics/calibration.ts";
import { mappedImages, mapSpaces } from "../../lib/report/map_spaces.ts";
import {
  colourTradeoff,
  exampleRegion,
  hardestQuery,
  lookalikes,
  randomQueries,
  regionSheet,
} from "../../lib/report/search_sheet.ts";
import { datasetDirectory, runDirectory } from "../../lib/runs/directories.ts";
import { createExperiment } from "../../lib/runs/experiment.ts";
import { openDataset } from "../../lib/runs/open_dataset.ts";
import { openEmbeddings } from "../../lib/runs/embeddings.ts";
import { openSearch } from "../../lib/runs/open_search.ts";
import { calibrateSearch } from "../../lib/runs/search_calibration.ts";
import { readSettings } from "../../lib/runs/settings.ts";
import { train } from "../../lib/runs/train.ts";
import { cpuBackend } from "../cpu_backend.ts";
import { writePhotos } from "../photos.ts";

const root = await Deno.makeTempDir();
await writePhotos(join(root, "photos"), 12);
const settings = readSettings({
  dataset: join(root, "photos"),
  profile: "tiny",
  models: "plus_layer",
  run: `test-search-${Deno.pid}`,
  backend: cpuBackend,
}, {});
(await openDataset(settings)).close();
const experiment = createExperiment(settings, "plus_layer");
(await train(experiment)).model.dispose();
const composition: Composition = [
  { of: "+Layer (512-d)", steps: [{ whiten: 8 }, "l2"] },
  { of: "HOG", steps: ["centre", "l2"], weight: 0.5 },
];
const early = await openSearch(settings, { composition }).catch((error) => error);
await openEmbeddings(experiment);
const search = await openSearch(settings, { composition, name: "both" });
const { store, rows } = search;
const [query] = store.rowsOf("test") as Uint32Array & [number];
const { id, category } = store.items[query]!;
const path = join(root, "photos", store.items[query]!.file);
const photo = await Deno.readFile(path);

Deno.test("byId() and byPhoto() give the same answers for an image and its file", async () => {
  const found = await search.byId(id, { k: 4 });
  assert.equal(found.length, 4);
  assert.ok(found.every(({ row }) => rows.includes(row)));
  assert.ok(found.every(({ distance }, i) => i === 0 || distance >= found[i - 1]!.distance));
  for (const { id, category, row } of found) {
    assert.deepEqual({ id, category }, {
      id: store.items[row]!.id,
      category: store.items[row]!.category,
    });
  }
  assert.deepEqual(await search.byPhoto(photo, { k: 4 }), found);
  assert.deepEqual(await search.byPhoto(photo, { k: 4, box: [0, 0, 1, 1] }), found);
});

Deno.test("byVector() and byText() take what the composition is made of, before its steps", async () => {
  const of = "+Layer (512-d)";
  const { vectors } = await openEmbeddings(experiment);
  const dim = vectors.length / store.count;
  const vector = vectors.slice(query * dim, (query + 1) * dim);
  const texts: string[] = [];
  const model = await openSearch(settings, {
    composition: [{ of, steps: ["centre", "l2"] }],
    textEncoder: (text) => (texts.push(text), vector),
  });
  const found = await model.byId(id, { k: 4, category });
  assert.deepEqual(await model.byVector(vector, { k: 4, category }), found);
  assert.deepEqual(await model.byText("a hat", { k: 4, category }), found);
  assert.deepEqual(texts, ["a hat"]);
  const refuse = (search: typeof model, wrong: Float32Array, message: RegExp) =>
    assert.rejects(search.byVector(wrong), { name: "RangeError", message });
  const twice = Float32Array.of(...vector, ...vector);
  await refuse(model, twice, /must have the \d+ dimensions of "\+Layer \(512-d\)": .* is \d+$/);
  await refuse(model, vector.map(() => NaN), /finite/);
  await refuse(search, vector, /must have one source to search by a vector: current value is 2$/);
  await assert.rejects(model.byText("a hat", { category: "none" }), /category must be one of/);
  await assert.rejects(search.byText("a hat"), {
    name: "RangeError",
    message: /openSearch must be given a textEncoder to search by a text: current value is none$/,
  });
  await model.close();
});

Deno.test("photos that are searched for at once are embedded together, to the same bits", async () => {
  const many = Uint32Array.from({ length: 20 }, (_, i) => i);
  const images = await Promise.all(Array.from(many, (row) => store.readImages([row])));
  const alone = [];
  for (const image of images) alone.push(await search.embed(image));
  assert.deepEqual(await Promise.all(images.map((image) => search.embed(image))), alone);
  const all = await store.readImages(many);
  const [both, first] = await Promise.all([search.embed(all), search.embed(images[0]!)]);
  assert.deepEqual([...both], alone.flatMap((vector) => [...vector]));
  assert.deepEqual(first, alone[0]);
  // One that is none spoils those beside it and nothing later.
  const wrong = await Promise.allSettled([search.embed(new Uint8Array(5)), search.embed(all)]);
  assert.equal(wrong[0]!.status, "rejected");
  assert.deepEqual(await search.embed(images[0]!), alone[0]);
});

Deno.test("byId() leaves out the image itself, where byPhoto() finds it first", async () => {
  const item = store.items[rows[3]!]!;
  const all = await search.byId(item.id, { k: 1000 });
  assert.equal(all.length, rows.length - 1);
  assert.ok(all.every(({ id }) => id !== item.id));
  const bytes = await Deno.readFile(join(root, "photos", item.file));
  const first = { id: item.id, category: item.category, row: rows[3]!, distance: 0 };
  assert.deepEqual(await search.byPhoto(bytes, { k: 1000 }), [first, ...all]);
});

Deno.test("byId() finds fewer where a category has fewer", async () => {
  const inCategory = Array.from(rows).filter((row) => store.items[row]!.category === category);
  const found = await search.byId(id, { k: rows.length, category });
  assert.deepEqual(found.map(({ row }) => row).sort((a, b) => a - b), inCategory);
});

Deno.test("byId() moves to a colour with its weight", async () => {
  const colour = [20, 200, 20] as const;
  const [plain, weightless, coloured] = [
    await search.byId(id, { k: 5 }),
    await search.byId(id, { k: 5, colourWeight: 0, colour }),
    await search.byId(id, { k: 5, colourWeight: 50, colour }),
  ];
  assert.deepEqual(weightless, plain);
  assert.notDeepEqual(coloured, plain);
  const { queries, closer } = await colourTradeoff(search, [query], {
    k: 5,
    colourWeight: 50,
    colour,
  });
  assert.equal(queries, 1);
  assert.ok(closer.value >= 0, String(closer.value));
});

Deno.test("minProbability leaves out what is too far, and says how often the others are right", async () => {
  const calibration = (await calibrateSearch(search))!;
  const plain = await search.byId(id, { k: 20 });
  const expected = plain.map((found) => {
    return { ...found, probability: probabilityAt(calibration, found.distance) };
  });
  assert.deepEqual(await search.byId(id, { k: 20, minProbability: 0 }), expected);
  const least = expected[9]!.probability;
  const likely = expected.filter(({ probability }) => probability >= least);
  assert.deepEqual(await search.byPhoto(photo, { k: 20, minProbability: least }), likely);
  assert.ok(likely.length >= 10);
});

Deno.test("randomQueries() draws held-out rows, the same each time", () => {
  const drawn = randomQueries(search, 2);
  assert.deepEqual(drawn, randomQueries(search, 2));
  assert.ok(drawn.every((row) => store.items[row]!.split === "test"));
  assert.equal(exampleRegion(search), undefined);
});

Deno.test("hardestQuery() takes the query with the fewest hits, the first of equals", async () => {
  const queries = randomQueries(search, 2);
  const hits = await Promise.all(queries.map(async (row) => {
    const item = store.items[row]!;
    const found = await search.byId(item.id, { k: 3 });
    return found.filter((one) => one.category === item.category).length;
  }));
  const hardest = await hardestQuery(search, queries, { k: 3 });
  assert.equal(hits[queries.indexOf(hardest)], Math.min(...hits));
});

Deno.test("lookalikes() and regionSheet() show what is found", async () => {
  const sheet = await lookalikes(search, [query, path], [{ head: "a", k: 2 }, { head: "b", k: 1 }]);
  assert.equal(
    sheet.alt,
    `${category}, your photo: each beside its nearest neighbours by both`,
  );
  const region = { path, box: [0, 0, 0.5, 0.5] as const };
  const [steps, found] = await regionSheet(search, region, { k: 2 });
  assert.match(steps.alt, /crop of its item "query"/);
  assert.match(found.alt, /region of a photo/);
});

Deno.test("openSearch() finds images of all splits but the one that queries are drawn from", () => {
  assert.deepEqual(
    [...rows],
    [...store.rowsOf("train"), ...store.rowsOf("validation")].sort((a, b) => a - b),
  );
});

Deno.test("mapSpaces() begins with what the search finds, then each model", async () => {
  const images = mappedImages(store, { most: 100, seed: 1 });
  const spaces = await mapSpaces(search, images, { nNeighbors: 4 });
  assert.deepEqual(spaces.map(({ title }) => title), ["Search: both", "+Layer (512-d)"]);
  const { found: { indices, distances } } = spaces[0]!;
  assert.deepEqual(
    Array.from({ length: 4 }, (_, i) => {
      return {
        row: images.rows[indices[query * 4 + i]!],
        distance: Math.sqrt(distances[query * 4 + i]!),
      };
    }),
    (await search.byId(id, { k: 4 })).map(({ row, distance }) => ({ row, distance })),
  );
});

Deno.test("a search says what it cannot search for", async () => {
  const refused = async (found: Promise<unknown>, name: string, message: RegExp) => {
    await assert.rejects(found, { name, message });
  };
  const categories = /category must be one of Bags & Purses, Dresses, Hats: .*"spoon"/;
  await refused(search.byId(id, { category: "spoon" }), "RangeError", categories);
  await refused(search.byPhoto(photo, { category: "spoon" }), "RangeError", categories);
  await refused(search.byId("x.jpg"), "RangeError", /id must be one of 36, such as .*"x\.jpg"/);
  for (const k of [0, 1.5, NaN, -1]) {
    await refused(search.byId(id, { k }), "RangeError", /k must be a whole number of 1 or more/);
  }
  for (const minProbability of [-0.1, 1.1, NaN]) {
    const message = /minProbability must be from 0 to 1: current value is/;
    await refused(search.byId(id, { minProbability }), "RangeError", message);
  }
  const both = search.byId(id, { minProbability: 0.5, colourWeight: 1 });
  await refused(both, "RangeError", /colourWeight must be 0 with minProbability/);
  const other = new TextEncoder().encode("<svg xmlns='http://www.w3.org/2000/svg'/>");
  await refused(search.byPhoto(other), "UnusablePhoto", /as the photo is not a JPEG.*SVG drawing/);
  const outside = search.byPhoto(photo, { box: [0.5, 0, 1, 1] });
  await refused(outside, "UnusablePhoto", /as the photo box 0\.5, 0, 1, 1 leaves/);
  await refused(lookalikes(search, ["missing.jpg"]), "RangeError", /a photo at "missing\.jpg"/);
});

Deno.test("openSearch() needs the embeddings of notebook 05, and makes none", () => {
  assert.equal(early.name, "RangeError");
  assert.match(
    early.message,
    /embeddings\.safetensors" must hold .*run notebook 05_evaluate of run/,
  );
});

Deno.test("openSearch() needs the results of notebook 05 to choose", async () => {
  await assert.rejects(openSearch(settings), /metrics\.json" is missing: run notebook 05_evaluate/);
});

Deno.test("after the searches", async () => {
  await search.close();
  for (const made of [root, datasetDirectory(settings), runDirectory(settings)]) {
    await Deno.remove(made, { recursive: true });
  }
});
