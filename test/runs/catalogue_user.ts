/**
 * A program that opens the catalogue of the run it is given as notebook A3 does, adds an item, removes
 * it, and ends. Its second argument is the model that the vectors are said to be of.
 */

import { readSettings } from "../../lib/runs/settings.ts";
import { openRunCatalogue } from "../../lib/runs/run_catalogue.ts";

const [run, weights] = Deno.args;
const ids = Array.from({ length: 300 }, (_, i) => `item-${i}`);
const items = ids.map((id) => {
  return {
    id,
    file: id,
    category: "Hats",
    split: "train",
    width: 1,
    height: 1,
    attributes: {},
  } as const;
});
const vectors = Float32Array.from({ length: 2 * ids.length }, (_, i) => i);
const content = { items, vectors, dim: 2, dataset: "photos", weights: weights!, encoder: "HOG" };
const { catalogue, reused } = await openRunCatalogue(readSettings({ run }, {}), content, () => {});
const before = await catalogue.size();
await catalogue.add([{ id: "arrival", category: "Hats" }], Float32Array.of(0.1, 0.9));
const [nearest] = (await catalogue.search(Float32Array.of(0.1, 0.9), 1)).ids[0]!;
await catalogue.delete(["arrival"]);
console.log(JSON.stringify({ reused, before, nearest, after: await catalogue.size() }));
catalogue.close();
