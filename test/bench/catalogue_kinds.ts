/**
 * Kinds of index side by side, on few enough vectors to compare with every answer: `compareKinds`;
 * `madeInput` and `exportedInput` are what it takes.
 */

import { connect } from "@lancedb/lancedb";
import { Buffer } from "node:buffer";
import pl from "nodejs-polars";
import { Catalogue, INDEX_KINDS, type IndexKind } from "../../lib/search/catalogue/mod.ts";
import { FlatIndex } from "../../lib/search/flat_index.ts";
import { ClusteredVectors } from "./clustered.ts";

const NEIGHBOURS = 5;
/** At most so many queries. */
const QUERIES = 500;

/** Vectors to index, float32 `[categories.length, dim]`, and what they show. */
export interface KindsInput {
  vectors: Float32Array;
  dim: number;
  categories: string[];
}

/** Clustered vectors of 512 numbers. */
export function madeInput(count: number): KindsInput {
  const dim = 512;
  const made = new ClusteredVectors(dim, 200, 8);
  const categories = Array.from({ length: count }, (_, i) => made.categoryOf(i));
  return { vectors: made.rows(0, count), dim, categories };
}

/** The vectors of a run, from the Parquet file that `deno task export` wrote. */
export async function exportedInput(path: string): Promise<KindsInput> {
  const frame = pl.readParquet(Buffer.from(await Deno.readFile(path))).select("category", "vector");
  const rows = frame.toRecords() as unknown as { category: string; vector: number[] }[];
  const dim = rows[0]!.vector.length;
  const vectors = new Float32Array(rows.length * dim);
  rows.forEach(({ vector }, i) => vectors.set(vector, i * dim));
  return { vectors, dim, categories: rows.map(({ category }) => category) };
}

/**
 * For each kind of index: its size, the time to build it, and recall and P@5 (share of the neighbours
 * that are of the query's category, the query itself left out) of the index alone, as if no other
 * vectors were kept, and measured again with those of the table.
 */
export async function* compareKinds(
  folder: string,
  { vectors, dim, categories }: KindsInput,
): AsyncGenerator<Record<string, unknown>> {
  const items = categories.map((category, i) => ({ id: String(i), category }));
  const asked = Math.min(QUERIES, items.length);
  const ids = items.map(({ id }) => id);
  const queries = vectors.subarray(0, asked * dim);
  const exclude = ids.slice(0, asked);
  const exact = await FlatIndex.build(vectors, dim, ids).search(queries, NEIGHBOURS, {
    exclude: exclude.map(Number),
  });
  const precision = (found: readonly string[][]) =>
    share(found, (id, q) => items[Number(id)]!.category === items[q]!.category);
  const recall = (found: readonly string[][]) =>
    share(found, (id, q) => exact.ids[q]!.includes(id));
  yield { part: "kinds", kind: "none: float32 in memory", precisionAt5: precision(exact.ids) };

  const address = await Deno.makeTempDir({ dir: folder });
  const about = { dim, dataset: "bench", model: "bench", encoder: "bench" };
  const catalogue = await Catalogue.create(address, about);
  await catalogue.add(items, vectors);
  const table = await (await connect(address)).openTable("items");
  for (const kind of Object.keys(INDEX_KINDS) as IndexKind[]) {
    const start = performance.now();
    const { probes, bytes } = await catalogue.buildIndex({ kind, queries: 50 });
    const seconds = (performance.now() - start) / 1000;
    await table.checkoutLatest();
    const alone: string[][] = [];
    for (let q = 0; q < asked; q++) {
      const query = table.query().nearestTo(queries.slice(q * dim, (q + 1) * dim))
        .select(["id", "_distance"]).limit(NEIGHBOURS + 1);
      const some = kind === "int8" ? query.ef(40 * probes.all) : query.nprobes(probes.all);
      const found: { id: string }[] = await some.toArray();
      alone.push(found.map(({ id }) => id).filter((id) => id !== ids[q]).slice(0, NEIGHBOURS));
    }
    const again = (await catalogue.search(queries, NEIGHBOURS, { exclude })).ids;
    yield {
      part: "kinds",
      kind,
      keeps: INDEX_KINDS[kind].keeps,
      items: items.length,
      float32Megabytes: Math.round(vectors.byteLength / 1e4) / 100,
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
