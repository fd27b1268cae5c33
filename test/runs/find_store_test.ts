import assert from "node:assert/strict";
import { join } from "node:path";
import { findStore } from "../../lib/runs/find_store.ts";

Deno.test("findStore() finds nothing where nothing was prepared", async () => {
  const datasets = await Deno.makeTempDir();
  await Deno.mkdir(join(datasets, "being-prepared"));
  assert.equal(await findStore("ab", datasets), undefined);
  assert.equal(await findStore("ab", join(datasets, "missing")), undefined);
  await Deno.remove(datasets, { recursive: true });
});
