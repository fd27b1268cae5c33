/**
 * A vector index whose recall is known, or none: `buildVectorIndex`, `readVectorIndex`,
 * `tuneVectorIndex`, `dropVectorIndex`.
 */

import type { Table } from "@lancedb/lancedb";
import { INDEX_KINDS, type IndexKind } from "./index_kinds.ts";
import type { Lance } from "./lance.ts";
import type { Approximation } from "./nearest.ts";
import { type Recall, recallOf, type RecallOptions, sampleQueries, type Scope } from "./recall.ts";

/** How an index is built. */
export interface IndexOptions extends RecallOptions {
  /** What it keeps of a vector. @default "rabitq" */
  kind?: IndexKind;
  /** Least recall that is good enough, over all items and within categories. @default 0.98 */
  target?: number;
}

/** An index as it is searched. */
export interface CatalogueIndex {
  kind: IndexKind;
  /** Partitions that a query looks into; of `int8`, how many times more than it needs. */
  probes: Record<Scope, number>;
  /** As measured last. */
  recall: Recall;
  /** Least recall that it was built for. */
  target: number;
  /** Size of the index, beside the vectors themselves. */
  bytes: number;
  /** Items that it holds; those that came later are compared one by one. */
  items: number;
}

/** The column's metadata that says how the index is asked, and what that finds. */
const RECORD_KEY = "lookalike-index";
/** With fewer items, every one is compared in a moment. */
export const FEWEST_INDEXED = 256;

/** What of an index is tuned. */
type Tuned = Pick<CatalogueIndex, "kind" | "probes" | "target">;

/** What is kept of an index; `uuid` names the one it was measured on. */
interface Kept extends Pick<CatalogueIndex, "kind" | "probes" | "recall" | "target"> {
  uuid: string;
}

/**
 * Build an index, and find the fewest probes that reach the target on a sample of queries.
 *
 * @throws {RangeError} if there are too few items, the vectors do not fit the kind, or no number of
 *   probes reaches the target; there is then no index
 */
export async function buildVectorIndex(
  lance: Lance,
  table: Table,
  dim: number,
  { kind = "rabitq", target = 0.98, ...options }: IndexOptions,
): Promise<CatalogueIndex> {
  const size = await table.countRows();
  const { multiple, make } = INDEX_KINDS[kind];
  if (size < FEWEST_INDEXED) throw refused(`there must be at least ${FEWEST_INDEXED} items`, size);
  if (dim % multiple !== 0) throw refused(`dim must be a multiple of ${multiple}`, dim);
  if (!(target > 0 && target <= 1)) throw refused("target must be above 0, at most 1", target);
  await table.createIndex("category", { config: lance.lancedb.Index.bitmap() });
  await table.createIndex("id", { config: lance.lancedb.Index.btree() });
  const partitions = Math.round(Math.sqrt(size));
  await table.createIndex("vector", { config: make(lance, dim, partitions) });
  const untried = { kind, target, probes: { all: 1, category: 1 } };
  const { all, category } = await tuneVectorIndex(table, untried, options);
  const least = Math.min(all, category);
  if (least < target) {
    await dropVectorIndex(table);
    throw refused(`its recall must reach ${target}`, least);
  }
  return (await readVectorIndex(table))!;
}

/**
 * Measure `index`, which is the table's, with as many probes as it has and then more until it reaches
 * its target or looks everywhere, and keep what comes out.
 */
export async function tuneVectorIndex(
  table: Table,
  { kind, probes: { ...probes }, target }: Tuned,
  options: RecallOptions,
): Promise<Recall> {
  const samples = await sampleQueries(table, options);
  const most = 2 * Math.round(Math.sqrt(await table.countRows()));
  const recall = { k: options.k ?? 5, queries: samples.all.queries.length, all: 0, category: 0 };
  for (const scope of ["all", "category"] as const) {
    for (;; probes[scope] *= 2) {
      recall[scope] = await recallOf(table, samples[scope], approximation(kind, probes[scope]));
      if (recall[scope] >= target || probes[scope] >= most) break;
    }
  }
  await keep(table, { kind, probes, recall, target });
  return recall;
}

/** The table's index if its recall is known; an index that nobody measured is not searched. */
export async function readVectorIndex(table: Table): Promise<CatalogueIndex | undefined> {
  const index = await findIndex(table);
  const text = (await vectorField(table)).metadata.get(RECORD_KEY);
  if (!index || !text) return undefined;
  const { uuid, ...kept }: Kept = JSON.parse(text);
  if (uuid !== index.indexUuid) return undefined;
  return {
    ...kept,
    bytes: index.sizeBytes ?? 0,
    items: index.numIndexedRows ?? 0,
  };
}

/** Remove the vector index, if there is one. */
export async function dropVectorIndex(table: Table): Promise<void> {
  const index = await findIndex(table);
  if (index) await table.dropIndex(index.name);
}

/** How an index of `kind` is asked with `probes`. */
export function approximation(kind: IndexKind, probes: number): Approximation {
  const { refine } = INDEX_KINDS[kind];
  return (query, limit) => {
    const asked = kind === "int8" ? query.ef(limit * refine * probes) : query.nprobes(probes);
    return refine > 0 ? asked.refineFactor(refine) : asked;
  };
}

async function keep(table: Table, record: Omit<Kept, "uuid">): Promise<void> {
  const uuid = (await findIndex(table))?.indexUuid;
  const text = JSON.stringify({ ...record, uuid });
  await table.updateFieldMetadata([{ path: "vector", metadata: { [RECORD_KEY]: text } }]);
}

async function findIndex(table: Table) {
  return (await table.listIndices()).find(({ columns }) => columns.includes("vector"));
}

async function vectorField(table: Table) {
  return (await table.schema()).fields.find(({ name }) => name === "vector")!;
}

function refused(condition: string, value: unknown): RangeError {
  return new RangeError(`Cannot build index as ${condition}: current value is ${value}`);
}
