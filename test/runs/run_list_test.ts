import assert from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { runsText } from "../../lib/cli/runs.ts";
import { listRuns, removeRun } from "../../lib/runs/run_list.ts";
import { writeRun } from "../report/made_run.ts";

const HOLDER = fileURLToPath(new URL("../holds_lock.ts", import.meta.url));

Deno.test("listRuns() names every run with size, date and result, a damaged one too", async () => {
  const runs = await Deno.makeTempDir();
  assert.deepEqual(await listRuns(join(runs, "missing")), []);
  assert.match(runsText([]), /^There are no runs yet: npx .* task notebooks makes one$/);
  await writeRun(join(runs, "good"), "good");
  await Deno.mkdir(join(runs, "bad", "plus_layer"), { recursive: true });
  await Deno.writeTextFile(join(runs, "bad", "metrics.json"), "{");
  await Deno.mkdir(join(runs, "empty"));
  const changed = new Date("2026-03-04T05:06:07Z");
  await Deno.utime(join(runs, "bad", "metrics.json"), changed, changed);
  const [bad, empty, good, ...others] = await listRuns(runs);
  assert.deepEqual(others, []);
  assert.deepEqual([bad!.run, bad!.bytes, bad!.changed], ["bad", 1, changed]);
  assert.deepEqual([empty!.run, empty!.bytes, empty!.changed], ["empty", 0, undefined]);
  assert.ok(good!.bytes > 1000);
  const lines = runsText([bad!, empty!, good!]).split("\n");
  assert.match(lines[2]!, /^bad .* 2026-03-04 05:06 +Cannot read ".*metrics\.json"/);
  assert.match(lines[3]!, /^empty /);
  // 12 photos; +Layer's hits of its two validation queries are 5 and 5 of 5.
  assert.match(
    lines[4]!,
    /^good +made +tiny +12 .* P@5 \d\.\d{3} with \+Layer \(512-d\), centred, L2$/,
  );
  await Deno.remove(runs, { recursive: true });
});

Deno.test("removeRun() deletes a run and its reports, and none that somebody works in", async () => {
  const root = await Deno.makeTempDir();
  const [runs, reports] = [join(root, "runs"), join(root, "reports")];
  for (const run of ["one", "two"]) await writeRun(join(runs, run), run);
  await Deno.mkdir(join(reports, "one"), { recursive: true });
  await assert.rejects(removeRun("three", { runs, reports }), {
    name: "RangeError",
    message: `Cannot delete run as RUN must be one of one, two: current value is "three"`,
  });
  await assert.rejects(removeRun("../runs", { runs, reports }), /must be one of one, two/);
  await removeRun("one", { runs, reports });
  assert.deepEqual((await listRuns(runs)).map(({ run }) => run), ["two"]);
  assert.deepEqual([...Deno.readDirSync(reports)], []);
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", HOLDER, join(runs, "two", "plus_layer")],
    stdout: "piped",
  }).spawn();
  const reader = child.stdout.getReader();
  await reader.read();
  await assert.rejects(removeRun("two", { runs, reports }), {
    message: new RegExp(`^Cannot delete run in .* ${child.pid} .* holds it`),
  });
  assert.equal((await listRuns(runs)).length, 1);
  child.kill("SIGKILL");
  await reader.cancel();
  await child.status;
  // The lock that a killed program leaves behind is no hindrance.
  await removeRun("two", { runs, reports });
  assert.deepEqual(await listRuns(runs), []);
  await Deno.remove(root, { recursive: true });
});
