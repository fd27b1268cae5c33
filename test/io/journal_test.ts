import assert from "node:assert/strict";
import { join } from "node:path";
import { Journal } from "../../lib/io/journal.ts";

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
