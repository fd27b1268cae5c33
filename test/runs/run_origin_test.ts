import assert from "node:assert/strict";
import { join } from "node:path";
import sharp from "sharp";
import { readContents } from "../../lib/dataset/store/image_store.ts";
import { datasetDirectory, runDirectory } from "../../lib/runs/directories.ts";
import { createExperiment } from "../../lib/runs/experiment.ts";
import { saveExperiment } from "../../lib/runs/experiment_record.ts";
import { findDataset } from "../../lib/runs/folder_names.ts";
import { openDataset } from "../../lib/runs/open_dataset.ts";
import { readSettings } from "../../lib/runs/settings.ts";
import { writePhotos } from "../photos.ts";

Deno.test("openDataset() refuses photos that changed since the run was made, and says what did", async () => {
  const photos = await Deno.makeTempDir({ prefix: "lookalike-changed-" });
  await writePhotos(photos, 6);
  const run = `test-changed-${Deno.pid}`;
  const settings = readSettings({ dataset: photos, profile: "tiny", run }, {});
  const directory = datasetDirectory(settings);
  try {
    const store = await openDataset(settings);
    const backend = { name: "cpu", device: "JavaScript", gpu: false } as const;
    await saveExperiment(createExperiment(settings, "plus_layer"), store, backend);
    store.close();
    const before = await readContents(directory);
    // The same photos with other times are the same data set.
    await Deno.utime(join(photos, "Hats/0.jpeg"), 1, 1);
    (await openDataset(settings)).close();

    await Deno.copyFile("data/pictures/query.jpg", join(photos, "Hats/new.jpg"));
    await Deno.remove(join(photos, "Dresses/0.jpeg"));
    await Deno.rename(join(photos, "Dresses/1.png"), join(photos, "Hats/moved.png"));
    const recoloured = await sharp(await Deno.readFile(join(photos, "Hats/2.webp"))).negate()
      .toBuffer();
    await Deno.writeFile(join(photos, "Hats/2.webp"), recoloured);
    for (let time = 0; time < 2; time++) {
      await assert.rejects(openDataset(settings), (error: Error) => {
        assert.equal(error.name, "OtherStateError");
        for (
          const words of [
            `in run "${run}"`,
            "1 added (Hats/new.jpg); 1 removed (Dresses/0.jpeg); " +
            "1 renamed (Dresses/1.png to Hats/moved.png); 1 changed (Hats/2.webp)",
            "choose another RUN",
            `delete data/runs/${run} and data/reports/${run}`,
          ]
        ) assert.ok(error.message.includes(words), `${error.message}: ${words}`);
        return true;
      });
    }
    assert.deepEqual(await readContents(directory), before);

    // Another run takes the photos as they are now.
    const other = await openDataset({ ...settings, run: `${run}-other` });
    assert.notEqual(other.fingerprint, before.fingerprint);
    other.close();
    // The images of the older run are kept, and still tell what changed.
    const kept = await findDataset(before.fingerprint);
    assert.deepEqual(await readContents(kept!.directory), before);
    await assert.rejects(openDataset(settings), /1 added \(Hats\/new.jpg\); 1 removed/);
    await Deno.remove(kept!.directory, { recursive: true });
    await assert.rejects(openDataset(settings), /the former ones are no longer here/);
    await assert.rejects(openDataset({ ...settings, seed: 7 }), /SEED was 42 and is 7/);
  } finally {
    for (
      const path of [
        photos,
        runDirectory(settings),
        directory,
        datasetDirectory({ ...settings, seed: 7 }),
      ]
    ) await Deno.remove(path, { recursive: true }).catch(() => {});
  }
});
