import assert from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { lockFolder } from "../../lib/io/lock.ts";

const HOLDER = fileURLToPath(new URL("../holds_lock.ts", import.meta.url));

/** Another process that holds the lock of `folder`. */
async function holderOf(folder: string): Promise<{ pid: number; kill: () => Promise<void> }> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", HOLDER, folder],
    stdout: "piped",
  }).spawn();
  const reader = child.stdout.getReader();
  assert.equal(new TextDecoder().decode((await reader.read()).value), "locked\n");
  const kill = async () => {
    child.kill("SIGKILL");
    await reader.cancel();
    await child.status;
  };
  return { pid: child.pid, kill };
}

const namesIn = (folder: string) => [...Deno.readDirSync(folder)].map(({ name }) => name).sort();

Deno.test("lockFolder() says which process holds a folder, and takes over when it was killed", async () => {
  const folder = join(await Deno.makeTempDir(), "run");
  const { pid, kill } = await holderOf(folder);
  const since = JSON.parse(await Deno.readTextFile(join(folder, ".lock.json"))).since;
  await assert.rejects(
    lockFolder(folder, { task: "embed" }),
    {
      message:
        `Cannot embed in "${folder}" as no other process may work there: process ${pid} on ` +
        `"${Deno.hostname()}", which began to train there at ${since}, holds it ` +
        `(wait for its end, or stop it)`,
    },
  );
  const warnings: string[] = [];
  const onWarning = (warning: string) => void warnings.push(warning);
  const waiting = lockFolder(folder, { task: "embed", wait: true, onWarning });
  while (warnings.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
  assert.match(warnings[0]!, new RegExp(`^Waiting to embed in ".*": process ${pid} on`));
  await kill();
  using _lock = await waiting;
  assert.equal(warnings.length, 2);
  assert.match(warnings[1]!, new RegExp(`process ${pid} on .* did not end as it should.*going on`));
});

Deno.test("lockFolder() leaves nothing behind that a next process minds", async () => {
  const folder = await Deno.makeTempDir();
  const onWarning = () => assert.fail("a warning");
  for (let i = 0; i < 2; i++) {
    using _lock = await lockFolder(folder, { task: "train", onWarning });
    assert.deepEqual(namesIn(folder), [".lock", ".lock.json"]);
  }
  assert.deepEqual(namesIn(folder), [".lock"]);
  // Facts that are not whole say nothing, and block nothing.
  await Deno.writeTextFile(join(folder, ".lock.json"), '{"pid": 12');
  using _lock = await lockFolder(folder, { task: "train", onWarning });
});

Deno.test("lockFolder() lets callers in one process take turns, and other names past", async () => {
  const folder = await Deno.makeTempDir();
  const order: string[] = [];
  const work = async (name: string) => {
    using _lock = await lockFolder(folder, { task: "train" });
    order.push(`${name} begins`);
    await new Promise((resolve) => setTimeout(resolve, 20));
    order.push(`${name} ends`);
  };
  const three = Promise.all([work("a"), work("b"), work("c")]);
  {
    using _other = await lockFolder(folder, { task: "embed", name: "embeddings" });
    assert.ok(namesIn(folder).includes(".embeddings.lock.json"));
  }
  await three;
  // In whichever order they came, one after the other.
  const names = order.filter((_, i) => i % 2 === 0).map((step) => step[0]!);
  assert.deepEqual(names.toSorted(), ["a", "b", "c"]);
  assert.deepEqual(order, names.flatMap((name) => [`${name} begins`, `${name} ends`]));
});

Deno.test("lockFolder() gives the turn on where it fails", async () => {
  const folder = await Deno.makeTempDir();
  const { kill } = await holderOf(folder);
  const tries = [1, 2].map(() => lockFolder(folder, { task: "train" }));
  for (const outcome of await Promise.allSettled(tries)) assert.equal(outcome.status, "rejected");
  await kill();
  const warnings: string[] = [];
  const onWarning = (warning: string) => void warnings.push(warning);
  using _lock = await lockFolder(folder, { task: "train", onWarning });
  assert.match(warnings.join(), /did not end as it should/);
});
