import assert from "node:assert/strict";
import { runCommand } from "../../lib/cli/setup/command.ts";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { parseNotebook } from "../../lib/report/notebook.ts";
import { faultOfPage } from "../../lib/report/page_record.ts";
import { type RunEvent, runNotebooks, type RunOptions } from "../../lib/cli/notebooks.ts";
import { foreignLoadsOf, jupyterIfInstalled, loadsOf, ORDERLY, writeNotebook } from "./scratch.ts";

const jupyter = await jupyterIfInstalled();

function test(name: string, work: (folder: string) => Promise<void>): void {
  Deno.test({
    name: jupyter ? name : `${name} (needs deno task setup)`,
    ignore: !jupyter,
    fn: async () => {
      const folder = await Deno.makeTempDir();
      await work(folder).finally(() => Deno.remove(folder, { recursive: true }));
    },
  });
}

/** Runs notebooks into `folder`/reports and keeps the events, without times. */
async function run(folder: string, options: Omit<RunOptions, "reportDirectory">) {
  const events: RunEvent[] = [];
  const onEvent = (event: RunEvent) => void events.push(event);
  const reports = join(folder, "reports");
  const { succeeded } = await runNotebooks({ onEvent, ...options, reportDirectory: reports });
  return { reports, succeeded, events, types: events.map(({ type }) => type).join(" ") };
}

const FIGURE = `await Deno.jupyter.broadcast("display_data", {
  data: { "application/vnd.plotly.v1+json": {}, "text/html": "<p>figure</p>" }, metadata: {},
});
await new Promise((resolve) => setTimeout(resolve, 100));`;

test("runNotebooks() runs in order and writes reports that load nothing from elsewhere", async (folder) => {
  const trace =
    `Deno.writeTextFileSync("trace", Deno.env.get("WORD")! + Deno.cwd() + "\\n", { append: true });`;
  const first = await writeNotebook(folder, "01_first", [trace, "", FIGURE]);
  const second = await writeNotebook(folder, "02_second", [trace.replace("!", '! + "2"')]);
  const { reports, succeeded, types, events } = await run(folder, {
    notebooks: [first, second],
    env: { WORD: "w" },
  });
  assert.equal(succeeded, true);
  assert.equal(types, "start cell cell done start cell done");
  assert.deepEqual(events[2], { type: "cell", name: "01_first", cell: 2, cells: 2 });
  const here = await Deno.realPath(folder);
  assert.equal(await Deno.readTextFile(join(folder, "trace")), `w${here}\nw2${here}\n`);
  for (const name of ["01_first", "02_second", "index"]) {
    const html = await Deno.readTextFile(join(reports, `${name}.html`));
    assert.deepEqual(foreignLoadsOf(html), []);
    // Plotly lies beside the pages and is loaded where there is a figure.
    assert.equal(loadsOf(html).length, name === "01_first" ? 1 : 0);
  }
  assert.ok((await Deno.stat(join(reports, "plotly.min.js"))).size > 4_000_000);
  const places = { run: "reports", runDirectory: join(folder, "none"), reports };
  assert.equal(await faultOfPage("01_first", places), undefined);
  const executed = join(reports, "01_first.ipynb");
  const { execution } = parseNotebook(await Deno.readTextFile(executed));
  assert.match(execution!.started!, /^\d{4}-\d\d-\d\dT/);
  assert.match(execution!.commit ?? "0000000", /^[0-9a-f]{7,}/);
  // JupyterLab runs the scripts of what was executed here.
  const isSigned =
    "import nbformat, nbformat.sign, sys; notebook = nbformat.read(sys.argv[1], 4); " +
    "print(nbformat.sign.NotebookNotary().check_signature(notebook))";
  const { output } = await runCommand(jupyter!.python, ["-c", isSigned, executed]);
  assert.match(output, /True/);
});

