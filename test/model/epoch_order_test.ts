import assert from "node:assert/strict";
import type { Item } from "../../lib/dataset/store/image_store.ts";
import { epochOrder } from "../../lib/model/epoch_order.ts";

// Rows 1 to 9 are for training: six hats and three bags; row 0 is not.
const items = Array.from(
  { length: 10 },
  (_, row) => ({ category: row < 7 ? "Hats" : "Bags" }) as Item,
);
const store = { items, count: 10, rowsOf: () => Uint32Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9) };

Deno.test("epochOrder() shows each training photo once, in another order each epoch", () => {
  const { rows, keys } = epochOrder(store, { seed: 1, epoch: 1 });
  assert.deepEqual([...rows].sort(), [1, 2, 3, 4, 5, 6, 7, 8, 9]);
  assert.deepEqual(keys, rows);
  assert.deepEqual(epochOrder(store, { seed: 1, epoch: 1 }).rows, rows);
  assert.notDeepEqual(epochOrder(store, { seed: 1, epoch: 2 }).rows, rows);
});

Deno.test("epochOrder() balanced shows categories equally often, with a key for each draw", () => {
  const seen = new Set<number>();
  const counts = { Hats: 0, Bags: 0 };
  for (const epoch of [1, 2]) {
    const { rows, keys } = epochOrder(store, { seed: 1, epoch, balanced: true });
    assert.equal(rows.length, 9);
    for (const [i, row] of rows.entries()) {
      assert.ok(row >= 1 && row <= 9);
      assert.equal(keys[i]! % store.count, row);
      assert.ok(!seen.has(keys[i]!), "a draw has a key of its own");
      seen.add(keys[i]!);
      counts[items[row]!.category as "Hats"]++;
    }
  }
  assert.deepEqual(counts, { Hats: 9, Bags: 9 });
});
