import assert from "node:assert/strict";
import { readAttributes } from "../../../../lib/dataset/sources/complete_the_look/attributes.ts";

async function read(content: string): Promise<Map<number, Record<string, string>>> {
  const path = await Deno.makeTempFile();
  try {
    await Deno.writeTextFile(path, content);
    return await readAttributes(path);
  } finally {
    await Deno.remove(path);
  }
}

Deno.test("readAttributes() gives names and values by line, without empty ones", async () => {
  const attributes = await read("colour\tpattern\nred\tdots\n\tplain\n");
  assert.deepEqual([...attributes], [
    [2, { colour: "red", pattern: "dots" }],
    [3, { pattern: "plain" }],
  ]);
  assert.equal((await read("colour\n")).size, 0);
});

Deno.test("readAttributes() rejects lines that do not fit the header", async () => {
  await assert.rejects(read("colour\tpattern\nred\n"), {
    name: "SyntaxError",
    message: /line 2 of ".*" must have 2 fields: current value is 1/,
  });
  await assert.rejects(readAttributes("no-such.tsv"), RangeError);
});