test("runNotebooks() keeps the report of before where a notebook refuses another state", async (folder) => {
  const notebook = await writeNotebook(folder, "01_first", [FIGURE]);
  const { reports } = await run(folder, { notebooks: [notebook] });
  const before = await Deno.readTextFile(join(reports, "01_first.ipynb"));
  const refusal = 'throw Object.assign(new Error("other photos"), { name: "OtherStateError" })';
  await writeNotebook(folder, "01_first", [refusal]);
  const again = await run(folder, { notebooks: [notebook] });
  assert.deepEqual([again.succeeded, again.types], [false, "start cell failed"]);
  assert.equal(await Deno.readTextFile(join(reports, "01_first.ipynb")), before);
  assert.doesNotMatch(await Deno.readTextFile(join(reports, "01_first.html")), /other photos/);
  // What was left as it was is not taken for executed just now.
  await Deno.writeTextFile(join(reports, "01_first.ipynb"), before.replace("figure", "other"));
  await run(folder, { notebooks: [notebook] });
  const places = { run: "reports", runDirectory: join(folder, "none"), reports };
  assert.match(await faultOfPage("01_first", places) ?? "", /not known to have been executed/);
});

const PROGRESS = `const displayId = "bar";
for (const [type, text] of [["display_data", "Embedding: 0%"], ["update_display_data", "Embedding: 9%"]]) {
  await Deno.jupyter.broadcast(type, {
    data: { "text/html": "<progress>", "text/plain": text }, metadata: {}, transient: { display_id: displayId },
  });
}
await Deno.jupyter.broadcast("display_data", {
  data: { "text/html": "<table>", "text/plain": "a table" }, metadata: {}, transient: {},
});
await new Promise((resolve) => setTimeout(resolve, 100));`;

test("runNotebooks() passes on what progress bars say, and nothing else that is shown", async (folder) => {
  const notebook = await writeNotebook(folder, "01_progress", [PROGRESS, FIGURE]);
  const { events } = await run(folder, { notebooks: [notebook] });
  assert.deepEqual(events[0], { type: "start", name: "01_progress", place: 1, notebooks: 1 });
  assert.deepEqual(
    events.flatMap((event) => event.type === "progress" ? event.text : []),
    ["Embedding: 0%", "Embedding: 9%"],
  );
});

test("runNotebooks() stops at a cell that throws, and shows it", async (folder) => {
  const bad = await writeNotebook(folder, "01_bad", [
    'console.log("before"); await new Promise((resolve) => setTimeout(resolve, 100));',
    'throw new RangeError("too far")',
    'Deno.writeTextFileSync("after", "")',
  ]);
  const next = await writeNotebook(folder, "02_next", ["1"]);
  const { reports, succeeded, types, events } = await run(folder, { notebooks: [bad, next] });
  assert.equal(succeeded, false);
  assert.equal(types, "start cell cell failed");
  const failed = events.at(-1)!;
  assert.ok(failed.type === "failed");
  assert.deepEqual(failed.faults, [
    { index: 1, head: 'throw new RangeError("too far")', problem: "RangeError: too far" },
  ]);
  await assert.rejects(Deno.stat(join(folder, "after")), Deno.errors.NotFound);
  const left = parseNotebook(await Deno.readTextFile(join(reports, "01_bad.ipynb")));
  assert.deepEqual(left.cells.map(({ outputs }) => outputs.length), [1, 1, 0]);
  assert.match(await Deno.readTextFile(join(reports, "index.html")), /failed/);
});

test("runNotebooks() ends the kernel that waits for the next notebook", async (folder) => {
  const bad = await writeNotebook(folder, "01_bad", ['throw new RangeError("too far")']);
  const next = await writeNotebook(folder, "02_next", ["1"]);
  const mark = `LOOKALIKE_TEST=${crypto.randomUUID()}`;
  const [name, value] = mark.split("=");
  await run(folder, { notebooks: [bad, next], env: { [name!]: value! } });
  const marked: string[] = [];
  for (const { name } of Deno.build.os === "linux" ? Deno.readDirSync("/proc") : []) {
    const environment = await Deno.readTextFile(`/proc/${name}/environ`).catch(() => "");
    if (environment.includes(mark)) marked.push(name);
  }
  assert.deepEqual(marked, []);
});

/** What the cells below showed when they were kept. */
const KEPT = [{ output_type: "display_data", data: { "text/plain": "a figure" }, metadata: {} }];

// A cell that shows nothing at first is what a lost output looks like from outside.
const FORGETFUL = `async function show() {
  try { Deno.statSync("second"); } catch { Deno.writeTextFileSync("second", ""); return; }
  ${FIGURE}
}
await show();`;

