import assert from "node:assert/strict";
import { join } from "node:path";
import { VectorJournal } from "../../lib/io/vector_journal.ts";

// Five vectors of three values in batches of two: 2, 2, 1.
const options = { key: "weights and photos", dim: 3, count: 5, batch: 2 };
const BATCHES = [[0, 1, 2, 3, 4, 5], [6, 7, 8, 9, 10, 11], [12, 13, 14]].map((values) =>
  Float32Array.from(values)
);
/** 32 bytes of header, 8 + 24 a batch, 8 + 12 for the last. */
const ENDS = [32, 64, 96, 116];

async function written(batches: number): Promise<string> {
  const path = join(await Deno.makeTempDir(), "vectors.partial");
  using journal = await VectorJournal.open(path, options);
  assert.equal(journal.kept.length, 0);
  for (const batch of BATCHES.slice(0, batches)) await journal.add(batch);
  return path;
}

async function keptIn(path: string, changes: Partial<typeof options> = {}): Promise<number[]> {
  using journal = await VectorJournal.open(path, { ...options, ...changes });
  return Array.from(journal.kept);
}

Deno.test("VectorJournal keeps batches for the next program", async () => {
  const path = await written(1);
  assert.deepEqual(await keptIn(path), [0, 1, 2, 3, 4, 5]);
  {
    using journal = await VectorJournal.open(path, options);
    for (const batch of BATCHES.slice(1)) await journal.add(batch);
  }
  assert.equal((await Deno.stat(path)).size, ENDS[3]);
  assert.deepEqual(await keptIn(path), Array.from({ length: 15 }, (_, i) => i));
});

Deno.test("VectorJournal drops what is not whole, wherever it was cut", async () => {
  for (let size = 0; size < ENDS[3]!; size++) {
    const path = await written(3);
    await Deno.truncate(path, size);
    const whole = size < ENDS[0]! ? 0 : ENDS.findLastIndex((end) => end <= size);
    assert.equal((await keptIn(path)).length, 6 * whole, `cut at ${size}`);
    // What is added next follows what is whole.
    {
      using journal = await VectorJournal.open(path, options);
      for (const batch of BATCHES.slice(whole)) await journal.add(batch);
    }
    assert.deepEqual(await keptIn(path), Array.from({ length: 15 }, (_, i) => i));
  }
});

Deno.test("VectorJournal takes no batch after a changed byte, and none of other vectors", async () => {
  // A length, a checksum, and values of each batch.
  for (const [at, batches] of [[32, 0], [36, 0], [63, 0], [66, 1], [95, 1], [110, 2]] as const) {
    const path = await written(3);
    const bytes = await Deno.readFile(path);
    bytes[at]! ^= 1;
    await Deno.writeFile(path, bytes);
    assert.equal((await keptIn(path)).length, 6 * batches, `byte ${at}`);
  }
  for (const changes of [{ key: "others" }, { dim: 4 }, { count: 6 }, { batch: 3 }]) {
    const path = await written(3);
    assert.deepEqual(await keptIn(path, changes), []);
    // The others were begun anew.
    assert.equal((await Deno.stat(path)).size, 32);
  }
});
