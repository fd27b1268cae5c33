import assert from "node:assert/strict";
import { kernelEnvironment, printEvent } from "../../lib/cli/notebooks_command.ts";
import type { RunEvent } from "../../lib/cli/notebooks.ts";

Deno.test("printEvent() prints a line as each notebook starts and ends, where none can be overwritten", () => {
  const events: RunEvent[] = [
    { type: "start", name: "01_data_prep", cells: 2 },
    { type: "cell", name: "01_data_prep", cell: 1, cells: 2 },
    { type: "done", name: "01_data_prep", milliseconds: 61_000 },
    {
      type: "failed",
      name: "02_train",
      milliseconds: 1000,
      faults: [{ index: 3, head: "a\nb", problem: "RangeError: too far" }],
      traceback: "\x1b[31mat c",
    },
  ];
  const lines: string[] = [];
  for (const event of events) {
    printEvent(event, { terminal: false, print: (line) => void lines.push(line) });
  }
  assert.deepEqual(lines, [
    "01_data_prep          2 cells ...",
    "01_data_prep          1 min 01 s",
    "02_train              failed after 1 s",
    "  In cell 4:\n    a\n    b\n  RangeError: too far",
    "    at c",
  ]);
});

Deno.test("kernelEnvironment() makes paths absolute and leaves names and addresses", () => {
  const env = { DATASET: "./photos", COMPLETE_THE_LOOK_TSV: "items.tsv", OTHER: "1" };
  assert.deepEqual(kernelEnvironment(env, "/home"), {
    DATASET: "/home/photos",
    COMPLETE_THE_LOOK_TSV: "/home/items.tsv",
  });
  assert.deepEqual(kernelEnvironment({ DATASET: "boards" }, "/home"), { DATASET: "boards" });
});
