import assert from "node:assert/strict";
import { perturbedCopies } from "../../lib/dataset/augment.ts";

const VALUES = 128 * 128 * 3;

/** A store whose image of row r is a ramp that begins at r. */
const store = {
  readImages: (rows: ArrayLike<number>) =>
    Promise.resolve(
      Uint8Array.from(
        { length: rows.length * VALUES },
        (_, i) => (rows[Math.floor(i / VALUES)]! + Math.floor(i / 3) % 128) % 256,
      ),
    ),
};

Deno.test("perturbedCopies() changes a photo in one way for each seed, whatever it is read with", async () => {
  const copies = perturbedCopies(store, 5);
  const together = await copies.readImages([3, 8]);
  const alone = await copies.readImages([8]);
  assert.deepEqual(together.subarray(VALUES), alone);
  assert.notDeepEqual(alone, await store.readImages([8]));
  assert.notDeepEqual(alone, await perturbedCopies(store, 6).readImages([8]));
});
