/** Real pip in an environment of set-up's, where the user's settings lead elsewhere. */

import assert from "node:assert/strict";
import { join } from "node:path";
import { sha256 } from "../../../lib/io/bytes.ts";
import { exists, PROJECT_ROOT } from "../../../lib/io/paths.ts";

const [LINUX, CLI] = [Deno.build.os === "linux", join(PROJECT_ROOT, "lib", "cli", "setup")];

/** Writes a wheel: the package tiny 1.0, one module. */
const WHEEL = `
import sys, zipfile
with zipfile.ZipFile(sys.argv[1], "w") as wheel:
    wheel.writestr("tiny.py", "ONE = 1\\n")
    wheel.writestr("tiny-1.0.dist-info/METADATA", "Metadata-Version: 2.1\\nName: tiny\\nVersion: 1.0\\n")
    wheel.writestr("tiny-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
    wheel.writestr("tiny-1.0.dist-info/RECORD", "tiny.py,,8\\ntiny-1.0.dist-info/RECORD,,\\n")
`;

/** Run a program of set-up's functions with `env`; what it printed. */
async function run(program: string, env: Record<string, string>): Promise<string> {
  const imports = ["pip", "python", "report"].map((name) =>
    `import * as ${name} from ${JSON.stringify(join(CLI, `${name}.ts`))};\n`
  ).join("");
  const file = await Deno.makeTempFile({ suffix: ".ts" });
  await Deno.writeTextFile(file, imports + program);
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--quiet", "--no-check", file],
    env: { NO_COLOR: "1", ...env },
  }).output();
  await Deno.remove(file);
  assert.equal(code, 0, new TextDecoder().decode(stderr));
  return new TextDecoder().decode(stdout).trim();
}

Deno.test({
  name: `pip installs into .venv, by hash, whatever the user's settings say${
    LINUX ? "" : " (on Linux)"
  }`,
  ignore: !LINUX,
  fn: async () => {
    const folder = await Deno.makeTempDir();
    const [venv, links] = [join(folder, "venv"), join(folder, "links")];
    try {
      await Deno.mkdir(links);
      const wheel = join(links, "tiny-1.0-py3-none-any.whl");
      const made = await new Deno.Command("python3", { args: ["-I", "-c", WHEEL, wheel] }).output();
      assert.ok(made.success);
      // A module in the way of Python's own, and settings that lead to the user's packages.
      const modules = join(folder, "modules");
      await Deno.mkdir(modules);
      await Deno.writeTextFile(join(modules, "json.py"), "raise SystemExit('the wrong json')");
      const config = join(folder, "pip.conf");
      await Deno.writeTextFile(
        config,
        `[install]\nuser = true\nno-binary = :all:\n[global]\nquiet = 2\n`,
      );
      const env = {
        PIP_CONFIG_FILE: config,
        PIP_FIND_LINKS: links,
        PIP_NO_INDEX: "1",
        PIP_USER: "1",
        PIP_TARGET: join(folder, "elsewhere"),
        PYTHONPATH: modules,
        PYTHONHOME: folder,
      };
      const lock = join(folder, "tiny.lock");
      const install = async (hash: string) => {
        await Deno.writeTextFile(lock, `tiny==1.0 --hash=sha256:${hash}\n`);
        return await run(
          `const venv = ${JSON.stringify(venv)};
          if (!await python.venvVersion(venv)) await python.createVenv(() => {}, venv);
          const lock = ["--require-hashes", "--no-deps", "--requirement", ${JSON.stringify(lock)}];
          await pip.pipInstall(lock, venv).catch((error) => console.log(error.message));`,
          env,
        );
      };
      assert.match(await install("0".repeat(64)), /^pip ended with code 1[^]*hash/i);
      assert.equal(await install(sha256(await Deno.readFile(wheel))), "");
      const [version] = [...Deno.readDirSync(join(venv, "lib"))].map(({ name }) => name);
      assert.ok(await exists(join(venv, "lib", version!, "site-packages", "tiny.py")));
      assert.ok(!await exists(join(folder, "elsewhere")));
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});
