/** README's first command, where nobody can answer a question; `readme_test.ts` has how README writes it. */

import assert from "node:assert/strict";
import { join } from "node:path";
import { KERNEL } from "../lib/cli/setup/kernel.ts";
import { JUPYTER_DATA } from "../lib/cli/setup/paths.ts";
import { PROJECT_ROOT } from "../lib/io/paths.ts";
import { taskCommand } from "../lib/io/task_command.ts";

Deno.test("README's first command sets up without a terminal, from an empty npm cache", async () => {
  const npmCache = await Deno.makeTempDir();
  // Set-up registers the Deno it runs under, and this one is removed below.
  const kernel = join(JUPYTER_DATA, "kernels", KERNEL, "kernel.json");
  const before = await Deno.readTextFile(kernel).catch(() => undefined);
  try {
    const { code, stdout, stderr } = await new Deno.Command("sh", {
      args: ["-c", taskCommand("notebooks")],
      cwd: PROJECT_ROOT,
      stdin: "null",
      // An unknown profile ends the command once set-up is done, before any notebook runs.
      env: {
        npm_config_cache: npmCache,
        JUPYTER_DATA_DIR: npmCache,
        PROFILE: "none",
        NO_COLOR: "1",
      },
    }).output();
    const said = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes)).join("\n");
    assert.match(said, /^npm packages +ready/m);
    assert.match(said, /^Set-up is complete/m);
    assert.match(said, /PROFILE must be one of/);
    assert.equal(code, 1);
  } finally {
    if (before === undefined) await Deno.remove(kernel).catch(() => {});
    else await Deno.writeTextFile(kernel, before);
    await Deno.remove(npmCache, { recursive: true });
  }
});
