import assert from "node:assert/strict";
import { join } from "node:path";
import { runDirectory } from "../../lib/runs/directories.ts";
import { readSettings } from "../../lib/runs/settings.ts";

const USER = join(import.meta.dirname!, "catalogue_user.ts");

Deno.test("openRunCatalogue() lets processes that use a run's catalogue take turns", async () => {
  const run = `test-turns-${Deno.pid}`;
  const use = async (weights: string) => {
    const args = ["run", "-A", "--no-check", USER, run, weights];
    const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), { args }).output();
    assert.equal(code, 0, new TextDecoder().decode(stderr));
    return JSON.parse(new TextDecoder().decode(stdout));
  };
  try {
    for (let round = 0; round < 3; round++) {
      // Of the same vectors, and of others, for which the catalogue is built anew.
      const found = await Promise.all([use("a"), use("a"), use(`b${round}`)]);
      for (const { before, nearest, after } of found) {
        assert.deepEqual({ before, nearest, after }, {
          before: 300,
          nearest: "arrival",
          after: 300,
        });
      }
    }
  } finally {
    await Deno.remove(runDirectory(readSettings({ run }, {})), { recursive: true });
  }
});
