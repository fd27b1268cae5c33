import assert from "node:assert/strict";
import { join } from "node:path";
import { uniformAt } from "../../lib/io/random.ts";
import { decodeSafetensors, encodeSafetensors } from "../../lib/io/safetensors.ts";
import { loadTransform, openTransform, saveTransform } from "../../lib/embedding/transform_file.ts";
import { fitTransform } from "../../lib/embedding/transforms.ts";

const STEPS = ["centre", { whiten: 2 }, "l2"] as const;
const ROWS = Float32Array.from({ length: 20 * 3 }, (_, i) => uniformAt(3, i) * (1 + i % 3));
const EXPECTED = { steps: STEPS, dim: 3, fingerprint: "abc" };

async function inFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await use(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("loadTransform() reads what saveTransform() wrote, number for number", async () => {
  await inFolder(async (folder) => {
    const path = join(folder, "t.safetensors");
    const transform = await fitTransform(STEPS, ROWS, { dim: 3 });
    await saveTransform(path, transform, "abc");
    const read = await loadTransform(path, EXPECTED);
    assert.deepEqual(read!.fitted, transform.fitted);
    assert.deepEqual(await read!.apply(ROWS), await transform.apply(ROWS));
    assert.equal(read!.outputDim, 2);
    const { tensors } = decodeSafetensors(await Deno.readFile(path));
    assert.deepEqual(
      Object.entries(tensors).map(([name, { dtype, shape }]) => [name, dtype, [...shape]]),
      [
        ["0.mean", "F32", [3]],
        ["1.components", "F32", [2, 3]],
        ["1.deviations", "F32", [2]],
        ["1.mean", "F32", [3]],
      ],
    );
  });
});

Deno.test("loadTransform() reads class posteriors, and openTransform() fits anew for other labels", async () => {
  await inFolder(async (directory) => {
    const labels = Array.from({ length: 20 }, (_, i) => "abc"[Math.floor(i / 7)]!);
    const steps = [{ whiten: 3 }, "posteriors"] as const;
    const input = { directory, steps, vectors: ROWS, dim: 3, labels };
    const first = await openTransform(input);
    assert.equal(first.outputDim, 3);
    const path = join(directory, "transform-whiten-3-posteriors.safetensors");
    const { mtime } = await Deno.stat(path);
    const again = await openTransform(input);
    assert.deepEqual(again.fitted, first.fitted);
    assert.deepEqual(await again.apply(ROWS), await first.apply(ROWS));
    assert.deepEqual((await Deno.stat(path)).mtime, mtime);
    const others = await openTransform({
      ...input,
      labels: labels.map((_, i) => labels[i * 7 % 20]!),
    });
    assert.notDeepEqual(others.fitted, first.fitted);
  });
});

Deno.test("loadTransform() takes a transform of other vectors, steps or dims for none", async () => {
  await inFolder(async (folder) => {
    const path = join(folder, "t.safetensors");
    assert.equal(await loadTransform(path, EXPECTED), undefined);
    await saveTransform(path, await fitTransform(STEPS, ROWS, { dim: 3 }), "abc");
    for (const other of [{ fingerprint: "abd" }, { dim: 4 }, { steps: ["l2"] as const }]) {
      assert.equal(await loadTransform(path, { ...EXPECTED, ...other }), undefined);
    }
  });
});

Deno.test("loadTransform() refuses a file that is damaged", async () => {
  await inFolder(async (folder) => {
    const path = join(folder, "t.safetensors");
    await saveTransform(path, await fitTransform(STEPS, ROWS, { dim: 3 }), "abc");
    const { tensors, metadata } = decodeSafetensors(await Deno.readFile(path));
    const write = async (changed: typeof tensors, more = metadata) => {
      await Deno.writeFile(path, encodeSafetensors(changed, more));
      return await loadTransform(path, EXPECTED);
    };
    const f32 = (shape: number[], data: number[]) => ({
      dtype: "F32" as const,
      shape,
      data: Float32Array.from(data),
    });
    const { "1.mean": mean, ...rest } = tensors;
    for (
      const changed of [
        { ...tensors, "0.mean": f32([3], [1, NaN, 1]) },
        { ...tensors, "0.mean": f32([2], [1, 1]) },
        { ...tensors, "1.deviations": f32([3], [1, 1, 1]) },
        { ...tensors, "1.deviations": f32([2], [1, 0]) },
        rest,
      ]
    ) {
      await assert.rejects(write(changed), { name: "SyntaxError", message: /checksum mismatch$/ });
    }
    // Without a checksum, what is missing is named.
    const { sha256: _, ...unsigned } = metadata;
    await assert.rejects(write(rest, unsigned), {
      name: "SyntaxError",
      message: /"1\.mean" is missing$/,
    });
    assert.ok(await write({ ...rest, "1.mean": mean! }, unsigned));
    // An earlier format is computed again.
    assert.equal(await write(tensors, { ...unsigned, format: "lookalike-transform-1" }), undefined);
    await Deno.writeFile(path, new Uint8Array(3));
    await assert.rejects(loadTransform(path, EXPECTED), { name: "SyntaxError" });
  });
});

Deno.test("openTransform() fits once for the same vectors, and anew for others", async () => {
  await inFolder(async (directory) => {
    const input = { directory, steps: STEPS, vectors: ROWS, dim: 3 };
    const first = await openTransform(input);
    const path = join(directory, "transform-centre-whiten-2-l2.safetensors");
    const { mtime } = await Deno.stat(path);
    assert.deepEqual((await openTransform(input)).fitted, first.fitted);
    assert.deepEqual((await Deno.stat(path)).mtime, mtime);
    const others = ROWS.map((value) => value + 1);
    const second = await openTransform({ ...input, vectors: others });
    const [a, b] = [first, second].map(({ fitted: [centre] }) =>
      centre!.kind === "centre" ? centre!.mean[0]! : NaN
    );
    assert.ok(Math.abs(b! - a! - 1) < 1e-5);
  });
});
