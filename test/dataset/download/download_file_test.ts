import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { downloadFile } from "../../../lib/dataset/download/download_file.ts";
import { brokenBody, servePhotos } from "./photo_server.ts";

const FAST = { maxBytes: 1_000_000, baseMs: 2, stallMs: 60_000 };

Deno.test("downloadFile() begins anew when the connection breaks", async () => {
  const folder = await Deno.makeTempDir();
  const bytes = Uint8Array.from({ length: 300_000 }, (_, i) => i % 253);
  await using server = servePhotos((path) => (n) =>
    path === "/gone"
      ? new Response(null, { status: 404 })
      : n === 1
      ? new Response(brokenBody(bytes.slice(0, 100_000)))
      : new Response(bytes)
  );
  try {
    const path = join(folder, "new", "file.zip");
    await Deno.mkdir(join(folder, "new"));
    await Deno.writeTextFile(`${path}.4711.tmp`, "of a killed program");
    const steps: [number, number | undefined][] = [];
    const done = await downloadFile(`${server.base}/file`, path, {
      ...FAST,
      onProgress: (bytes, total) => steps.push([bytes, total]),
    });
    assert.deepEqual(done, {
      bytes: 300_000,
      sha256: createHash("sha256").update(bytes).digest("hex"),
    });
    assert.deepEqual(await Deno.readFile(path), bytes);
    assert.deepEqual(steps.at(-1), [300_000, 300_000]);
    const other = join(folder, "other");
    await assert.rejects(
      downloadFile(`${server.base}/gone`, other, FAST),
      /^Error: Cannot download ".*\/gone" as the server must send it: after 1 attempts it answered 404$/,
    );
    await assert.rejects(
      downloadFile(`${server.base}/large`, other, { ...FAST, maxBytes: 1000 }),
      /has more than 1000 bytes/,
    );
    assert.deepEqual([...Deno.readDirSync(folder)].map(({ name }) => name), ["new"]);
    assert.deepEqual([...Deno.readDirSync(join(folder, "new"))].map(({ name }) => name), [
      "file.zip",
    ]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("downloadFile() refuses a trickle, and takes a slow connection that is fast enough", async () => {
  const folder = await Deno.makeTempDir();
  // Bytes every 20 ms: one, which no 5000 a second are, or 2000, which are more on a busy machine too.
  const drip = (size: number, drops: number) =>
    new ReadableStream({
      async pull(controller) {
        await new Promise((resolve) => setTimeout(resolve, 20));
        if (drops-- > 0) controller.enqueue(new Uint8Array(size));
        else controller.close();
      },
    });
  await using server = servePhotos((path) => () =>
    new Response(path === "/slow" ? drip(2000, 80) : drip(1, 1e6))
  );
  try {
    const options = { ...FAST, attempts: 2 };
    await assert.rejects(
      downloadFile(`${server.base}/trickle`, join(folder, "a"), { ...options, stallMs: 500 }),
      /after 2 attempts it sent \d+ bytes in 500 ms$/,
    );
    const { bytes } = await downloadFile(`${server.base}/slow`, join(folder, "b"), {
      ...options,
      stallMs: 3000,
    });
    assert.equal(bytes, 160_000);
    assert.deepEqual([...Deno.readDirSync(folder)].map(({ name }) => name), ["b"]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
