import assert from "node:assert/strict";
import { endLines } from "../../lib/cli/run_end.ts";
import type { RunFiles } from "../../lib/runs/run_files.ts";
import { madeMetrics } from "../report/evaluation/made_metrics.ts";

const metrics = {
  ...madeMetrics([{ name: "HOG", kind: "baseline", test: [5, 4] }]),
  searchedWith: "HOG",
};
const indexPage = "/my reports/index.html";

/** Of a run whose photos are a sample. */
const models = [
  { experiment: { profile: "quick", dataset: { photos: 700, available: 3410 } } },
] as unknown as RunFiles["models"];

Deno.test("endLines() give the result, an address to click, and what to do next", () => {
  const lines = endLines({ succeeded: true, seconds: 61, indexPage, files: { models, metrics } });
  assert.deepEqual(lines.slice(0, 3), [
    "",
    "All done after 1 min 01 s",
    "700 of 3,410 photos are used: PROFILE=long takes up to 5,000, PROFILE=paper takes all",
  ]);
  assert.match(
    lines[3]!,
    /^Result {2}P@5 of 40 test queries: 0\.900 \(95 % interval 0\.\d{3} to 0\.\d{3}\) with HOG; chance 0\./,
  );
  assert.equal(lines[4], "Report  file:///my%20reports/index.html");
  assert.match(lines[5]!, /^Next {4}npx -y deno@\S+ task lab/);
});

Deno.test("endLines() of a run that failed, or was not evaluated, have no result", () => {
  const end = { seconds: 1, indexPage, files: { models: [], metrics: undefined } };
  assert.equal(endLines({ ...end, succeeded: true }).length, 4);
  const failed = endLines({ ...end, succeeded: false, files: { models: [], metrics } });
  assert.equal(failed.length, 4);
  assert.match(failed[1]!, /^Stopped/);
  assert.match(failed[3]!, /the same command/);
});
