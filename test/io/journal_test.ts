import assert from "node:assert/strict";
import { join } from "node:path";
import { Journal } from "../../lib/io/journal.ts";

const HEADER = "weights and photos";
// Of 24, 24 and 12 bytes.
const RECORDS = [[0, 24], [24, 48], [48, 60]].map(([first, end]) =>
  Uint8Array.from({ length: end! - first! }, (_, i) => first! + i)
);
/** 32 bytes of header, 8 + 24 a record, 8 + 12 for the last. */
const ENDS = [32, 64, 96, 116];

async function written(count: number): Promise<string> {
  const path = join(await Deno.makeTempDir(), "work.partial");
  using journal = await Journal.open(path, HEADER);
  assert.equal(journal.records.length, 0);
  for (const record of RECORDS.slice(0, count)) await journal.add(record);
  return path;
}

async function keptIn(path: string, header = HEADER): Promise<readonly Uint8Array[]> {
  using journal = await Journal.open(path, header);
  return journal.records;
}

Deno.test("Journal keeps records for the next program", async () => {
  const path = await written(1);
  assert.deepEqual(await keptIn(path), RECORDS.slice(0, 1));
  {
    using journal = await Journal.open(path, HEADER);
    for (const record of RECORDS.slice(1)) await journal.add(record);
  }
  assert.equal((await Deno.stat(path)).size, ENDS[3]);
  assert.deepEqual(await keptIn(path), RECORDS);
});

Deno.test("Journal drops what is not whole, wherever it was cut", async () => {
  for (let size = 0; size < ENDS[3]!; size++) {
    const path = await written(3);
    await Deno.truncate(path, size);
    const whole = size < ENDS[0]! ? 0 : ENDS.findLastIndex((end) => end <= size);
    assert.equal((await keptIn(path)).length, whole, `cut at ${size}`);
    // What is added next follows what is whole.
    {
      using journal = await Journal.open(path, HEADER);
      for (const record of RECORDS.slice(whole)) await journal.add(record);
    }
    assert.deepEqual(await keptIn(path), RECORDS);
  }
});

Deno.test("Journal takes no record after a changed byte, and none of other work", async () => {
  // A length, a checksum, and bytes of each record.
  for (const [at, records] of [[32, 0], [36, 0], [63, 0], [66, 1], [95, 1], [110, 2]] as const) {
    const path = await written(3);
    const bytes = await Deno.readFile(path);
    bytes[at]! ^= 1;
    await Deno.writeFile(path, bytes);
    assert.equal((await keptIn(path)).length, records, `byte ${at}`);
  }
  const path = await written(3);
  assert.deepEqual(await keptIn(path, "others"), []);
  // The other work was begun anew.
  assert.equal((await Deno.stat(path)).size, 32);
});

Deno.test("Journal takes records of any length, and drops those after the ones it is to keep", async () => {
  const path = join(await Deno.makeTempDir(), "work.partial");
  const records = [[1], [2, 3, 4], [5, 6]].map((bytes) => Uint8Array.from(bytes));
  {
    using journal = await Journal.open(path, "work");
    for (const record of records) await journal.add(record);
  }
  {
    using journal = await Journal.open(path, "work");
    assert.deepEqual(journal.records, records);
    await journal.keep(1);
    await journal.add(Uint8Array.of(9));
  }
  using journal = await Journal.open(path, "work");
  assert.deepEqual(journal.records, [Uint8Array.of(1), Uint8Array.of(9)]);
});

Deno.test("Journal does not take zeros at its end for records", async () => {
  const path = join(await Deno.makeTempDir(), "work.partial");
  {
    using journal = await Journal.open(path, "work");
    await journal.add(Uint8Array.of(1));
  }
  const bytes = await Deno.readFile(path);
  await Deno.writeFile(path, Uint8Array.from([...bytes, ...new Uint8Array(100)]));
  using journal = await Journal.open(path, "work");
  assert.deepEqual(journal.records, [Uint8Array.of(1)]);
  assert.equal((await Deno.stat(path)).size, bytes.length);
});
