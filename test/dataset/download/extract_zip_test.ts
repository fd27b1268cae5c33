import assert from "node:assert/strict";
import { join } from "node:path";
import { type ExtractOptions, extractZip } from "../../../lib/dataset/download/extract_zip.ts";
import { zipBytes, type ZipEntry } from "../zip_bytes.ts";

async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "lookalike-zip-" });
  try {
    await work(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function extract(
  folder: string,
  archive: readonly ZipEntry[] | Uint8Array,
  options?: ExtractOptions,
): Promise<number> {
  const path = join(folder, "archive.zip");
  await Deno.writeFile(path, archive instanceof Uint8Array ? archive : zipBytes(archive));
  return await extractZip(path, join(folder, "out"), options);
}

Deno.test("extractZip() writes files and folders", () =>
  inFolder(async (folder) => {
    const steps: string[] = [];
    const files = await extract(folder, [
      { name: "top/" },
      { name: "top/Ünï código.txt", content: "one" },
      { name: "top/a/b/empty" },
      { name: "..hidden..", content: new Uint8Array(200_000).fill(7) },
      // As an archive from Windows: no kind of file at all.
      { name: "dos.txt", content: "two", mode: 0 },
    ], { onProgress: (done, total) => steps.push(`${done}/${total}`) });
    assert.equal(files, 4);
    const out = join(folder, "out");
    assert.equal(await Deno.readTextFile(join(out, "top", "Ünï código.txt")), "one");
    assert.equal((await Deno.stat(join(out, "top", "a", "b", "empty"))).size, 0);
    assert.deepEqual(
      await Deno.readFile(join(out, "..hidden..")),
      new Uint8Array(200_000).fill(7),
    );
    assert.deepEqual(steps, ["1/5", "2/5", "3/5", "4/5", "5/5"]);
    assert.deepEqual([...Deno.readDirSync(folder)].map(({ name }) => name).sort(), [
      "archive.zip",
      "out",
    ]);
  }));

Deno.test("extractZip() refuses archives that would leave their folder or fill the disk", () =>
  inFolder(async (folder) => {
    const good: ZipEntry = { name: "good.txt", content: "good" };
    const cases: [entry: ZipEntry, message: RegExp, options?: ExtractOptions][] = [
      [{ name: "../evil" }, /its name must stay in the folder: "\.\.\/evil"/],
      [{ name: "a/../../evil" }, /must stay in the folder/],
      [{ name: "/etc/evil" }, /must stay in the folder/],
      [{ name: "a//b" }, /must stay in the folder/],
      [{ name: "./a" }, /must stay in the folder/],
      [{ name: "" }, /must stay in the folder|in order/],
      [{ name: "C:/evil" }, /its name must be plain/],
      [{ name: "..\\evil" }, /its name must be plain/],
      [{ name: "\\\\host\\evil" }, /its name must be plain/],
      [{ name: "a\0b" }, /its name must be plain/],
      [{ name: "good.txt" }, /its name must be there once: "good.txt"/],
      [{ name: "GOOD.txt" }, /its name must be there once/],
      [{ name: "link", content: "/etc/passwd", mode: 0o120777 }, /not a link or a device: "link"/],
      [{ name: "device", mode: 0o020666 }, /not a link or a device/],
      [{ name: "disk", mode: 0o060666 }, /not a link or a device/],
      [{ name: "pipe", mode: 0o010666 }, /not a link or a device/],
      [{ name: "folder/", mode: 0o100644 }, /not a link or a device/],
      [{ name: "b", content: "123456789" }, /at most 8 bytes: "b"/, { maxFileBytes: 8 }],
      [{ name: "b", content: "123456789" }, /all files together/, { maxBytes: 12 }],
      [{ name: "b" }, /at most 1 entries/, { maxEntries: 1 }],
      [{ name: "bomb", content: new Uint8Array(3_000_000) }, /at most 100 times larger/],
      [{ name: "b", content: "123456789", claims: { crc: 1 } }, /a zip file in order/],
      [{ name: "b", content: "123456789", claims: { size: 4 } }, /in order/],
    ];
    for (const [entry, message, options] of cases) {
      await assert.rejects(extract(folder, [good, entry], options), message);
      assert.deepEqual(
        [...Deno.readDirSync(folder)].map(({ name }) => name),
        ["archive.zip"],
        `"${entry.name}" left something behind`,
      );
    }
  }));

Deno.test("extractZip() refuses what is no zip file, or cut off", () =>
  inFolder(async (folder) => {
    const zip = zipBytes([{ name: "a", content: "x".repeat(5000) }, { name: "b", content: "y" }]);
    for (const bytes of [new Uint8Array(), new TextEncoder().encode("<html>"), zip.slice(0, -30)]) {
      await assert.rejects(extract(folder, bytes), {
        name: "SyntaxError",
        message: /^Cannot extract archive as it must be a zip file in order/,
      });
    }
    await assert.rejects(
      extract(folder, zip, { signal: AbortSignal.abort(new Error("enough")) }),
      /enough/,
    );
    assert.deepEqual([...Deno.readDirSync(folder)].map(({ name }) => name), ["archive.zip"]);
  }));
