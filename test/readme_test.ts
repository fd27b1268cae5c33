/** README's commands work as they stand, where nobody can answer a question. */

import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import { PROJECT_ROOT } from "../lib/io/paths.ts";
import { DENO_VERSION, taskCommand } from "../lib/io/task_command.ts";

const readme = await Deno.readTextFile(join(PROJECT_ROOT, "README.md"));
const block = /## Try it[\s\S]*?```sh\n([\s\S]*?)```/.exec(readme)![1]!;
const commands = block.trim().split("\n").map((line) => line.replace(/\s+#.*/, ""));

Deno.test("README's two commands name the pinned Deno and answer npm's question", () => {
  assert.deepEqual(commands, [taskCommand("notebooks"), taskCommand("test")]);
});

/** The documents, by path. */
const documents = ["README.md", "data/README.md", "data/models/README.md", "test/bench/RESULTS.md"]
  .concat(["test/bench/WEBGPU.md", "lib/README.md", "lib/backend/README.md", "lib/cli/README.md"])
  .concat(["lib/report/README.md", "lib/runs/README.md", "lib/search/catalogue/README.md"]);

Deno.test("every command in README and the other documents is one of taskCommand()", async () => {
  for (const name of [...documents, ".ci/run"]) {
    const text = await Deno.readTextFile(join(PROJECT_ROOT, name));
    // In a document code alone holds commands; sentences may name the program.
    const code = name.endsWith(".md") ? text.match(/```[^]*?```|`[^`]*`/g) ?? [] : [text];
    for (const [command] of code.join("\n").matchAll(/npx .{0,24}/g)) {
      assert.ok(command.startsWith(`npx -y deno@${DENO_VERSION} task`), `${name}: ${command}`);
    }
  }
});

Deno.test("files that the documents name or link to exist", async () => {
  for (const name of documents) {
    const text = await Deno.readTextFile(join(PROJECT_ROOT, name));
    for (const [, path] of text.matchAll(/`((?:lib|test)\/[\w/.-]+)`/g)) {
      await Deno.stat(join(PROJECT_ROOT, path!));
    }
    for (const [, link] of text.matchAll(/\]\((?!https?:|#)([^)#]+)/g)) {
      await Deno.stat(join(PROJECT_ROOT, dirname(name), link!));
    }
  }
});