test("runNotebooks() runs a notebook once more that lost an output", async (folder) => {
  const notebook = await writeNotebook(folder, "01_forgetful", [FORGETFUL], KEPT);
  const { succeeded, types } = await run(folder, { notebooks: [notebook] });
  assert.equal(types, "start cell again cell done");
  assert.equal(succeeded, true);
});

test("runNotebooks() names the cell when an output is lost again", async (folder) => {
  const notebook = await writeNotebook(
    folder,
    "01_silent",
    ["const show = () => {}; show();"],
    KEPT,
  );
  const { succeeded, types, events } = await run(folder, { notebooks: [notebook] });
  assert.equal(types, "start cell again cell failed");
  assert.equal(succeeded, false);
  const failed = events.at(-1)!;
  assert.ok(failed.type === "failed");
  assert.deepEqual(failed.faults, [
    { index: 0, head: "const show = () => {}; show();", problem: "its output is missing" },
  ]);
});

test("runNotebooks() names the cell in which a kernel dies", async (folder) => {
  const notebook = await writeNotebook(folder, "01_dies", ["1", 'Deno.kill(Deno.pid, "SIGKILL")']);
  const { succeeded, events } = await run(folder, { notebooks: [notebook] });
  assert.equal(succeeded, false);
  const failed = events.at(-1)!;
  assert.ok(failed.type === "failed");
  assert.equal(failed.faults[0]!.index, 1);
  assert.match(failed.faults[0]!.problem, /DeadKernelError/);
});

/** Whether a process with this id runs. */
function alive(pid: number): boolean {
  try {
    // The signal does nothing to a program that runs; the kernel does not listen for it.
    Deno.kill(pid, "SIGCONT");
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof TypeError) return false;
    throw error;
  }
}

test("runNotebooks() stopped midway kills the kernel", async (folder) => {
  // A kernel this busy answers no request to end itself.
  const busy = 'Deno.writeTextFileSync("pid", String(Deno.pid)); while (true);';
  const notebook = await writeNotebook(folder, "01_busy", [busy]);
  const controller = new AbortController();
  const stopped = run(folder, { notebooks: [notebook], signal: controller.signal });
  let pid = 0;
  while (pid === 0) {
    await new Promise((resolve) => setTimeout(resolve, 50));
    pid = Number(await Deno.readTextFile(join(folder, "pid")).catch(() => "0"));
  }
  assert.equal(alive(pid), true);
  controller.abort();
  await assert.rejects(stopped, { name: "AbortError" });
  for (let i = 0; i < 100 && alive(pid); i++) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  assert.equal(alive(pid), false);
});

test("runNotebooks() stopped midway lets a kernel end in good order", async (folder) => {
  const notebook = await writeNotebook(folder, "01_orderly", [ORDERLY]);
  const controller = new AbortController();
  const stopped = run(folder, { notebooks: [notebook], signal: controller.signal });
  while (!existsSync(join(folder, "pid"))) await new Promise((resolve) => setTimeout(resolve, 50));
  controller.abort();
  await assert.rejects(stopped, { name: "AbortError" });
  assert.ok(existsSync(join(folder, "saved")));
  assert.equal(alive(Number(await Deno.readTextFile(join(folder, "pid")))), false);
});

test("show() keeps the kernel and its values at Stop from then on, and the cell says so", async (folder) => {
  const show = JSON.stringify(new URL("../../lib/view/show.ts", import.meta.url).href);
  const notebook = await writeNotebook(folder, "01_stop", [
    `const { show } = await import(${show}); await show("ready"); const value = 7;`,
    `Deno.kill(Deno.pid, "SIGINT"); await new Promise((resolve) => setTimeout(resolve, 500));`,
    `Deno.writeTextFileSync("value", String(value));`,
  ]);
  const { reports, succeeded } = await run(folder, { notebooks: [notebook] });
  assert.equal(succeeded, true);
  assert.equal(await Deno.readTextFile(join(folder, "value")), "7");
  const executed = parseNotebook(await Deno.readTextFile(join(reports, "01_stop.ipynb")));
  const [said] = executed.cells[1]!.outputs;
  assert.match(String(said!.data!["text/plain"]), /^Stop was received: the kernel and its values/);
});
