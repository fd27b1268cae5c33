import assert from "node:assert/strict";
import { join } from "node:path";
import * as v from "valibot";
import { Mean, Text } from "../../lib/io/json.ts";
import { readRecord, writeRecord } from "../../lib/io/record.ts";

const FORMAT = {
  version: 2,
  schema: v.strictObject({ name: Text, means: v.array(Mean), note: v.optional(Text) }),
  hint: "run notebook 05 again",
};
const VALUE = { name: "x", means: [0.25, NaN, 1] };

/** Run `task` with the path of a record of `VALUE`. */
async function withRecord(task: (path: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  const path = join(folder, "scores.json");
  await writeRecord(path, FORMAT, VALUE);
  await task(path);
  await Deno.remove(folder, { recursive: true });
}

Deno.test("readRecord() gives what writeRecord() took, or undefined without a file", async () => {
  await withRecord(async (path) => {
    assert.deepEqual(await readRecord(path, FORMAT), VALUE);
    assert.equal(await readRecord(path + "x", FORMAT), undefined);
  });
});

Deno.test("writeRecord() writes a version, and a SHA-256 that others can compute", async () => {
  await withRecord(async (path) => {
    const { checksum, ...content } = JSON.parse(await Deno.readTextFile(path));
    assert.deepEqual(content, { version: 2, name: "x", means: [0.25, null, 1] });
    // printf '{"version":2,"name":"x","means":[0.25,null,1]}' | sha256sum
    assert.equal(checksum, "323570ad860e03ca1756178cbcba79f7860d83f95522423c6c53d0501feeae02");
  });
});

Deno.test("writeRecord() refuses a value that could not be read back, and writes nothing", async () => {
  await withRecord(async (path) => {
    await assert.rejects(writeRecord(path, FORMAT, { name: "x", means: [2] }), {
      name: "SyntaxError",
      message: `Cannot write "${path}" as means.0 must be at most 1: current value is 2`,
    });
    assert.deepEqual(await readRecord(path, FORMAT), VALUE);
  });
});

Deno.test("readRecord() refuses a changed digit, a cut, another key and another version", async () => {
  await withRecord(async (path) => {
    const text = await Deno.readTextFile(path);
    const cases: [damaged: string, problem: RegExp][] = [
      [text.replace("0.25", "0.24"), /: checksum mismatch$/],
      [text.replace('"x"', '"y"'), /: checksum mismatch$/],
      [text.replace('"name"', '"more": 1, "name"'), /: checksum mismatch$/],
      [text.replace(/"checksum": ".*",/, ""), /: checksum mismatch$/],
      [
        text.replace('"version": 2', '"version": 1'),
        /: its version must be 2: current value is 1$/,
      ],
      [text.replace('"version": 2,', ""), /: its version must be 2: current value is none$/],
      [text.slice(0, -3), /JSON/],
      ["[]", /: its version must be 2: current value is none$/],
      ["null", /: it must be an object: current value is null$/],
    ];
    for (const [damaged, problem] of cases) {
      await Deno.writeTextFile(path, damaged);
      await assert.rejects(readRecord(path, FORMAT), (error: Error) => {
        assert.equal(error.name, "SyntaxError");
        assert.ok(error.message.startsWith(`Cannot read "${path}" (run notebook 05 again): `));
        assert.match(error.message, problem);
        return true;
      });
    }
  });
});

Deno.test("readRecord() does not mind how a file is indented", async () => {
  await withRecord(async (path) => {
    const value = JSON.parse(await Deno.readTextFile(path));
    await Deno.writeTextFile(path, JSON.stringify(value));
    assert.deepEqual(await readRecord(path, FORMAT), VALUE);
  });
});
