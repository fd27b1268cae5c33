import assert from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { readTable } from "../../../../lib/dataset/sources/complete_the_look/read_table.ts";
import { completeTheLookSource } from "../../../../lib/dataset/sources/complete_the_look/source.ts";
import { prepareDataset } from "../../../../lib/dataset/prepare.ts";
import { createRandom } from "../../../../lib/io/random.ts";
import { type PhotoServer, servePhotos } from "../../download/photo_server.ts";
import { drawBoxes, groupByBoard, signatureOf } from "./board_server.ts";

const PROGRAM = fileURLToPath(new URL("./killed_program.ts", import.meta.url));
const HEADER = "image_signature bounding_x bounding_y bounding_width bounding_height label";
const BOARDS = 30, KILLS = 20;

/** Boards whose signature ends in 7 are gone. */
const isGone = (signature: string) => signature.endsWith("7");

function makeTable(): string {
  const rows = Array.from({ length: BOARDS * 3 }, (_, i) => {
    const signature = (i % BOARDS).toString(16).padStart(32, "c");
    const x = (0.1 + (i % 7) * 0.05).toFixed(2);
    return `${signature}\t${x}\t0.2\t0.4\t0.5\t${["Hats", "Shoes", "Coats & Jackets"][i % 3]}`;
  });
  return [HEADER, ...rows, ""].join("\n");
}

async function prepareHere(tsv: string, folder: string, boardsUrl: string): Promise<void> {
  const { source } = await completeTheLookSource({
    tsv,
    directory: join(folder, "boards"),
    seed: 11,
    boardsUrl,
    download: { attempts: 2, baseMs: 1, gapMs: 0 },
  });
  const directory = join(folder, "store");
  (await prepareDataset(source, { directory, name: "look", seed: 11 })).close();
}

/** Start the program and kill it at a point drawn from `random`. */
async function killOnce(
  args: string[],
  server: PhotoServer,
  random: () => number,
  kind: "downloading" | "preparing",
): Promise<void> {
  const asked = server.requests.length;
  const wanted = asked + Math.floor(random() * 4);
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", PROGRAM, ...args],
    stdout: "piped",
    // Programs that it started complain that it is gone.
    stderr: "null",
  }).spawn();
  let said = "";
  const listening = (async () => {
    for await (const text of child.stdout.pipeThrough(new TextDecoderStream())) said += text;
  })();
  const isTime = () =>
    said.includes("downloaded") || kind === "downloading" && server.requests.length > wanted;
  const deadline = Date.now() + 20_000;
  while (!isTime() && Date.now() < deadline) await pause(2);
  await pause(random() * (kind === "downloading" ? 8 : 400));
  child.kill("SIGKILL");
  const { signal } = await child.status;
  await listening;
  assert.equal(signal, "SIGKILL", "the program ended before it was killed");
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

async function filesOf(folder: string): Promise<Map<string, Uint8Array>> {
  const files = new Map<string, Uint8Array>();
  for await (const { name } of Deno.readDir(folder)) {
    files.set(name, await Deno.readFile(join(folder, name)));
  }
  return files;
}

/** What `dataset.json` says but for the folder, and the sum over it; taken out of `files`. */
function takeManifest(files: Map<string, Uint8Array>): unknown {
  const { root, sha256, ...rest } = JSON.parse(
    new TextDecoder().decode(files.get("dataset.json")),
  );
  assert.ok(root.endsWith("boards") && sha256.length === 64, root);
  files.delete("dataset.json");
  return rest;
}

Deno.test("a data set whose making is killed 20 times is the same, byte for byte", async () => {
  const folder = await Deno.makeTempDir({ prefix: "lookalike-killed-" });
  try {
    const tsv = join(folder, "table.tsv");
    await Deno.writeTextFile(tsv, makeTable());
    const boards = groupByBoard((await readTable(tsv, { seed: 1 })).rows);
    const photos = new Map<string, Uint8Array<ArrayBuffer>>();
    for (const [name, rows] of boards) photos.set(name, await drawBoxes(rows, 120));
    await using server = servePhotos((path) => async () => {
      await pause(4);
      const signature = signatureOf(path);
      return isGone(signature)
        ? new Response(null, { status: 404 })
        : new Response(photos.get(signature)!);
    });
    const [calm, killed] = [join(folder, "calm"), join(folder, "killed")];
    await prepareHere(tsv, calm, server.base);
    const random = createRandom(20);
    let incomplete = 0;
    for (let i = 0; i < KILLS; i++) {
      const kind = i < KILLS * 0.7 ? "downloading" : "preparing";
      await killOnce([tsv, killed, server.base], server, random, kind);
      // What is there is whole at any time.
      let there = 0;
      for await (const { name } of Deno.readDir(join(killed, "boards"))) {
        if (!name.endsWith(".jpg")) continue;
        there++;
        assert.deepEqual(
          await Deno.readFile(join(killed, "boards", name)),
          photos.get(name.slice(0, 32)),
        );
      }
      if (there < 28) incomplete++;
    }
    assert.ok(incomplete >= 4, `only ${incomplete} kills left boards missing`);
    await prepareHere(tsv, killed, server.base);
    const [killedStore, calmStore] = [
      await filesOf(join(killed, "store")),
      await filesOf(join(calm, "store")),
    ];
    const [killedManifest, calmManifest] = [killedStore, calmStore].map(takeManifest);
    assert.deepEqual(killedManifest, calmManifest);
    // A program killed between its last file and the end of its lock leaves who it was; nobody locks
    // a store that is whole.
    killedStore.delete(".lock.json");
    assert.deepEqual(killedStore, calmStore);
    const [mine, theirs] = [
      await filesOf(join(killed, "boards")),
      await filesOf(join(calm, "boards")),
    ];
    // The logs differ in how often each board was tried.
    for (const files of [mine, theirs]) files.delete("downloads.jsonl");
    assert.deepEqual(mine, theirs);
    assert.equal(mine.size, 28 + 1, "28 boards and the lock");
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
