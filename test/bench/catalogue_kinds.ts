/** Kinds of index side by side, small enough to compare with every answer: `compareKinds`. */

import { join } from "node:path";
import { connect } from "@lancedb/lancedb";
import { Catalogue, INDEX_KINDS, type IndexKind } from "../../lib/search/catalogue/mod.ts";
import { FlatIndex } from "../../lib/search/flat_index.ts";
import { ClusteredVectors } from "./clustered.ts";

const DIM = 512;
const NEIGHBOURS = 5;
const QUERIES = 500;

/**
 * For each kind of index over `count` clustered vectors: its size, the time to build it, and recall
 * and P@5 (share of the neighbours that are of the query's category, the query itself left out) of
 * the index alone, as if no other vectors were kept, and measured again with those of the table.
 */
export async function* compareKinds(
  folder: string,
  count: number,
): AsyncGenerator<Record<string, unknown>> {
  const made = new ClusteredVectors(DIM, 200, 8);
  const vectors = made.rows(0, count);
  const items = Array.from({ length: count }, (_, i) => ({
    id: String(i),
    category: made.categoryOf(i),
  }));
  const ids = items.map(({ id }) => id);
  const queries = vectors.subarray(0, QUERIES * DIM);
  const exclude = ids.slice(0, QUERIES);
  const exact = await FlatIndex.build(vectors, DIM, ids).search(queries, NEIGHBOURS, {
    exclude: exclude.map(Number),
  });
  const precision = (found: readonly string[][]) =>
    share(found, (id, q) => items[Number(id)]!.category === items[q]!.category);
  const recall = (found: readonly string[][]) =>
    share(found, (id, q) => exact.ids[q]!.includes(id));
  yield { part: "kinds", kind: "none: float32 in memory", precisionAt5: precision(exact.ids) };

  const address = join(folder, "kinds");
  const about = { dim: DIM, dataset: "clustered", model: "seed 8" };
  const catalogue = await Catalogue.create(address, about);
  await catalogue.add(items, vectors);
  const table = await (await connect(address)).openTable("items");
  for (const kind of Object.keys(INDEX_KINDS) as IndexKind[]) {
    const start = performance.now();
    const { probes, bytes } = await catalogue.buildIndex({ kind, queries: 50 });
    const seconds = (performance.now() - start) / 1000;
    await table.checkoutLatest();
    const alone: string[][] = [];
    for (let q = 0; q < QUERIES; q++) {
      const query = table.query().nearestTo(queries.slice(q * DIM, (q + 1) * DIM))
        .select(["id", "_distance"]).limit(NEIGHBOURS + 1);
      const asked = kind === "int8" ? query.ef(40 * probes.all) : query.nprobes(probes.all);
      const found: { id: string }[] = await asked.toArray();
      alone.push(found.map(({ id }) => id).filter((id) => id !== ids[q]).slice(0, NEIGHBOURS));
    }
    const again = (await catalogue.search(queries, NEIGHBOURS, { exclude })).ids;
    yield {
      part: "kinds",
      kind,
      keeps: INDEX_KINDS[kind].keeps,
      items: count,
      indexMegabytes: Math.round(bytes / 1e4) / 100,
      buildAndMeasureSeconds: Math.round(seconds * 10) / 10,
      probes: probes.all,
      alone: { recallAt5: recall(alone), precisionAt5: precision(alone) },
      measuredAgain: { recallAt5: recall(again), precisionAt5: precision(again) },
    };
  }
  catalogue.close();
}

/** Share of what was found for which `is` holds, to four digits. */
function share(found: readonly string[][], is: (id: string, q: number) => boolean): number {
  const hits = found.flatMap((ids, q) => ids.filter((id) => is(id, q))).length;
  return Math.round(hits / (NEIGHBOURS * found.length) * 1e4) / 1e4;
}
