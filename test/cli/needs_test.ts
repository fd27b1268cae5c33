import assert from "node:assert/strict";
import { NEEDS, needsLine } from "../../lib/cli/needs.ts";
import { PROJECT_ROOT } from "../../lib/io/paths.ts";

Deno.test("needsLine() says what is needed and what is free", async () => {
  assert.match(
    await needsLine(),
    /need \S+ GB of disk and \S+ GB of memory; \d+ GB and \d+ GB are/,
  );
});

Deno.test("README names the same needs", async () => {
  const readme = await Deno.readTextFile(`${PROJECT_ROOT}/README.md`);
  const words = readme.replaceAll(/\s+/g, " ");
  for (const need of Object.values(NEEDS)) assert.ok(words.includes(need), need);
});
