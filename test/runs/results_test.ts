import assert from "node:assert/strict";
import { resultsJson } from "../../lib/io/json.ts";

Deno.test("resultsJson() writes a list of numbers on one line and reads back the same", () => {
  const results = {
    hits: [0, -1.5, 1e-7, null, 1e21],
    empty: [],
    names: ["[\n 1,\n 2\n]", "a"],
    rows: [{ a: [1] }, [2, [3]]],
  };
  const json = resultsJson(results);
  assert.deepEqual(JSON.parse(json), results);
  assert.match(json, /^ {2}"hits": \[0, -1\.5, 1e-7, null, 1e\+21\],$/m);
  assert.match(json, /^ {2}"names": \[$/m);
});
