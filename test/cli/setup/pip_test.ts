import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { pipEnvironment } from "../../../lib/cli/setup/pip.ts";
import { lockText } from "../../../lib/cli/setup/requirements.ts";
import { TENSORFLOW_VERSION } from "../../../lib/cli/setup/engine.ts";

const NOWHERE = Deno.build.os === "windows" ? "nul" : "/dev/null";

Deno.test("pipEnvironment() takes where packages come from, and nothing about where they go", () => {
  const listed = [
    "For variant 'user', will try loading '/home/me/.pip/pip.conf'",
    ":env:.index-url='https://mirror/simple'",
    ":env:.user='1'",
    "global.break-system-packages='true'",
    "global.constraint='/etc/constraints.txt'",
    "global.extra-index-url='\\nhttps://one/simple\\nhttps://two/simple'",
    "global.index-url='https://pypi.org/simple'",
    "global.timeout='60'",
    'install.find-links="/it\'s/here"',
    "install.no-binary=':all:'",
    "install.target='/elsewhere'",
    "install.timeout='90'",
    "install.user='true'",
    "download.proxy='http://not-for-install'",
  ].join("\n");
  assert.deepEqual(pipEnvironment(listed), {
    PIP_EXTRA_INDEX_URL: "https://one/simple https://two/simple",
    PIP_INDEX_URL: "https://mirror/simple",
    PIP_TIMEOUT: "90",
    PIP_FIND_LINKS: "/it's/here",
    PIP_CONFIG_FILE: NOWHERE,
  });
  assert.deepEqual(pipEnvironment(""), { PIP_CONFIG_FILE: NOWHERE });
});

Deno.test("every package that pip installs is pinned by a version and a hash", async () => {
  for (const [name, least] of [["jupyter.lock", 50], ["tensorflow.lock", 1]] as const) {
    const lines = (await lockText(name)).trimEnd().split("\n");
    assert.ok(lines.length >= least, name);
    for (const line of lines) {
      assert.match(line, /^[a-z0-9-]+==[\w.]+( --hash=sha256:[0-9a-f]{64})+$/);
    }
    assert.equal(new Set(lines.map((line) => line.split("==")[0])).size, lines.length);
  }
  assert.match(await lockText("tensorflow.lock"), new RegExp(`==${TENSORFLOW_VERSION} `));
});

const python = Deno.build.os === "windows" ? "python" : "python3";
const script = fileURLToPath(
  new URL("../../../lib/cli/setup/ends_with_caller.py", import.meta.url),
);

Deno.test("ends_with_caller.py ends what it runs when its standard input closes", async () => {
  const args = ["-I", script, "http.server", "--bind", "127.0.0.1", "0"];
  const child = new Deno.Command(python, { args, stdin: "piped", stdout: "null", stderr: "null" })
    .spawn();
  await child.stdin.close();
  assert.equal((await child.status).code, 130);
});

Deno.test("ends_with_caller.py passes on arguments and the exit code", async () => {
  const args = ["-I", script, "json.tool", "--no-such-option"];
  const child = new Deno.Command(python, { args, stdin: "piped", stdout: "null", stderr: "piped" })
    .spawn();
  const { code, stderr } = await child.output();
  assert.equal(code, 2);
  assert.match(new TextDecoder().decode(stderr), /unrecognized arguments: --no-such-option/);
});
