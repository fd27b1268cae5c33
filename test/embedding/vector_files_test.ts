import assert from "node:assert/strict";
import { join } from "node:path";
import pl from "nodejs-polars";
import { readVectors } from "../../lib/embedding/vector_files.ts";
import { parquetOf } from "../../lib/io/parquet.ts";
import { encodeSafetensors } from "../io/encode_safetensors.ts";
import { python } from "../python.ts";

const folder = await Deno.makeTempDir();
const IDS = ["hat/1.jpg", "bag/ü.jpg", "c"];
const VECTORS = Float32Array.of(1, 2, 0.5, -4, 0, 8);
const write = async (name: string, bytes: Uint8Array) => {
  await Deno.writeFile(join(folder, name), bytes);
  return join(folder, name);
};
const ids = JSON.stringify(IDS);

/** A `.npy` file of these header fields and bytes. */
function npy(descr: string, shape: string, data: ArrayBuffer, order = "False"): Uint8Array {
  const dict = `{'descr': '${descr}', 'fortran_order': ${order}, 'shape': ${shape}, }`;
  const header = dict.padEnd(117) + "\n"; // 10 + 118 = 128, a multiple of 64
  const text = new TextEncoder().encode(`_NUMPY\x01\x00v\x00${header}`);
  text[0] = 0x93;
  return new Uint8Array([...text, ...new Uint8Array(data)]);
}

Deno.test("readVectors() reads safetensors, Parquet and npy with the same result", async () => {
  const expected = (stem: string) => {
    return { name: `${stem} (2-d)`, dim: 2, vectors: VECTORS, ids: IDS };
  };
  const tensor = { dtype: "F32", shape: [3, 2], data: VECTORS } as const;
  const one = await write("clip.v2.safetensors", encodeSafetensors({ vectors: tensor }, { ids }));
  assert.deepEqual(await readVectors(one), expected("clip.v2"));
  const halves = { dtype: "F16", shape: [3, 2], data: Float16Array.from(VECTORS) } as const;
  const half = await write("half.safetensors", encodeSafetensors({ features: halves }, { ids }));
  assert.deepEqual(await readVectors(half), expected("half"));
  const table = parquetOf([
    { name: "width", type: "whole", values: [1, 2, 3] },
    { name: "file", type: "text", values: IDS },
    { name: "pixels", type: "vector", dim: 2, values: VECTORS },
  ]);
  assert.deepEqual(await readVectors(await write("dino.parquet", table)), expected("dino"));
  await Deno.writeTextFile(join(folder, "np.ids.txt"), IDS.join("\r\n") + "\n");
  for (
    const [descr, values] of [
      ["<f4", VECTORS],
      ["<f8", Float64Array.from(VECTORS)],
      ["<f2", Float16Array.from(VECTORS)],
    ] as const
  ) {
    const path = await write("np.npy", npy(descr, "(3, 2)", values.buffer as ArrayBuffer));
    assert.deepEqual(await readVectors(path), expected("np"), descr);
  }
  const array = await write("np.npy", npy("<f4", "(3, 2)", VECTORS.buffer as ArrayBuffer));
  for (const text of [`\ufeff${IDS.join("\n")}`, IDS.join("\r"), `${IDS.join("\n")}\n\n`]) {
    await Deno.writeTextFile(join(folder, "np.ids.txt"), text);
    assert.deepEqual(await readVectors(array), expected("np"), JSON.stringify(text));
  }
  await Deno.writeFile(join(folder, "np.ids.txt"), Uint8Array.of(0x61, 0xfc));
  await assert.rejects(readVectors(array), /"np.ids.txt" as it must be text in UTF-8/);
});

