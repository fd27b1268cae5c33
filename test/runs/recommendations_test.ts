import assert from "node:assert/strict";
import type { Item } from "../../lib/dataset/store/image_store.ts";
import { createRandom } from "../../lib/io/random.ts";
import { type RecommendOptions, recommendProducts } from "../../lib/runs/recommendations.ts";

/** Products on a line by their place, category and colour. */
const PRODUCTS = [
  [0, "bag", "red"],
  [1, "hat", "red"],
  [3, "bag", "blue"],
  [3.01, "bag", "blue"],
  [6, "hat", "blue"],
  [10, "bag", ""],
] as const;
const items = PRODUCTS.map(([at, category, colour]): Item => {
  const attributes: Record<string, string> = colour ? { colour } : {};
  return { id: `${at}`, file: `${at}`, category, split: "train", width: 1, height: 1, attributes };
});
const line = { dim: 1, vectors: Float32Array.from(PRODUCTS, ([at]) => at) };
const embedding = { ...line, name: "line", ids: items.map(({ id }) => id) };
const rowsOf = () => Uint32Array.from(items.keys());
const search = { store: { items, rowsOf }, embedding };
const parts = { shape: line, colour: line };

/** Neighbours of each product: "product: neighbour neighbour". */
async function lists(options: RecommendOptions): Promise<string[]> {
  const { recommendations } = await recommendProducts(search, parts, options);
  return [...Map.groupBy(recommendations, ({ product }) => product)]
    .map(([product, found]) => `${product}: ${found.map(({ row }) => row).join(" ")}`);
}

Deno.test("recommendProducts() finds the nearest others, and near duplicates once", async () => {
  // Nearest others are 1, 1, 0.01, 0.01, 2.99 and 4 away: median 2.99, so that 2 and 3 are near
  // duplicates. 2 stands for both, and neither is recommended for the other.
  assert.deepEqual(await lists({ k: 2 }), [
    "0: 1 2",
    "1: 0 2",
    "2: 1 0",
    "3: 1 4",
    "4: 2 5",
    "5: 4 2",
  ]);
  const all = await recommendProducts(search, parts, { k: 2 });
  assert.deepEqual(all.duplicates, [[2, 3]]);
  assert.deepEqual([all.products, all.covered], [6, 6]);
  const [, second] = all.recommendations;
  assert.deepEqual({ ...second, shape: 0, colour: 0 }, {
    ...{ product: 0, rank: 2, row: 2, distance: 3, probability: undefined },
    ...{ shape: 0, colour: 0, duplicates: [3] },
  });
  // Of the 15 pairs 8 are more than 3 apart (3.01, 5, 6, 6.99, 7, 6, 9, 10), 4,096 of them drawn.
  assert.ok(Math.abs(second!.shape - 8 / 15) < 0.03, String(second!.shape));
  assert.equal(second!.shape, second!.colour);
});

Deno.test("recommendProducts() keeps to a category, an attribute or what both have in common", async () => {
  assert.deepEqual(await lists({ k: 1, where: { category: "hat" } }), [
    ...["0: 1", "1: 4", "2: 1", "3: 1", "4: 1", "5: 4"],
  ]);
  // The last product has no colour, and so none in common.
  assert.deepEqual(await lists({ k: 9, same: ["colour"] }), [
    "0: 1",
    "1: 0",
    "2: 4",
    "3: 4",
    "4: 2",
  ]);
  assert.deepEqual(await lists({ k: 9, same: ["category"], where: { colour: "red" } }), [
    ...["2: 0", "3: 0", "4: 1", "5: 0"],
  ]);
});

Deno.test("recommendProducts() recommends nothing below the asked probability", async () => {
  // Right at 2 or nearer, half as often at 4, never at 6.
  const calibration = { distances: [2, 6], probabilities: [1, 0] };
  const found = await recommendProducts(search, parts, { k: 2, calibration, minProbability: 0.6 });
  const shown = found.recommendations.map(({ product, row, probability }) => {
    return `${product}: ${row} ${probability!.toFixed(4)}`;
  });
  assert.deepEqual(shown, [
    ...["0: 1 1.0000", "0: 2 0.7500", "1: 0 1.0000", "1: 2 1.0000", "2: 1 1.0000", "2: 0 0.7500"],
    ...["3: 1 0.9975", "3: 4 0.7525", "4: 2 0.7500"],
  ]);
  assert.deepEqual([found.products, found.covered], [6, 5]);
});

Deno.test("recommendProducts() lets neighbours differ, and leaves out what does not take part", async () => {
  // From 1: 0 (1 away) first, then of 2 (2 away, 3 from 0) and 4 (5 away, 6 from 0), at 0.9:
  // 0.2 - 2.7 = -2.5, 0.5 - 5.4 = -4.9, and 5 (9 away, 10 from 0): 0.9 - 9 = -8.1.
  assert.equal((await lists({ k: 2, diversity: 0.9 }))[1], "1: 0 5");
  assert.deepEqual(await lists({ k: 2, rows: Uint32Array.of(0, 3, 5) }), [
    "0: 3 5",
    "3: 0 5",
    "5: 3 0",
  ]);
  assert.deepEqual(await lists({ rows: Uint32Array.of(2) }), []);
});

Deno.test("recommendProducts() finds the same whether it searches all at once or within a filter", async () => {
  // 200 products of one category in a plane, and 12 copies of one of them: more than the margin.
  const random = createRandom(1);
  const places = Array.from({ length: 200 }, () => [random(), random()]);
  for (let copy = 0; copy < 12; copy++) places.push(places[7]!);
  const many = places.map((_, row): Item => ({ ...items[0]!, id: `${row}`, category: "all" }));
  const plane = { dim: 2, vectors: Float32Array.from(places.flat()) };
  const search = {
    store: { items: many, rowsOf },
    embedding: { ...plane, name: "plane", ids: many.map(({ id }) => id) },
  };
  const both = { shape: plane, colour: plane };
  for (const diversity of [0, 0.3]) {
    const options = { k: 4, diversity };
    const whole = await recommendProducts(search, both, options);
    const where = { category: "all" };
    assert.deepEqual(whole, await recommendProducts(search, both, { ...options, where }));
    assert.equal(whole.recommendations.length, 4 * 212);
    assert.ok(whole.duplicates.some((rows) => rows[0] === 7 && rows.length >= 13));
  }
});

Deno.test("recommendProducts() says what it cannot do", async () => {
  const cases: [RecommendOptions, RegExp][] = [
    [{ k: 0 }, /as k must be a whole number of 1 or more: current value is 0$/],
    [{ diversity: 2 }, /as diversity must be a number from 0 to 1: current value is 2$/],
    [
      { minProbability: NaN },
      /as minProbability must be a number from 0 to 1: current value is NaN$/,
    ],
    [
      { minProbability: 0.5 },
      /needs images that are held out for validation: current value is 0.5$/,
    ],
    [{ same: ["size"] }, /must have one of category, colour: current value is "size"$/],
    [{ where: { colour: "green" } }, /colour must be one of blue, red: current value is "green"$/],
  ];
  for (const [options, message] of cases) {
    await assert.rejects(recommendProducts(search, parts, options), {
      name: "RangeError",
      message,
    });
  }
});
