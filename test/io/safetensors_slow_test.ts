import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";

Deno.test("decodeSafetensors() refuses huge hostile headers soon and in little memory", async () => {
  const program = fileURLToPath(new URL("../huge_headers.ts", import.meta.url));
  // Headers of 20 MB in a heap of 256 MB; what takes longer than its length asks for would be seen.
  const args = ["run", "--no-check", "--v8-flags=--max-old-space-size=256", program, "20000000"];
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), { args }).output();
  assert.ok(success, new TextDecoder().decode(stderr));
  const results = new TextDecoder().decode(stdout).trim().split("\n").map((line) =>
    JSON.parse(line)
  );
  assert.equal(results.length, 11);
  for (const { name, refusal, milliseconds } of results) {
    assert.match(refusal, /^Cannot read safetensors file as /, name);
    assert.ok(milliseconds < 10_000, `${name}: ${milliseconds} ms`);
  }
});
