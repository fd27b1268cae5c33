import assert from "node:assert/strict";
import { setTimeout as delay } from "node:timers/promises";
import type { WebgpuBackend } from "../../lib/backend/webgpu/dispatch.ts";
import { gatherReads, readsAtOnce } from "../../lib/backend/webgpu/reads.ts";

/** A backend each of whose reads takes `milliseconds`, and those that have begun; one may fail. */
function deviceOf(milliseconds: number, values: Float32Array | null = null, failing?: number) {
  const begun: object[] = [];
  const backend = {
    tensorMap: { get: () => ({ values }) },
    commandQueueOwnedIds: new WeakSet(),
    dispatchCountInPass: 0,
    read: async (dataId: object) => {
      const number = begun.push(dataId);
      await delay(milliseconds);
      if (number === failing) throw new Error("a lost device");
      return [begun.length];
    },
  } as unknown as WebgpuBackend;
  gatherReads(backend);
  return { backend, begun };
}

Deno.test("a result of a fast device is read with others as long as more is queued", async () => {
  const { backend, begun } = deviceOf(10);
  assert.equal(readsAtOnce(backend), 1);
  backend.dispatchCountInPass++;
  await backend.read({});
  const together = readsAtOnce(backend) - 1;
  assert.ok(together > 1 && together <= 15, `${together}`);
  const reads: Promise<unknown>[] = [];
  for (let i = 0; i < together; i++) {
    assert.equal(begun.length, 1);
    backend.dispatchCountInPass++;
    reads.push(backend.read({}));
    await delay(0);
  }
  assert.equal(begun.length, 1 + together);
  await Promise.all(reads);
});

Deno.test("a result of a fast device is read once nothing more is queued", async () => {
  const { backend, begun } = deviceOf(10);
  backend.dispatchCountInPass++;
  await backend.read({});
  assert.ok(readsAtOnce(backend) > 2);
  backend.dispatchCountInPass++;
  await Promise.all([backend.read({}), backend.read({})]);
  assert.equal(begun.length, 3);
});

Deno.test("a read that fails leaves the others of its group be", async () => {
  const { backend, begun } = deviceOf(10, null, 2);
  backend.dispatchCountInPass++;
  await backend.read({});
  const ends = await Promise.allSettled([backend.read({}), backend.read({}), backend.read({})]);
  assert.deepEqual(ends.map(({ status }) => status), ["rejected", "fulfilled", "fulfilled"]);
  assert.equal(begun.length, 4);
});

Deno.test("weights that are read off a slow device at rest do not make it a fast one", async () => {
  const { backend } = deviceOf(150);
  backend.dispatchCountInPass++;
  await backend.read({});
  await Promise.all(Array.from({ length: 40 }, () => backend.read({})));
  assert.equal(readsAtOnce(backend), 1);
});

Deno.test("a result of a slow device is read at once", async () => {
  const { backend, begun } = deviceOf(150);
  backend.dispatchCountInPass++;
  await backend.read({});
  assert.equal(readsAtOnce(backend), 1);
  const read = backend.read({});
  await Promise.resolve().then(() => Promise.resolve());
  assert.equal(begun.length, 2);
  await read;
});

Deno.test("numbers that never were on the device are read at once", async () => {
  const { backend, begun } = deviceOf(10, new Float32Array(1));
  await backend.read({});
  const read = backend.read({});
  assert.equal(begun.length, 2);
  await read;
});
