import assert from "node:assert/strict";
import { join } from "node:path";
import { kernelEnvironment } from "../../lib/cli/notebooks_command.ts";
import { settingsTable } from "../../lib/report/settings_table.ts";
import { datasetDirectory, originalsDirectory } from "../../lib/runs/directories.ts";
import { openDataset } from "../../lib/runs/open_dataset.ts";
import { readSettings } from "../../lib/runs/settings.ts";
import { Catalogue } from "../../lib/search/catalogue/mod.ts";
import { plainText } from "../../lib/view/plain_text.ts";
import { assertNoSecret, assertNoSecretBelow, serveDatasets, withSecrets } from "../secrets.ts";

/** Opens the data set, looks for secrets in all that is said and written, and leaves nothing. */
async function openAndLook(given: Record<string, string>): Promise<unknown> {
  const settings = readSettings({}, { PROFILE: "tiny", ...given });
  const originals = originalsDirectory(settings);
  const before = await names(originals);
  const said: unknown[] = [plainText(settingsTable(settings))];
  let thrown: unknown;
  try {
    const store = await openDataset(settings, {
      onMessage: (message) => void said.push(message),
      onProgress: (progress) => void said.push(progress),
    });
    store.close();
    said.push(store);
    assert.ok(await assertNoSecretBelow(datasetDirectory(settings)) > 3);
  } catch (error) {
    said.push(thrown = error);
  }
  try {
    assertNoSecret("what was said", Deno.inspect(said, { depth: 20, iterableLimit: 1e6 }));
    await assertNoSecretBelow(originals);
  } finally {
    await Deno.remove(datasetDirectory(settings), { recursive: true }).catch(() => {});
    for (const name of await names(originals)) {
      if (!before.includes(name)) await Deno.remove(join(originals, name), { recursive: true });
    }
  }
  return thrown;
}

async function names(folder: string): Promise<string[]> {
  const entries = await Array.fromAsync(Deno.readDir(folder)).catch(() => []);
  return entries.map(({ name }) => name);
}

Deno.test("secrets in addresses reach their server and nothing that is shown or stored", async () => {
  const { server, wanted } = await serveDatasets(12);
  await using _server = server;
  const look = { DATASET: "complete-the-look" };
  const table = withSecrets(server.base, "table.tsv");
  const boards = withSecrets(server.base, "boards");
  const both = { ...look, COMPLETE_THE_LOOK_TSV: table, COMPLETE_THE_LOOK_BOARDS: boards };
  assert.equal(await openAndLook(both), undefined);
  const archive = withSecrets(server.base, "a.zip");
  assert.equal(await openAndLook({ DATASET: "clothing", CLOTHING_URL: archive }), undefined);
  assert.equal(new Set(wanted).size, 1, `${wanted}`);
  assert.match(wanted[0]!, /^Basic \w+=* \?key=/);
});

Deno.test("secrets in addresses are in no error either", async () => {
  const { server } = await serveDatasets(12);
  await using _server = server;
  // Nobody listens there; another answers what is not asked for.
  const dead = "http://127.0.0.1:9";
  for (const base of [server.base, dead]) {
    const clothing = { DATASET: "clothing", CLOTHING_URL: withSecrets(base, "gone.zip") };
    assert.match(String(await openAndLook(clothing)), /^Error: Cannot download "http:.*gone\.zip"/);
    const look = {
      DATASET: "complete-the-look",
      COMPLETE_THE_LOOK_TSV: withSecrets(base, "gone.tsv"),
      COMPLETE_THE_LOOK_BOARDS: withSecrets(server.base, "boards"),
    };
    assert.match(String(await openAndLook(look)), /^Error: Cannot download "http:.*gone\.tsv"/);
  }
});

Deno.test("secrets in settings that are refused are not in the refusal", async () => {
  const bad = [
    withSecrets("ftp://example.org", "a"),
    withSecrets("http://[", "a"),
    "https://s3cretUser:s3cret/Password@x/a",
  ];
  const datasets = { CLOTHING_URL: "clothing", COMPLETE_THE_LOOK_TSV: "complete-the-look" };
  const variables = ["DATASET", "SPLIT", "PROFILE", "MODELS", "BACKEND", "RUN", "SEED"]
    .concat("EMBEDDINGS", "ENCODER")
    .concat("CLOTHING_URL", "COMPLETE_THE_LOOK_TSV", "COMPLETE_THE_LOOK_BOARDS");
  for (const variable of variables) {
    for (const value of bad) {
      const DATASET = datasets[variable as keyof typeof datasets] ?? "complete-the-look";
      const given: Record<string, string> = { DATASET, [variable]: value };
      const refuse = () => readSettings({}, { ...given, ...kernelEnvironment(given, "/typed/in") });
      assert.throws(refuse, (error) => {
        assertNoSecret(variable, Deno.inspect(error));
        return error instanceof RangeError && error.message.includes("current value is");
      }, `${variable}=${value}`);
    }
  }
  const address = withSecrets("s3://bucket", "items");
  await assert.rejects(Catalogue.exists(address), (error) => {
    assertNoSecret("the catalogue", Deno.inspect(error));
    return error instanceof RangeError;
  });
});
