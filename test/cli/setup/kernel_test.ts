import assert from "node:assert/strict";
import { join } from "node:path";
import {
  installKernel,
  KERNEL,
  kernelSpec,
  userJupyterData,
} from "../../../lib/cli/setup/kernel.ts";
import { PROJECT_ROOT } from "../../../lib/io/paths.ts";

const specIn = async (data: string, name = KERNEL) =>
  JSON.parse(await Deno.readTextFile(join(data, "kernels", name, "kernel.json")));

Deno.test("installKernel() writes a spec that starts this Deno, and follows when it moves", async () => {
  const folder = await Deno.makeTempDir();
  const [data, user] = [join(folder, "data"), join(folder, "user")];
  // A kernel of another Deno, which stays as it is.
  const other = join(user, "kernels", "deno");
  await Deno.mkdir(other, { recursive: true });
  await Deno.writeTextFile(join(other, "kernel.json"), '{"argv": ["/another/deno"]}');
  for (const execPath of ["/one/deno", "/two/deno", "/two/deno"]) {
    assert.match(await installKernel({ data, user, execPath }), /^ready: "Lookalike \(Deno\)"/);
    for (const place of [data, user]) {
      const spec = await specIn(place);
      assert.deepEqual(spec.argv, [execPath, "jupyter", "--kernel", "--conn", "{connection_file}"]);
      assert.equal(spec.language, "typescript");
      assert.equal(spec.env.NODE_OPTIONS, "");
    }
  }
  assert.deepEqual(await specIn(user, "deno"), { argv: ["/another/deno"] });
  await Deno.remove(folder, { recursive: true });
});

Deno.test("installKernel() is ready without a folder of the user's that can be written", async () => {
  const folder = await Deno.makeTempDir();
  const user = join(folder, "file");
  await Deno.writeTextFile(user, "");
  assert.match(
    await installKernel({ data: join(folder, "data"), user }),
    /^ready: .*, in \.venv alone, so VS Code may not list it: .*file/,
  );
  await Deno.remove(folder, { recursive: true });
});

Deno.test("kernelSpec() names Deno's cache by an absolute path, as kernels work elsewhere", () => {
  assert.equal(kernelSpec("/deno", "cache").env.DENO_DIR, join(Deno.cwd(), "cache"));
  assert.equal("DENO_DIR" in kernelSpec("/deno").env, false);
});

Deno.test("userJupyterData() is the folder in which Jupyter looks", () => {
  const linux = { os: "linux", home: "/home/me" };
  assert.equal(userJupyterData({}, linux), "/home/me/.local/share/jupyter");
  assert.equal(userJupyterData({ XDG_DATA_HOME: "/x" }, linux), "/x/jupyter");
  assert.equal(userJupyterData({ JUPYTER_DATA_DIR: "/j" }, linux), "/j");
  assert.equal(userJupyterData({}, { os: "darwin", home: "/u/me" }), "/u/me/Library/Jupyter");
});

Deno.test("every notebook asks for the kernel that set-up registers, by name and by title", async () => {
  const title = kernelSpec("deno").display_name;
  const readme = await Deno.readTextFile(join(PROJECT_ROOT, "README.md"));
  assert.ok(readme.includes(`"${title}"`));
  for await (const { name } of Deno.readDir(join(PROJECT_ROOT, "notebooks"))) {
    if (!name.endsWith(".ipynb")) continue;
    const { metadata } = JSON.parse(
      await Deno.readTextFile(join(PROJECT_ROOT, "notebooks", name)),
    );
    const kernelspec = { display_name: title, language: "typescript", name: KERNEL };
    assert.deepEqual(metadata.kernelspec, kernelspec, name);
  }
});
