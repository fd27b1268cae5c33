import assert from "node:assert/strict";
import { basename, join } from "node:path";
import { openImageStore } from "../../lib/dataset/store/image_store.ts";
import { STORE_FILES } from "../../lib/dataset/store/store_files.ts";
import { loadCheckpoint } from "../../lib/model/checkpoint.ts";
import { train } from "../../lib/runs/train.ts";
import { openEmbeddings } from "../../lib/runs/embeddings.ts";
import { openTrained } from "../../lib/runs/trained.ts";
import { createRandom } from "../../lib/io/random.ts";
import { readRun } from "../../lib/runs/run_files.ts";
import { experimentIn, placesIn, runStage, STAGES } from "./stages.ts";
import { makeWorkspace, some } from "./workspace.ts";

const workspace = await makeWorkspace(8);
const folder = workspace.run("run");
await Deno.mkdir(folder);
for (const stage of STAGES) await runStage(stage, folder);
const places = placesIn(folder);
const experiment = await experimentIn(folder);
const random = createRandom(23);

async function storeContent() {
  const store = await openImageStore(places.store);
  try {
    const { items, skipped, fingerprint } = store;
    return { items, skipped, fingerprint, images: await store.readImages([...items.keys()]) };
  } finally {
    store.close();
  }
}

async function trainedContent() {
  const { model, history } = await openTrained(experiment);
  const weights = await model.stateDict();
  model.dispose();
  return { weights, history };
}

const notices: string[] = [];
const onWarning = (notice: string) => void notices.push(notice);

/** Every kind of file that a run reads back, and all that is read from it. */
const ARTEFACTS: { path: string; open: () => Promise<unknown>; heals?: true }[] = [
  ...Object.values(STORE_FILES).map((name) => ({
    path: join(places.store, name),
    open: storeContent,
  })),
  { path: join(places.model, "best.safetensors"), open: trainedContent },
  {
    path: join(places.model, "last.safetensors"),
    open: () => loadCheckpoint(join(places.model, "last.safetensors")),
  },
  {
    path: join(places.model, "embeddings.safetensors"),
    open: async () => (await openEmbeddings(experiment, { onWarning })).vectors,
    heals: true,
  },
];

/** Files for people and programs to read: JSON with a version and a checksum. */
const RESULTS = ["metrics.json", "umap.json", "plus_layer/experiment.json"].map((name) =>
  join(places.run, name)
).concat(join(places.model, "history.json"));

/** Places in a file where one thing ends and another begins. */
function boundaries(path: string, bytes: Uint8Array): number[] {
  // What a manifest loses with its last byte is an empty line.
  const ends = [0, 1, bytes.length >> 1, bytes.length - (path.endsWith(".json") ? 2 : 1)];
  if (!path.endsWith(".safetensors")) return ends;
  // The header's length, the header, then each tensor.
  const header = 8 + Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  const json = JSON.parse(new TextDecoder().decode(bytes.subarray(8, header)));
  const tensors = Object.values<{ data_offsets?: number[] }>(json)
    .flatMap(({ data_offsets }) => data_offsets ?? []).map((offset) => header + offset);
  const all = [...ends, 7, 8, 9, header - 1, header, header + 1, ...tensors];
  return [...new Set(all)].filter((end) => end < bytes.length);
}

/** Places of bytes to change: some of each class that the file has. */
function targets(path: string, bytes: Uint8Array): number[] {
  const draw = (from: number, to: number, count: number) =>
    Array.from({ length: count }, () => from + Math.floor(random() * (to - from)));
  if (!path.endsWith(".safetensors")) return draw(0, bytes.length, some(60, 6));
  const header = 8 + Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  return [
    ...draw(0, 8, some(8, 3)),
    ...draw(8, header, some(80, 6)),
    ...draw(header, bytes.length, some(40, 4)),
  ];
}

