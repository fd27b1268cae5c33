import assert from "node:assert/strict";
import type { RunEvent } from "../../lib/cli/notebooks.ts";
import { createRunLog } from "../../lib/cli/run_log.ts";

const START: RunEvent = { type: "start", name: "04_layer_visualize", place: 4, notebooks: 11 };

/** A log whose clock stands still until it is moved. */
function made(columns: number, tickMs = 100_000) {
  const said: string[] = [];
  const clock = { ms: 0 };
  const log = createRunLog({
    columns,
    tickMs,
    now: () => clock.ms,
    write: (text) => said.push(text),
  });
  return { said, clock, log };
}

Deno.test("a log file gets a line as a notebook starts, every 15 seconds, and as it ends", () => {
  const { said, clock, log } = made(0);
  using _log = log;
  log.onEvent(START);
  log.onEvent({ type: "cell", name: START.name, cell: 2, cells: 6 });
  log.onEvent({ type: "progress", name: START.name, text: "Embedding: 20% 5 / 25 images" });
  assert.deepEqual(said, ["[4/11] Layer visualize  0 s\n"]);
  clock.ms = 14_900;
  log.onEvent({ type: "progress", name: START.name, text: "Embedding: 40% 10 / 25 images" });
  assert.equal(said.length, 1);
  clock.ms = 15_000;
  log.onEvent({ type: "progress", name: START.name, text: "Embedding: 60% 15 / 25 images" });
  assert.equal(
    said[1],
    "[4/11] Layer visualize  15 s · cell 2 of 6 · Embedding: 60% 15 / 25 images\n",
  );
  log.onEvent({ type: "done", name: START.name, milliseconds: 61_000 });
  assert.deepEqual(said.slice(2), ["[4/11] Layer visualize  1 min 01 s\n"]);
});

Deno.test("a terminal has one line, which changes and never wraps", () => {
  const { said, clock, log } = made(60);
  using _log = log;
  log.onEvent(START);
  clock.ms = 1000;
  log.onEvent({ type: "cell", name: START.name, cell: 2, cells: 6 });
  clock.ms = 2000;
  log.onEvent({ type: "progress", name: START.name, text: "\x1b[31mEmbedding\nof everything" });
  for (const text of said) {
    assert.ok(text.endsWith("\x1b[K"), text);
    assert.match(text.slice(0, -"\x1b[K".length), /^\r[^\n\r]{1,59}$/);
  }
  assert.match(said[2]!, /2 s · cell 2 of 6/);
  log.print("Stopping");
  assert.equal(said.at(-1), "\r\x1b[KStopping\n");
  log.onEvent({ type: "done", name: START.name, milliseconds: 3000 });
  assert.equal(said.at(-1), "\r[4/11] Layer visualize  3 s\x1b[K\n");
});

Deno.test("a notebook in which nothing happens is not silent", async () => {
  const { said, clock, log } = made(0, 1);
  using _log = log;
  log.onEvent(START);
  clock.ms = 20_000;
  await new Promise((resolve) => setTimeout(resolve, 30));
  assert.equal(said[1], "[4/11] Layer visualize  20 s\n");
});

Deno.test("what a progress bar said does not stand beside the next cell", () => {
  const { said, clock, log } = made(0);
  using _log = log;
  log.onEvent(START);
  log.onEvent({ type: "progress", name: START.name, text: "Embedding: 9 images in 1 s" });
  clock.ms = 15_000;
  log.onEvent({ type: "cell", name: START.name, cell: 3, cells: 6 });
  assert.equal(said[1], "[4/11] Layer visualize  15 s · cell 3 of 6\n");
});

Deno.test("a notebook that fails is named with its cell, and nothing steers the terminal", () => {
  const { said, log } = made(0);
  using _log = log;
  log.onEvent(START);
  log.onEvent({
    type: "failed",
    name: START.name,
    milliseconds: 1000,
    faults: [{ index: 3, head: "a\nb", problem: "RangeError: too far" }],
    traceback: "\x1b[31mat c",
  });
  assert.deepEqual(said.slice(1), [
    "[4/11] Layer visualize  failed after 1 s (04_layer_visualize.ipynb)\n",
    "  In cell 4:\n    a\n    b\n  RangeError: too far\n",
    "    at c\n",
  ]);
});

Deno.test("a lost output is told without an end of the line", () => {
  const { said, log } = made(0);
  using _log = log;
  log.onEvent(START);
  const faults = [{ index: 1, head: "a", problem: "its output is missing" }];
  log.onEvent({ type: "again", name: START.name, faults });
  assert.equal(said[1], "  04_layer_visualize lost the output of 1 cell(s): once more\n");
});
