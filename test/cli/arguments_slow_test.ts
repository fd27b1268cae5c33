/** Commands take the name of a run for a name: none of them follows it as a path. */

import assert from "node:assert/strict";
import { dirname, join, relative } from "node:path";
import { PROJECT_ROOT } from "../../lib/io/paths.ts";
import { taskCommand } from "../../lib/io/task_command.ts";
import { writeRun } from "../report/made_run.ts";

/** Run a command of `lib/cli` under the permissions of its task; its exit code and what it said. */
async function command(
  task: string,
  args: string[],
  env: Record<string, string> = {},
): Promise<{ code: number; said: string }> {
  const program = PROGRAMS[task] ?? `${task}.ts`;
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--quiet", "--no-prompt", `-P=${task}`, "--no-check", program, ...args],
    cwd: join(PROJECT_ROOT, "lib", "cli"),
    env: { NO_COLOR: "1", ...env },
  }).output();
  return { code, said: [stderr, stdout].map((bytes) => new TextDecoder().decode(bytes)).join("") };
}

/** The program of a task where it has another name. */
const PROGRAMS: Record<string, string> = {
  notebooks: "notebooks_command.ts",
  serve: join("serve", "start.ts"),
};

/** A folder that holds all a run would, where no run belongs. */
async function elsewhere(): Promise<{ folder: string; path: string }> {
  const folder = join(await Deno.makeTempDir(), "run");
  await Deno.mkdir(folder);
  await Deno.writeTextFile(join(folder, "metrics.json"), "{}");
  await Deno.writeTextFile(join(folder, "05_evaluate.ipynb"), "{}");
  return { folder, path: relative(join(PROJECT_ROOT, "data", "runs"), folder) };
}

const listed = (folder: string) => [...Deno.readDirSync(folder)].map(({ name }) => name).sort();

Deno.test("every task that takes a run refuses the path of a folder in its place", async () => {
  const { folder, path } = await elsewhere();
  for (
    const [task, name, args] of [
      ["compare", path, [path, path]],
      ["compare", "..", ["..", ".."]],
      ["export", path, [path, join(folder, "out")]],
      ["keep", path, [path, "05"]],
      ["recommend", path, [path]],
      ["add", path, [path, folder]],
      ["remove", path, [path, "id"]],
      ["repeat", path, [path]],
      ["runs", path, ["rm", path]],
      ["serve", path, [path]],
    ] as const
  ) {
    const { code, said } = await command(task, [...args]);
    const received = `${task} ${name} ended with code ${code} and said: ${said}`;
    assert.equal(code, 1, received);
    const refused = /^Cannot .+ as RUN must be one of .+: current value is (.+)$/m.exec(said);
    assert.equal(refused?.[1], JSON.stringify(name), received);
  }
  assert.deepEqual(listed(folder), ["05_evaluate.ipynb", "metrics.json"]);
  assert.deepEqual(listed(dirname(folder)), ["run"]);
  await Deno.remove(dirname(folder), { recursive: true });
});

Deno.test("notebooks refuses a run whose folder would lie elsewhere, before anything runs", async () => {
  const { folder, path } = await elsewhere();
  for (const run of [path, ".."]) {
    const { code, said } = await command("notebooks", ["05"], { RUN: run });
    assert.equal(code, 1, said);
    assert.match(said, /RUN must be a folder name of at most 100 letters/, `it said: ${said}`);
  }
  assert.deepEqual(listed(folder), ["05_evaluate.ipynb", "metrics.json"]);
  await Deno.remove(dirname(folder), { recursive: true });
});

Deno.test("notebooks refuses settings that a run was not made with, and leaves its pages", async () => {
  const run = `test-settings-${Deno.pid}`;
  const [made, reports] = ["runs", "reports"].map((name) => join(PROJECT_ROOT, "data", name, run));
  await writeRun(made!, run, { seed: 42 });
  await Deno.mkdir(reports!, { recursive: true });
  await Deno.writeTextFile(join(reports!, "05_evaluate.ipynb"), "as it was");
  const settings = { DATASET: "boards", PROFILE: "tiny", RUN: run };
  const others = [["SEED", "7", "42"], ["PROFILE", "quick", "tiny"], ["SPLIT", "rows", "boards"]];
  try {
    for (const [name, value, before] of others as [string, string, string][]) {
      const { code, said } = await command("notebooks", ["05"], {
        ...settings,
        [name]: value,
      });
      assert.equal(code, 1, said);
      const refusal =
        `${name} of run "${run}" must be ${before}, with which it was made: current ` +
        `value is ${value} (choose another RUN, `;
      assert.ok(said.includes(refusal), said);
    }
    assert.deepEqual(listed(reports!), ["05_evaluate.ipynb"]);
    const kept = await Deno.readTextFile(join(reports!, "05_evaluate.ipynb"));
    assert.equal(kept, "as it was");
  } finally {
    for (const folder of [made!, reports!]) await Deno.remove(folder, { recursive: true });
  }
});

const root = Deno.build.os !== "windows" && Deno.uid() === 0;

Deno.test({
  name: `lab as root says the command that opens it${root ? "" : " (needs root)"}`,
  ignore: !root,
  fn: async () => {
    const { code, said } = await command("lab", ["--no-browser"]);
    assert.equal(code, 1, said);
    assert.equal(
      said.trim(),
      "Cannot open JupyterLab as root must allow it: run it as another user, or: " +
        taskCommand("lab --allow-root --no-browser"),
    );
  },
});

Deno.test("export and add take no empty word for the folder at hand", async () => {
  const run = `made-${crypto.randomUUID()}`;
  const directory = join(PROJECT_ROOT, "data", "runs", run);
  await writeRun(directory, run);
  try {
    for (const task of ["export", "add"]) {
      const { code, said } = await command(task, [run, ""]);
      assert.equal(code, 1, said);
      assert.match(said, /^Cannot .+ as the folder must have a name: current value is ""$/m);
    }
  } finally {
    await Deno.remove(directory, { recursive: true });
  }
});
