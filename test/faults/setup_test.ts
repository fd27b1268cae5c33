/** Set-up that is struck while it creates the environment, while pip installs and while g++ compiles. */

import assert from "node:assert/strict";
import { cp } from "node:fs/promises";
import { join } from "node:path";
import { firstDamaged } from "../../lib/cli/setup/manifest.ts";
import { PROJECT_ROOT } from "../../lib/io/paths.ts";
import { ADDON, type Strike, STRIKES, writeTools } from "./fake_tools.ts";
import { filesIn, some } from "./workspace.ts";

const windows = Deno.build.os === "windows";

/** A checkout whose set-up runs tools that can be struck. */
async function makeCheckout(root: string) {
  const project = join(root, "project");
  const venv = join(project, ".venv");
  const counter = join(root, "counter");
  await Deno.mkdir(project);
  for (const name of ["deno.json", "deno.lock", "lib"]) {
    await cp(join(PROJECT_ROOT, name), join(project, name), { recursive: true });
  }
  // The add-on is text here, which TensorFlow cannot load.
  const setup = join(project, "lib", "cli", "setup");
  await Deno.writeTextFile(join(setup, "try_tensorflow.ts"), "");
  await writeTools(join(root, "bin"));
  const addon = join("@tensorflow", "tfjs-node-gpu", "lib", "napi-v8", "tfjs_binding.node");
  return {
    venv,
    addon: join(project, "node_modules", addon),
    counter,
    /** Run set-up, which is struck at a step if there is one. */
    async run(step?: number, strike?: Strike): Promise<{ code: number; said: string }> {
      await Deno.writeTextFile(counter, "");
      await Deno.remove(`${counter}.struck`).catch(() => {});
      const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
        args: ["run", "-A", "--quiet", "--no-check", join(setup, "main.ts"), "tensorflow"],
        cwd: project,
        env: {
          PATH: `${join(root, "bin")}:${Deno.env.get("PATH")}`,
          JUPYTER_DATA_DIR: join(root, "jupyter"),
          FAULT_VENV: venv,
          FAULT_COUNTER: counter,
          FAULT_STEP: String(step ?? 0),
          FAULT_STRIKE: strike ?? "",
          CXX: "",
          NO_COLOR: "1",
        },
      }).output();
      const said = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes)).join("");
      return { code, said };
    },
    /** As before the first set-up, but for the npm packages. */
    async reset(): Promise<void> {
      await Deno.remove(venv, { recursive: true });
      await Deno.remove(this.addon).catch(() => {});
    },
  };
}

Deno.test({
  name: `set-up goes on by itself after a strike at any step of Python, pip and g++${
    windows ? " (not on Windows)" : ""
  }`,
  ignore: windows,
  fn: async () => {
    const root = await Deno.makeTempDir({ prefix: "lookalike setup #1, 100% it's " });
    try {
      const checkout = await makeCheckout(root);
      const whole = await checkout.run();
      assert.equal(whole.code, 0, whole.said);
      const expected = await filesIn(checkout.venv);
      const steps = (await Deno.stat(checkout.counter)).size;
      assert.ok(steps >= 18, `${steps} steps`);
      const strikes = some(20, 4);
      for (let i = 0; i < strikes; i++) {
        const step = 1 + Math.floor(i * steps / strikes);
        const strike = STRIKES[i % STRIKES.length]!;
        const where = `${strike} at step ${step} of ${steps}`;
        await checkout.reset();
        const struck = await checkout.run(step, strike);
        assert.notEqual(struck.code, 0, `${where}: ${struck.said}`);
        assert.doesNotMatch(struck.said, /Set-up is complete/, where);
        const next = await checkout.run();
        assert.equal(next.code, 0, `${where}: ${next.said}`);
        assert.match(next.said, /Set-up is complete \(/, where);
        assert.equal(await Deno.readTextFile(checkout.addon), ADDON, where);
        assert.deepEqual(await filesIn(checkout.venv), expected, where);
        const site = join(checkout.venv, "lib", "python3.11", "site-packages");
        assert.equal(await firstDamaged(site), undefined, where);
      }
    } finally {
      await Deno.remove(root, { recursive: true });
    }
  },
});
