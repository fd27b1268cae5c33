/** However one of the processes of a run ends, the others end too, and none hangs. */

import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { runNotebooks } from "../../lib/cli/notebooks.ts";
import { datasetDirectory, runDirectory } from "../../lib/runs/directories.ts";
import { readSettings } from "../../lib/runs/settings.ts";
import { writePhotos } from "../photos.ts";
import { family, isAlive, parentOf, until } from "../processes.ts";
import { jupyterIfInstalled, ORDERLY, writeNotebook } from "./scratch.ts";

const jupyter = await jupyterIfInstalled();
const missing = !jupyter
  ? " (needs deno task setup)"
  : Deno.build.os !== "linux"
  ? " (needs Linux)"
  : "";

function test(name: string, work: (folder: string) => Promise<void>): void {
  Deno.test({
    name: `${name}${missing}`,
    ignore: missing !== "",
    fn: async () => {
      const folder = await Deno.makeTempDir();
      await work(folder).finally(() => Deno.remove(folder, { recursive: true }));
    },
  });
}

/** Runs the cell in a notebook, and gives its process once it is there. */
async function startRun(folder: string) {
  const notebook = await writeNotebook(folder, "01_orderly", [ORDERLY]);
  const reportDirectory = join(folder, "reports");
  const ended = runNotebooks({ notebooks: [notebook], reportDirectory }).then(
    () => undefined,
    (error: Error) => error,
  );
  await until(() => existsSync(join(folder, "pid")));
  return { ended, kernel: Number(await Deno.readTextFile(join(folder, "pid"))) };
}

for (const signal of ["SIGKILL", "SIGTERM", "SIGHUP", "SIGINT"] as const) {
  test(`${signal} to the Python between ends the kernel in order, and the run`, async (folder) => {
    const { ended, kernel } = await startRun(folder);
    Deno.kill(parentOf(kernel), signal);
    const error = await ended;
    assert.match(error!.message, /as the Python that runs it must not be ended from outside/);
    assert.ok(!error!.message.includes("Traceback"), error!.message);
    assert.equal(isAlive(kernel), false);
    assert.ok(existsSync(join(folder, "saved")));
  });
}

/**
 * `deno task notebooks 01` in `folder` below a shell as npm's command runner starts one, with a set-up
 * that takes so many seconds and does nothing.
 */
async function startTask(folder: string, setup = 0) {
  const root = new URL("../../", import.meta.url).pathname;
  const program = `${root}lib/cli/notebooks_command.ts`;
  const notebooks =
    `deno run --quiet --no-prompt --no-check -P=notebooks --config ${root}deno.json ${program} 01`;
  const tasks = { notebooks: `echo Set-up && sleep ${setup} && ${notebooks}` };
  await Deno.writeTextFile(join(folder, "deno.json"), JSON.stringify({ tasks }));
  await writePhotos(join(folder, "photos"), 15);
  const run = `test-processes-${Deno.pid}`;
  const npx = `exec -a "npm exec deno task notebooks" bash -c "deno task notebooks & wait; exit 1"`;
  const child = new Deno.Command("bash", {
    args: ["-c", npx],
    cwd: folder,
    env: {
      DATASET: join(folder, "photos"),
      PROFILE: "tiny",
      MODELS: "plus_layer",
      RUN: run,
      npm_lifecycle_script: "'deno'",
    },
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const log = { text: "" };
  const ended = child.stdout.pipeThrough(new TextDecoderStream()).pipeTo(
    new WritableStream({ write: (text) => void (log.text += text) }),
  );
  const settings = readSettings({ run, dataset: join(folder, "photos"), profile: "tiny" }, {});
  return {
    child,
    log,
    /** Everything that writes into the log has ended. */
    ended,
    remove: async () => {
      const reports = join(root, "data", "reports", run);
      for (const path of [runDirectory(settings), datasetDirectory(settings), reports]) {
        await Deno.remove(path, { recursive: true }).catch(() => {});
      }
    },
  };
}

for (
  const [signal, victim] of [["SIGTERM", "npx"], ["SIGKILL", "npx"], ["SIGHUP", "the run"]] as const
) {
  test(`${signal} to ${victim} stops a run in order`, async (folder) => {
    const { child, log, ended, remove } = await startTask(folder);
    try {
      // npx, deno task, the run, its watch, the Python between, the kernel.
      let all: number[] = [];
      await until(() => log.text.includes("[1/1]") && (all = family(child.pid)).length >= 6, 120);
      const [npx, , run] = all;
      Deno.kill(victim === "npx" ? npx! : run!, signal);
      await ended;
      assert.match(log.text, /Stopping: .*\nStopped\. Run the same command to go on\.\n$/s);
      await until(() => !all.some(isAlive));
    } finally {
      await child.stderr.cancel();
      await remove();
    }
  });
}

test("during set-up, SIGTERM to npx: the run that would follow is stopped", async (folder) => {
  const { child, log, ended, remove } = await startTask(folder, 4);
  try {
    await until(() => log.text.includes("Set-up"));
    child.kill("SIGTERM");
    await ended;
    assert.match(log.text, /^Set-up\n.*Stopping: .*Stopped\. Run the same command to go on\.\n$/s);
    assert.ok(!log.text.includes("cell"), log.text);
  } finally {
    await child.stderr.cancel();
    await remove();
  }
});

test("SIGHUP ends a program in order, and does nothing to it below nohup", async (folder) => {
  const root = new URL("../../", import.meta.url);
  const program = join(folder, "program.ts");
  await Deno.writeTextFile(
    program,
    `import { stopWithCaller } from "${new URL("lib/cli/processes.ts", root)}";
import { onStopSignals } from "${new URL("lib/io/stop.ts", root)}";
await stopWithCaller(() => Deno.exit(1));
onStopSignals(() => Deno.exit(2));
console.log("ready");
setTimeout(() => Deno.exit(3), 2000);`,
  );
  const config = new URL("deno.json", root).pathname;
  const args = ["run", "--quiet", "-A", "--no-check", "--config", config, program];
  for (
    const [command, before, code] of [[Deno.execPath(), [], 2], ["nohup", ["deno"], 3]] as const
  ) {
    const child = new Deno.Command(command, {
      args: [...before, ...args],
      stdout: "piped",
      stderr: "null",
    }).spawn();
    const reader = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
    assert.equal((await reader.read()).value, "ready\n");
    child.kill("SIGHUP");
    assert.equal((await child.status).code, code);
    await reader.cancel();
  }
});
