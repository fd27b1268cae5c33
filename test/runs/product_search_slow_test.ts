import "../faults/tiny_model.ts";
import assert from "node:assert/strict";
import { join } from "node:path";
import type { Composition } from "../../lib/embedding/compose.ts";
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
import { openSearch } from "../../lib/runs/product_search.ts";
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
(await train(createExperiment(settings, "plus_layer"))).model.dispose();
const composition: Composition = [
  { of: "+Layer (512-d)", steps: [{ whiten: 8 }, "l2"] },
  { of: "HOG", steps: ["centre", "l2"], weight: 0.5 },
];
const search = await openSearch(settings, { composition, name: "both" });
const { store, rows } = search;
const [query] = store.rowsOf("test") as Uint32Array & [number];
const { category } = store.items[query]!;
const path = join(root, "photos", store.items[query]!.file);

Deno.test("find() gives the same answers for a row, its image and its file", async () => {
  const found = await search.find(query, { k: 4 });
  assert.equal(found.length, 4);
  assert.ok(found.every(({ row }) => rows.includes(row)));
  assert.ok(found.every(({ distance }, i) => i === 0 || distance >= found[i - 1]!.distance));
  assert.deepEqual(await search.find(await store.readImages([query]), { k: 4 }), found);
  assert.deepEqual(await search.find(path, { k: 4 }), found);
  assert.deepEqual(await search.find(path, { k: 4, box: [0, 0, 1, 1] }), found);
});

Deno.test("find() finds an image of the index first, and gives fewer where a category has fewer", async () => {
  assert.deepEqual(await search.find(rows[3]!, { k: 1 }), [{ row: rows[3]!, distance: 0 }]);
  const inCategory = Array.from(rows).filter((row) => store.items[row]!.category === category);
  const found = await search.find(query, { k: rows.length, category });
  assert.deepEqual(found.map(({ row }) => row).sort((a, b) => a - b), inCategory);
});

Deno.test("find() moves to a colour with its weight", async () => {
  const colour = [20, 200, 20] as const;
  const [plain, weightless, coloured] = [
    await search.find(query, { k: 5 }),
    await search.find(query, { k: 5, colourWeight: 0, colour }),
    await search.find(query, { k: 5, colourWeight: 50, colour }),
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

Deno.test("randomQueries() draws held-out rows, the same each time", () => {
  const drawn = randomQueries(search, 2);
  assert.deepEqual(drawn, randomQueries(search, 2));
  assert.ok(drawn.every((row) => store.items[row]!.split === "test"));
  assert.equal(exampleRegion(search), undefined);
});

Deno.test("hardestQuery() takes the query with the fewest hits, the first of equals", async () => {
  const queries = randomQueries(search, 2);
  const hits = await Promise.all(queries.map(async (row) => {
    const found = await search.find(row, { k: 3 });
    return found.filter((one) => store.items[one.row]!.category === store.items[row]!.category)
      .length;
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
    await search.find(query, { k: 4 }),
  );
});

Deno.test("find() says what it cannot search for", async () => {
  const unknown = search.find(query, { category: "spoon" });
  await assert.rejects(unknown, {
    name: "RangeError",
    message: /category must be one of .*"spoon"/,
  });
  const missing = search.find(join(root, "missing.jpg"));
  await assert.rejects(missing, {
    name: "RangeError",
    message: /there is no photo ".*missing\.jpg"/,
  });
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
