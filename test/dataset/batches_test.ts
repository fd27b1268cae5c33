import assert from "node:assert/strict";
import { type Batch, batches } from "../../lib/dataset/batches.ts";

/** A store whose image of row r is the one byte r; `asked` lists what was read. */
function fakeStore() {
  const asked: number[][] = [];
  const readImages = (rows: ArrayLike<number>) => {
    asked.push(Array.from(rows));
    return Promise.resolve(Uint8Array.from(rows));
  };
  return { asked, readImages };
}

async function collect(reader: AsyncIterable<Batch>): Promise<number[][]> {
  const all: number[][] = [];
  for await (const { rows, images } of reader) {
    assert.deepEqual([...images], [...rows]);
    all.push([...rows]);
  }
  return all;
}

Deno.test("batches() gives every row once, in order, the last batch with what is left", async () => {
  const store = fakeStore();
  const found = await collect(batches(store, [5, 3, 9, 3, 0], { batchSize: 2 }));
  assert.deepEqual(found, [[5, 3], [9, 3], [0]]);
  assert.deepEqual(store.asked, found);
});

Deno.test("batches() takes no rows, and fewer than a batch", async () => {
  assert.deepEqual(await collect(batches(fakeStore(), [], { batchSize: 4 })), []);
  assert.deepEqual(await collect(batches(fakeStore(), [1], { batchSize: 4 })), [[1]]);
});

Deno.test("batches() reads ahead by two batches", async () => {
  const store = fakeStore();
  const reader = batches(store, [0, 1, 2, 3, 4, 5, 6], { batchSize: 1 });
  await reader.next();
  assert.equal(store.asked.length, 3);
  await reader.next();
  assert.equal(store.asked.length, 4);
  await reader.return();
});

Deno.test("batches() keeps its own copy of the rows", async () => {
  const rows = [1, 2, 3];
  const reader = batches(fakeStore(), rows, { batchSize: 1 });
  rows.fill(7);
  assert.deepEqual(await collect(reader), [[1], [2], [3]]);
});

Deno.test("batches() throws what reading throws", async () => {
  const readImages = () => Promise.reject(new RangeError("no such row"));
  const reader = batches({ readImages }, [1, 2, 3], { batchSize: 1 });
  await assert.rejects(collect(reader), /no such row/);
});

Deno.test("batches() refuses sizes and rows that are not whole numbers", () => {
  for (const batchSize of [0, -1, 1.5, NaN]) {
    assert.throws(
      () => batches(fakeStore(), [1], { batchSize }),
      /batchSize must be a whole number/,
    );
  }
  for (const row of [-1, 0.5, NaN]) {
    assert.throws(() => batches(fakeStore(), [row], { batchSize: 1 }), {
      name: "RangeError",
      message:
        `Cannot read batches as a row must be a whole number, 0 or more: current value is ${row}`,
    });
  }
});
