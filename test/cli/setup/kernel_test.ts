import assert from "node:assert/strict";
import { join } from "node:path";
import { installKernel } from "../../../lib/cli/setup/kernel.ts";
import { Stamps } from "../../../lib/cli/setup/stamps.ts";

Deno.test("installKernel() writes a spec that starts this Deno, and follows when it moves", async () => {
  const data = await Deno.makeTempDir();
  const stamps = await Stamps.open(data);
  // Set, so that the test leaves the user's own folder alone.
  await stamps.set("user kernel", "there");
  const path = join(data, "kernels", "deno", "kernel.json");
  for (const execPath of ["/one/deno", "/two/deno", "/two/deno"]) {
    await installKernel(stamps, { data, execPath });
    const spec = JSON.parse(await Deno.readTextFile(path));
    assert.deepEqual(spec.argv, [execPath, "jupyter", "--kernel", "--conn", "{connection_file}"]);
    assert.equal(spec.language, "typescript");
  }
  await Deno.remove(data, { recursive: true });
});