/** Throw unless `open` refuses the file, naming it or its folder, or gives what it held before. */
async function refusesOrGives(
  { path, open, heals }: (typeof ARTEFACTS)[number],
  intact: unknown,
  what: string,
): Promise<"refused" | "same"> {
  let content: unknown;
  notices.length = 0;
  try {
    content = await open();
  } catch (error) {
    const { message } = error as Error;
    assert.match(message, /^Cannot /, what);
    const names = [basename(path), places.store, places.model];
    assert.ok(names.some((name) => message.includes(name)), `${what}: ${message}`);
    assert.ok(!heals, `${what}: ${message}`);
    return "refused";
  }
  assert.deepEqual(content, intact, what);
  if (heals) assert.equal(notices.length, 1, `${what}: not told`);
  return heals ? "refused" : "same";
}

for (const artefact of ARTEFACTS) {
  const { path } = artefact;
  const name = basename(path);
  Deno.test(`${name} with a changed byte, cut or grown is refused, or made again`, async () => {
    const bytes = await Deno.readFile(path);
    const intact = await artefact.open();
    const verdicts = { refused: 0, same: 0 };
    const tryBytes = async (damaged: Uint8Array, what: string) => {
      await Deno.writeFile(path, damaged);
      verdicts[await refusesOrGives(artefact, intact, `${name}, ${what}`)]++;
    };
    for (const at of targets(path, bytes)) {
      const bit = 1 << Math.floor(random() * 8);
      const changed = bytes.slice();
      changed[at]! ^= bit;
      await tryBytes(changed, `bit ${bit} of byte ${at}`);
    }
    for (const end of boundaries(path, bytes)) await tryBytes(bytes.slice(0, end), `cut at ${end}`);
    await tryBytes(Uint8Array.of(...bytes.subarray(0, 8), 0, ...bytes.subarray(8, 16)), "16 bytes");
    const grown = new Uint8Array(bytes.length + 1);
    grown.set(bytes);
    await tryBytes(grown, "grown by a byte");
    // What is missing is refused like what is damaged, or nothing at all.
    await Deno.writeFile(path, bytes);
    assert.deepEqual(await artefact.open(), intact);
    assert.equal(verdicts.same, 0, "a changed file was taken for whole");
  });
}

/** The content of a JSON text, however it is indented; undefined for what is no JSON. */
function contentOf(bytes: Uint8Array): string | undefined {
  try {
    return JSON.stringify(JSON.parse(new TextDecoder().decode(bytes)));
  } catch {
    return undefined;
  }
}

for (const path of RESULTS) {
  const name = basename(path);
  Deno.test(`${name} that is cut or has a changed byte is refused with what to do`, async () => {
    const bytes = await Deno.readFile(path);
    const open = () => readRun("faults", places.run);
    const intact = await open();
    const refuses = async (damaged: Uint8Array) => {
      await Deno.writeFile(path, damaged);
      await assert.rejects(open(), (error: Error) => {
        assert.equal(error.name, "SyntaxError");
        assert.match(
          error.message,
          /^Cannot read ".*" \(run notebook \d\d_\w+ again[^)]*\): /,
        );
        return error.message.includes(path);
      });
    };
    for (let end = 0; end < bytes.length - 2; end += Math.ceil(bytes.length / some(40, 8))) {
      await refuses(bytes.subarray(0, end));
    }
    for (let i = 0; i < some(200, 30); i++) {
      const changed = bytes.slice();
      changed[Math.floor(random() * bytes.length)]! ^= 1 << Math.floor(random() * 8);
      // Another kind of blank between two values changes nothing.
      if (contentOf(changed) !== contentOf(bytes)) await refuses(changed);
    }
    await Deno.writeFile(path, bytes);
    assert.deepEqual(await open(), intact);
  });
}

Deno.test("last.safetensors cut anywhere: training goes on from the best weights and says so", async () => {
  const path = join(places.model, "last.safetensors");
  const bytes = await Deno.readFile(path);
  const ends = boundaries(path, bytes);
  for (let i = 0; i < some(10, 2); i++) {
    const end = ends[Math.floor(random() * ends.length)]!;
    await Deno.writeFile(path, bytes.subarray(0, end));
    notices.length = 0;
    const { model, history } = await train(experiment, { onWarning });
    model.dispose();
    assert.equal(history.length, 3);
    assert.match(notices.join(), /last\.safetensors" as it must be whole.*its best epoch/);
  }
});

globalThis.addEventListener("unload", () => {
  Deno.removeSync(workspace.run(""), { recursive: true });
});
