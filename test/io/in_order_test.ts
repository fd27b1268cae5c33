import assert from "node:assert/strict";
import { mapInOrder } from "../../lib/io/in_order.ts";

async function collect<T>(values: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const value of values) all.push(value);
  return all;
}

Deno.test("mapInOrder() gives results in order, whichever is ready first", async () => {
  const gates = [0, 1, 2].map(() => Promise.withResolvers<string>());
  const results = collect(mapInOrder([0, 1, 2], 3, (i) => gates[i]!.promise));
  for (const i of [2, 0, 1]) gates[i]!.resolve(`result ${i}`);
  assert.deepEqual(await results, ["result 0", "result 1", "result 2"]);
});

async function* slowly(count: number, onEnd = () => {}): AsyncGenerator<number> {
  try {
    for (let i = 0; i < count; i++) {
      await Promise.resolve();
      yield i;
    }
  } finally {
    onEnd();
  }
}

Deno.test("mapInOrder() keeps the given number under way", async () => {
  for (const items of [Array(20).keys(), slowly(20)]) {
    let running = 0;
    let most = 0;
    const work = async (i: number) => {
      most = Math.max(most, ++running);
      await new Promise((resolve) => setTimeout(resolve, 1));
      running--;
      return i;
    };
    assert.deepEqual(await collect(mapInOrder(items, 4, work)), [...Array(20).keys()]);
    assert.equal(most, 4);
  }
});

Deno.test("mapInOrder() begins no more once the caller has left", async () => {
  const begun: number[] = [];
  for await (const value of mapInOrder(Array(9).keys(), 2, (i) => Promise.resolve(begun.push(i)))) {
    if (value === 1) break;
  }
  assert.deepEqual(begun, [0, 1]);
  let closed = false;
  for await (const _ of mapInOrder(slowly(9, () => closed = true), 2, (i) => Promise.resolve(i))) {
    break;
  }
  assert.ok(closed, "its source is not closed");
});

Deno.test("mapInOrder() throws an error where its turn comes", async () => {
  const seen: number[] = [];
  const work = (i: number) => i === 1 ? Promise.reject(new Error("second")) : Promise.resolve(i);
  await assert.rejects(async () => {
    for await (const value of mapInOrder([0, 1, 2], 3, work)) seen.push(value);
  }, /second/);
  assert.deepEqual(seen, [0]);
});

Deno.test("mapInOrder() of nothing gives nothing", async () => {
  assert.deepEqual(await collect(mapInOrder([], 2, () => Promise.resolve(1))), []);
});

Deno.test("mapInOrder() asks how many may be under way each time", async () => {
  let [most, underWay] = [5, 0];
  const seen: number[] = [];
  const work = async (i: number) => {
    seen.push(++underWay);
    await new Promise((resolve) => setTimeout(resolve, 1));
    if (i === 9) most = 2;
    underWay--;
    return i;
  };
  const results = await collect(mapInOrder(Array(20).keys(), () => most, work));
  assert.deepEqual(results, [...Array(20).keys()]);
  assert.equal(Math.max(...seen), 5);
  assert.ok(Math.max(...seen.slice(-5)) <= 2, `${seen}`);
});
