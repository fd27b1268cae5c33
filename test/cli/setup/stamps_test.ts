import assert from "node:assert/strict";
import { join } from "node:path";
import { Stamps } from "../../../lib/cli/setup/stamps.ts";

Deno.test("Stamps keep what was set, also for the next set-up", async () => {
  const folder = await Deno.makeTempDir();
  const stamps = await Stamps.open(join(folder, "not-there-yet"));
  assert.equal(stamps.get("jupyter"), undefined);
  await stamps.set("jupyter", "4.6.4");
  await stamps.set("tensorflow", "2.21.0");
  await stamps.set("tensorflow", undefined);
  const again = await Stamps.open(join(folder, "not-there-yet"));
  assert.equal(again.get("jupyter"), "4.6.4");
  assert.equal(again.get("tensorflow"), undefined);
  await Deno.remove(folder, { recursive: true });
});

for (const damaged of ["", "{", "null", "[1]", '{"jupyter": 4}']) {
  Deno.test(`Stamps count a damaged file as an empty one: ${JSON.stringify(damaged)}`, async () => {
    const folder = await Deno.makeTempDir();
    await Deno.writeTextFile(join(folder, "setup.json"), damaged);
    assert.equal((await Stamps.open(folder)).get("jupyter"), undefined);
    await Deno.remove(folder, { recursive: true });
  });
}
