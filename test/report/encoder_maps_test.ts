import assert from "node:assert/strict";
import { describeMaps } from "../../lib/report/evaluation/encoder_maps.ts";
import { evaluate } from "../../lib/metrics/evaluate.ts";
import type { EncoderMaps } from "../../lib/runs/encoder_maps.ts";

const items = Array.from({ length: 12 }, (_, row) => ({
  category: row % 2 === 0 ? "a" : "b",
  attributes: {},
}));

/** Scores of vectors of one number. */
async function mapOf(
  name: string,
  valueOf: (row: number) => number,
): Promise<EncoderMaps["maps"][number]> {
  const vectors = Float32Array.from(items, (_, row) => valueOf(row));
  return { name, scores: await evaluate({ vectors, dim: 1, items, k: 2 }) };
}

Deno.test("describeMaps() compares the first map with the last", async () => {
  const apart = await mapOf("2 x 2 x 4", (row) => 100 * (row % 2) + row);
  // Neighbours are of the other category.
  const mixed = await mapOf("1 x 1 x 8", (row) => row);
  const queryGroups = items.map(() => undefined);
  const maps: EncoderMaps = { title: "Net", maps: [apart, mixed], queryGroups };
  const [{ rows }, verdict] = describeMaps(maps, { k: 2, seed: 1 });
  assert.deepEqual(rows.map(({ name }) => name), ["2 x 2 x 4", "1 x 1 x 8, the latent vector"]);
  assert.equal(rows[0]!.index, 1);
  assert.match(verdict!.source, /\*\*yes\.\*\* 2 x 2 x 4 minus 1 x 1 x 8/);
  assert.equal(describeMaps({ ...maps, maps: [mixed] }, { k: 2, seed: 1 }).length, 1);
});