Deno.test("readVectors() refuses what it cannot take, with what to do", async () => {
  const shape = [3, 2];
  const vectors = { dtype: "F32", shape, data: VECTORS } as const;
  const refuses = async (name: string, bytes: Uint8Array, message: RegExp) => {
    await assert.rejects(readVectors(await write(name, bytes)), message);
  };
  await assert.rejects(readVectors(join(folder, "none.npy")), /there must be a file ".*none.npy"/);
  await refuses("a.csv", new Uint8Array(1), /must end with one of .safetensors, .parquet, .npy/);
  const pointer = new TextEncoder().encode("version https://git-lfs.github.com/spec/v1\n");
  for (const scale of [1e25, 1e-25]) {
    const scaled = { ...vectors, data: vectors.data.map((value) => value * scale) };
    const bytes = encodeSafetensors({ vectors: scaled }, { ids });
    await refuses(
      "scaled.safetensors",
      bytes,
      /largest value of vectors must be from 1e-15 to 1e15, so/,
    );
  }
  for (const ending of ["safetensors", "parquet", "npy"]) {
    await refuses(`lfs.${ending}`, pointer, /: it is a pointer of Git LFS \(git lfs pull gets/);
  }
  await refuses("a.safetensors", encodeSafetensors({ vectors }), /into "a.ids.txt" beside it/);
  await refuses(
    "b.safetensors",
    encodeSafetensors({ left: vectors, right: vectors }, { ids }),
    /one tensor of two axes, or one named "vectors": it has "left", "right"/,
  );
  await refuses(
    "c.safetensors",
    encodeSafetensors({ vectors }, { ids: '["a","b"]' }),
    /an id for each of 3 vectors: 2 are/,
  );
  await refuses(
    "d.safetensors",
    encodeSafetensors({ vectors }, { ids: '["a","b","a"]' }),
    /each id must stand once: "a" is twice/,
  );
  const bad = { ...vectors, data: Float32Array.of(1, 2, 3, NaN, 5, 6) };
  await refuses("e.safetensors", encodeSafetensors({ vectors: bad }, { ids }), /row 1, column 1/);
  const bytes = { dtype: "U8", shape, data: new Uint8Array(6) } as const;
  await refuses("f.safetensors", encodeSafetensors({ vectors: bytes }, { ids }), /they are U8/);
  const lists = pl.DataFrame([
    pl.Series("id", ["a", "b"], pl.Utf8),
    pl.Series("vector", [[1], [2, 3, 4]], pl.List(pl.Float32)),
  ]);
  await refuses("g.parquet", lists.writeParquet(), /lists of "vector" must be of one length/);
  const text = parquetOf([{ name: "id", type: "text", values: ["a"] }]);
  await refuses("h.parquet", text, /one column of lists, or one named "vectors": it has none/);
  const data = VECTORS.buffer as ArrayBuffer;
  await refuses("i.npy", npy("<i4", "(3, 2)", data), /astype\("float32"\)\): it is "<i4"/);
  await refuses("j.npy", npy("<f4", "(3, 2)", data, "True"), /ascontiguousarray/);
  await refuses("k.npy", npy("<f4", "(4, 2)", data), /must take 32 bytes: 24 left/);
  await refuses("l.npy", new Uint8Array(20), /begin as NumPy's files do/);
  await refuses("m.npy", npy("<f4", "(6,)", data).slice(), /m\.ids\.txt|must be \[n, dim\]/);
});

const needed = await python(["numpy", "pyarrow", "safetensors", "polars"]);
Deno.test({
  ...needed.test("readVectors() reads what numpy, safetensors, pyarrow and Polars write"),
  async fn() {
    await needed.run(
      `import sys, json, numpy as np, pyarrow as pa, pyarrow.parquet as pq, polars as pl
from safetensors.numpy import save_file
ids = json.loads(sys.argv[2])
v = np.array(${JSON.stringify([...VECTORS])}).reshape(3, 2)
out = lambda name: f"{sys.argv[1]}/{name}"
for kind in ("float16", "float32", "float64"):
    w = v.astype(kind)
    save_file({"embeddings": w}, out(f"py_{kind}.safetensors"), {"ids": json.dumps(ids)})
    np.save(out(f"py_{kind}.npy"), w)
    open(out(f"py_{kind}.ids.txt"), "w").write("\\n".join(ids))
    rows = pa.array([list(r) for r in w], pa.list_(pa.from_numpy_dtype(w.dtype)))
    pq.write_table(pa.table({"id": ids, "vector": rows}), out(f"py_{kind}.parquet"))
fixed = pa.FixedSizeListArray.from_arrays(v.astype("float32").ravel(), 2)
pq.write_table(pa.table({"id": ids, "vector": fixed}), out("py_fixed.parquet"))
pl.DataFrame({"id": ids, "embedding": v.astype("float32")}).write_parquet(out("py_polars.parquet"))
pl.DataFrame({"id": ids, "embedding": v.tolist()}).write_parquet(out("py_polars64.parquet"))`,
      [folder, ids],
    );
    const names = [...Deno.readDirSync(folder)].map(({ name }) => name)
      .filter((name) => name.startsWith("py_") && !name.endsWith(".txt"));
    assert.equal(names.length, 12);
    for (const name of names) {
      const { vectors, ids } = await readVectors(join(folder, name));
      assert.deepEqual({ vectors, ids }, { vectors: VECTORS, ids: IDS }, name);
    }
  },
});

Deno.test("after the files", async () => await Deno.remove(folder, { recursive: true }));
