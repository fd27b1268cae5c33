import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { readImageFolder } from "../../lib/dataset/sources/folder.ts";
import { openImageStore } from "../../lib/dataset/store/image_store.ts";
import { prepareDataset } from "../../lib/dataset/prepare.ts";
import { STORE_FILES } from "../../lib/dataset/store/store_files.ts";
import { writePhotos } from "../photos.ts";
import { filesOf, workshop } from "./workshop.ts";

Deno.test("a preparation that is killed leaves no store, and the next makes the same one", async () => {
  await using work = await workshop();
  const count = await writePhotos(work.photos, 12);
  const source = await readImageFolder(work.photos);
  const undisturbed = { directory: work.store("undisturbed"), name: "killed", seed: 1 };
  (await prepareDataset(source, undisturbed)).close();
  const program = fileURLToPath(new URL("./killed_preparation.ts", import.meta.url));
  for (const howMany of [1, 20, count]) {
    const directory = work.store(`killed ${howMany}`);
    const args = ["run", "-A", program, work.photos, directory, String(howMany)];
    const { signal } = await new Deno.Command(Deno.execPath(), { args, cwd: "/" }).output();
    assert.equal(signal, "SIGKILL");
    await assert.rejects(openImageStore(directory), /"dataset.json" is missing/);
    const warnings: string[] = [];
    const onWarning = (warning: string) => void warnings.push(warning);
    (await prepareDataset(source, { ...undisturbed, directory, onWarning })).close();
    assert.match(warnings.join(), /^process \d+ on .* did not end as it should/);
    assert.deepEqual(await filesOf(directory), await filesOf(undisturbed.directory));
    const left = [...Deno.readDirSync(directory)].map(({ name }) => name).sort();
    assert.deepEqual(left, [".lock", ...Object.values(STORE_FILES)].sort());
  }
});
