/** A look at everything that a catalogue's table holds: `verifyRows`. */

import type { Table } from "@lancedb/lancedb";
import { CatalogueError } from "./errors.ts";

/**
 * Read every row once and check its id and its vector.
 *
 * @throws {CatalogueError} if an id comes twice, a number is not finite, or rows are missing
 */
export async function verifyRows(table: Table, dim: number): Promise<void> {
  const seen = new Set<string>();
  for await (const batch of table.query().select(["id", "vector"])) {
    const ids = batch.getChild("id")!;
    const vectors: Float32Array = batch.getChild("vector")!.data[0]!.children[0]!.values;
    for (let i = 0; i < batch.numRows; i++) {
      const id: string = ids.get(i);
      if (seen.has(id)) throw damaged("ids must be unique", `"${id}" twice`);
      seen.add(id);
      for (let l = i * dim; l < (i + 1) * dim; l++) {
        if (!Number.isFinite(vectors[l])) {
          throw damaged(
            `vector of "${id}" must be finite`,
            `${vectors[l]} in column ${l - i * dim}`,
          );
        }
      }
    }
  }
  const count = await table.countRows();
  if (seen.size !== count) throw damaged(`${count} items must be readable`, String(seen.size));
}

function damaged(condition: string, value: string): CatalogueError {
  return new CatalogueError("verify catalogue", condition, value, "delete it and build it again");
}
