import assert from "node:assert/strict";
import { datasetDisplay } from "../../lib/report/dataset_display.ts";

Deno.test("datasetDisplay() closes the bar of a stage where the next begins", async () => {
  const written: string[] = [];
  const display = datasetDisplay({
    write: (text) => void written.push(text),
    columns: 0,
    send: null,
  });
  display.onProgress({ stage: "Drawing", done: 1, total: 2, unit: "items" });
  display.onProgress({ stage: "Drawing", done: 2, total: 2, unit: "items" });
  display.onProgress({ stage: "Preparing", done: 3, total: 3, unit: "files", extra: { kept: 2 } });
  await display.finish();
  const text = written.join("");
  assert.match(text, /Drawing: 2 items in .*\n[^]*Preparing: 3 files in .*kept 2/);
  // Nothing was done: nothing is shown.
  await datasetDisplay({ write: () => assert.fail(), columns: 0, send: null }).finish();
});
