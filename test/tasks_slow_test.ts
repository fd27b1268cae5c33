/**
 * Every task of deno.json as a user runs it, with the options that the documents name, in a checkout
 * of its own that has moved: its `.venv` was made elsewhere.
 */

import assert from "node:assert/strict";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { launchChromium } from "../lib/cli/chromium.ts";
import { PROJECT_ROOT } from "../lib/io/paths.ts";
import { jupyterIfInstalled } from "./notebooks/scratch.ts";
import { writePhotos } from "./photos.ts";

const jupyter = await jupyterIfInstalled();
const suited = jupyter !== undefined && Deno.build.os !== "windows";
const browser = await launchChromium();
await browser?.close();
const root = Deno.build.os !== "windows" && Deno.uid() === 0;

const RUN = "tasks";
const MINUTE = 60_000;

/** A task, and what it must say. */
interface Call {
  task: string;
  args?: string[];
  said: RegExp;
  /** @default 0 */
  code?: number;
  env?: Record<string, string>;
  /** It is stopped by SIGTERM once it has said it. */
  stopped?: boolean;
}

/** How the cheapest run is made. */
const CHEAP = { RUN, PROFILE: "tiny", MODELS: "plus_layer" };

/** The calls in their order, with two folders of photos and another outside of the checkout. */
function calls(photos: string, more: string, outside: string): Call[] {
  return [
    { task: "setup", said: /^Set-up is complete \(/m },
    {
      task: "notebooks",
      args: ["01", "02", "05"],
      env: { ...CHEAP, DATASET: photos },
      said: /^All done after/m,
    },
    { task: "runs", said: /^ *tasks\b/m },
    {
      task: "compare",
      args: [RUN, RUN],
      said: /^Page: data\/reports\/tasks\/compare_tasks.html$/m,
    },
    { task: "export", args: [RUN], said: /^See it with: tensorboard/m },
    { task: "export", args: [RUN, outside], said: /^See it with: tensorboard/m },
    { task: "recommend", args: [RUN], said: /recommendations\.csv/ },
    { task: "serve", args: [RUN, "--port", "0"], said: /^http:\/\/127/m, stopped: true },
    { task: "repeat", args: [RUN], env: { DATASET: photos }, said: /^The same to the bit/m },
    { task: "add", args: [RUN, more], said: /^1 products added to tasks/m },
    { task: "remove", args: [RUN, "Dresses/new.jpeg"], said: /removed/ },
    { task: "runs", args: ["rm", `${RUN}-repeat`], said: /^tasks-repeat is deleted/m },
    // These draw photos and train on them for hours: that they start must do.
    { task: "pretrain", args: ["--epochs", "1"], said: /^Set-up is complete/m, stopped: true },
    {
      task: "pretrain",
      args: ["residual", "--photos", photos, "--epochs", "1"],
      said: /^Set-up is complete/m,
      stopped: true,
    },
    { task: "study", args: ["none"], code: 1, said: /^Cannot study as a trial must be one of/m },
    { task: "lab", args: ["--allow-root", "--version"], said: /^4\.\d+\.\d+$/m },
    ...(root
      ? [{
        task: "lab",
        args: ["--no-browser"],
        code: 1,
        said: /: npx -y deno@\S+ task lab --allow-root --no-browser$/m,
      }]
      : []),
    ...(browser ? [{ task: "keep", args: [RUN, "01"], said: /^Pictures: /m }] : []),
    { task: "bundle", said: /^$/ },
    { task: "bench", args: ["none"], code: 1, said: /Cannot run bench as it must be one of/ },
    // What runs this test, without the tests.
    { task: "test:unit", args: ["--no-run"], said: /^$/ },
    { task: "test:faults", args: ["--no-run"], said: /^Set-up is complete/m },
  ];
}

/** A copy of this checkout in `folder`. */
async function copyCheckout(folder: string): Promise<void> {
  const run = async (command: string, ...args: string[]) => {
    const { success, stderr } = await new Deno.Command(command, { args, cwd: PROJECT_ROOT })
      .output();
    assert.ok(success, new TextDecoder().decode(stderr));
  };
  await Deno.mkdir(folder);
  const script = 'git ls-files -z | xargs -0 cp --parents -t "$0" && cp -a .venv "$0"';
  await run("sh", "-c", script, folder);
}

/** Run a task to its end, or until it has said what it must. */
async function runTask({ task, args = [], env = {}, said, stopped }: Call, cwd: string) {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["task", "--quiet", task, ...args],
    cwd,
    env: { NO_COLOR: "1", BACKEND: "", INIT_CWD: cwd, ...env },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  let text = "";
  let told = false;
  const late = setTimeout(() => child.kill("SIGKILL"), 15 * MINUTE);
  const read = async (stream: ReadableStream<Uint8Array<ArrayBuffer>>) => {
    for await (const part of stream.pipeThrough(new TextDecoderStream())) {
      text += stripVTControlCharacters(part);
      if (!stopped || told || !said.test(text)) continue;
      told = true;
      // What its permissions deny, it would ask for soon.
      setTimeout(() => child.kill("SIGTERM"), 10_000);
    }
  };
  await Promise.all([read(child.stdout), read(child.stderr)]);
  clearTimeout(late);
  return { ...await child.status, text };
}

Deno.test({
  name: `every task works under its own permissions, as a user runs it${
    !suited ? " (needs deno task setup)" : browser ? "" : " (keep not without Chromium)"
  }`,
  ignore: !suited,
  fn: async (test) => {
    const folder = await Deno.makeTempDir({ prefix: "lookalike-tasks-" });
    const [checkout, photos] = [join(folder, "check out"), join(folder, "photos")];
    const [more, outside] = [join(folder, "more"), join(folder, "elsewhere", "out")];
    try {
      await copyCheckout(checkout);
      await writePhotos(photos, 16);
      await Deno.mkdir(join(more, "Dresses"), { recursive: true });
      await writePhotos(join(folder, "made"), 17);
      const made = join(folder, "made", "Dresses", "15.jpeg");
      await Deno.rename(made, join(more, "Dresses", "new.jpeg"));
      const all = calls(photos, more, outside);
      const config = JSON.parse(await Deno.readTextFile(join(PROJECT_ROOT, "deno.json")));
      // `test`, which CI runs, checks first and comes by here.
      const named = new Set([...all.map(({ task }) => task), "test", "check", "keep"]);
      assert.deepEqual([...named].sort(), Object.keys(config.tasks).sort());
      for (const call of all) {
        const { task, args = [], code = 0, said, stopped } = call;
        await test.step([task, ...args].join(" ").replaceAll(folder, ""), async () => {
          const ended = await runTask(call, checkout);
          assert.doesNotMatch(ended.text, /NotCapable|Requires \w+ access/);
          assert.match(ended.text, said);
          if (!stopped) assert.equal(ended.code, code, ended.text);
        });
      }
      const exported = [...Deno.readDirSync(outside)].map(({ name }) => name);
      assert.ok(exported.includes("plus_layer.parquet"), exported.join());
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});
