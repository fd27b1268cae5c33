import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { join, relative } from "node:path";
import pl from "nodejs-polars";
import { readImageFolder } from "../../../lib/dataset/sources/folder.ts";
import { exportRun, historyEvents } from "../../../lib/report/export/export_run.ts";
import { readVectors } from "../../../lib/embedding/vector_files.ts";
import { FlatIndex } from "../../../lib/search/flat_index.ts";
import { provenanceIn } from "../../../lib/runs/provenance.ts";
import { readRun } from "../../../lib/runs/run_files.ts";
import { decodeSafetensors } from "../../../lib/io/safetensors.ts";
import { encodeSafetensors } from "../../io/encode_safetensors.ts";
import { prepareHere, writePhotos } from "../../photos.ts";
import { writeRun } from "../made_run.ts";

Deno.test("exportRun() writes vectors, photos and history, in one order", async () => {
  const folder = await Deno.makeTempDir();
  await writePhotos(join(folder, "photos"), 3);
  const datasets = join(folder, "datasets");
  const directory = join(datasets, "shapes");
  const source = await readImageFolder(join(folder, "photos"));
  const store = await prepareHere(source, { directory, name: "shapes", seed: 1 });
  store.close();
  const runDirectory = join(folder, "run");
  await writeRun(runDirectory, "run", { fingerprint: store.fingerprint });
  const options = { directory: join(folder, "export"), runDirectory, datasets };
  const files = await readRun("run", runDirectory);
  await assert.rejects(exportRun(files, options), /must have vectors: run notebook 05_evaluate/);

  const data = Float32Array.from({ length: 9 * 512 }, (_, i) => i / 7);
  const embeddings = join(runDirectory, "plus_layer", "embeddings.safetensors");
  const vectors = { dtype: "F32" as const, shape: [9, 512], data };
  const { weights } = await provenanceIn(runDirectory, ["plus_layer"]);
  const of = { weights: weights.plus_layer!, dataset: store.fingerprint };
  await Deno.writeFile(embeddings, encodeSafetensors({ vectors }, of));
  const written = await exportRun(files, options);
  assert.deepEqual(written.map((path) => relative(options.directory, path)), [
    "plus_layer.parquet",
    "plus_layer.safetensors",
    "tensorboard/plus_layer.bytes",
    "tensorboard/sprite.png",
    "tensorboard/metadata.tsv",
    "tensorboard/projector_config.pbtxt",
    "tensorboard/baseline/train/events.out.tfevents.lookalike",
    "tensorboard/baseline/validation/events.out.tfevents.lookalike",
    "tensorboard/plus_layer/train/events.out.tfevents.lookalike",
    "tensorboard/plus_layer/validation/events.out.tfevents.lookalike",
  ]);
  const read = (name: string) => Deno.readFile(join(options.directory, name));
  const exported = decodeSafetensors(await read("plus_layer.safetensors"));
  assert.deepEqual(exported.tensors.vectors!.data, data);
  assert.equal(exported.metadata.embedding, "encode");
  // All that is exported loads again, and so does what a run keeps.
  for (const name of ["plus_layer.parquet", "plus_layer.safetensors"]) {
    const { vectors, dim, ids } = await readVectors(join(options.directory, name));
    assert.deepEqual({ dim, ids }, { dim: 512, ids: store.items.map(({ id }) => id) });
    assert.deepEqual(vectors, data);
    assert.equal(FlatIndex.build(vectors, dim, ids).size, 9);
  }
  assert.deepEqual(
    new Float32Array((await read("tensorboard/plus_layer.bytes")).buffer),
    data,
  );
  const table = pl.readParquet(Buffer.from(await read("plus_layer.parquet")));
  assert.deepEqual(table.columns, ["id", "file", "category", "split", "vector"]);
  assert.deepEqual(table.getColumn("id").toArray(), store.items.map(({ id }) => id));
  // Parquet keeps metadata as text in its footer.
  const footer = new TextDecoder().decode(await read("plus_layer.parquet"));
  assert.match(footer, /embedding.{0,3}encode/s);
  const rows = table.toRecords() as unknown as { vector: number[] }[];
  assert.deepEqual(Float32Array.from(rows[4]!.vector), data.slice(4 * 512, 5 * 512));
  const lines = new TextDecoder().decode(await read("tensorboard/metadata.tsv")).split("\n");
  assert.equal(lines.length, 11);
  assert.equal(lines[5]!.split("\t")[0], store.items[4]!.id);

  await Deno.writeFile(
    embeddings,
    encodeSafetensors({ vectors: { ...vectors, shape: [18, 256] } }, of),
  );
  await assert.rejects(exportRun(files, options), /for each of 9 photos .* number is 18/);
  for (const what of ["weights", "dataset"] as const) {
    const other = encodeSafetensors({ vectors }, { ...of, [what]: "0".repeat(64) });
    await Deno.writeFile(join(runDirectory, "plus_layer", "embeddings.safetensors"), other);
    await assert.rejects(
      exportRun(files, options),
      /\(run notebook 05_evaluate again\) as its vectors must be of the (weights|photos) that/,
    );
  }
  await Deno.writeFile(embeddings, encodeSafetensors({ vectors }, of));
  await assert.rejects(
    exportRun(files, { ...options, datasets: join(folder, "none") }),
    /photos of "made" must be prepared here .*: run notebook 01_data_prep/,
  );
  await Deno.remove(folder, { recursive: true });
});

Deno.test("historyEvents() puts the last epoch where the file was written", () => {
  const row = { best: true, imagesPerSecond: 20, trainLoss: 0.5 };
  const { train, validation } = historyEvents({
    history: [
      { ...row, epoch: 1, validationLoss: null, seconds: 5 },
      { ...row, epoch: 2, validationLoss: 0.4, seconds: 7 },
    ],
  }, 1000);
  assert.deepEqual(train.map(({ tag, step, wallTime }) => [tag, step, wallTime]), [
    ["loss", 1, 993],
    ["images_per_second", 1, 993],
    ["loss", 2, 1000],
    ["images_per_second", 2, 1000],
  ]);
  assert.deepEqual(validation, [{ tag: "loss", step: 2, value: 0.4, wallTime: 1000 }]);
});
