import assert from "node:assert/strict";
import { join } from "node:path";
import { exists, PROJECT_ROOT } from "../../../lib/io/paths.ts";
import { sitePackages, venvPython } from "../../../lib/cli/setup/paths.ts";
import { venvVersion } from "../../../lib/cli/setup/python.ts";

Deno.test("PROJECT_ROOT is the folder of deno.json", async () => {
  assert.equal(await exists(join(PROJECT_ROOT, "deno.json")), true);
});

Deno.test("exists() takes a link that leads nowhere for missing", async () => {
  const folder = await Deno.makeTempDir();
  await Deno.symlink(join(folder, "gone"), join(folder, "link"));
  assert.equal(await exists(join(folder, "link")), false);
  assert.equal(await exists(folder), true);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("sitePackages() and venvVersion() read an environment's layout", async () => {
  const venv = await Deno.makeTempDir();
  assert.equal(await venvVersion(venv), undefined);
  const python = venvPython(venv);
  await Deno.mkdir(join(python, ".."), { recursive: true });
  await Deno.writeTextFile(python, "");
  assert.equal(await venvVersion(venv), undefined);
  await Deno.writeTextFile(join(venv, "pyvenv.cfg"), "home = /usr/bin\nversion = 3.12.4\n");
  assert.equal(await venvVersion(venv), "3.12.4");
  if (Deno.build.os !== "windows") {
    assert.equal(await sitePackages(venv), undefined);
    await Deno.mkdir(join(venv, "lib", "python3.12", "site-packages"), { recursive: true });
    assert.equal(await sitePackages(venv), join(venv, "lib", "python3.12", "site-packages"));
  }
  await Deno.remove(venv, { recursive: true });
});
