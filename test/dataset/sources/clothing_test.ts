import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { join } from "node:path";
import {
  CLOTHING,
  clothingMessage,
  clothingSource,
} from "../../../lib/dataset/sources/clothing.ts";
import { photoBytes, servePhotos } from "../download/photo_server.ts";
import { zipBytes } from "../zip_bytes.ts";
import { prepareHere } from "../../photos.ts";

const FAST = { attempts: 2, baseMs: 2, stallMs: 60_000 };

async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "lookalike-clothing-" });
  try {
    await work(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** An archive as GitHub makes it: all in one folder, a licence beside the photos. */
async function makeArchive(): Promise<Uint8Array<ArrayBuffer>> {
  const photos = await Promise.all([1, 2, 3, 4].map((shade) => photoBytes(shade)));
  const root = "clothing-dataset-small-master";
  return zipBytes([
    { name: `${root}/` },
    { name: `${root}/LICENSE`, content: "CC0" },
    { name: `${root}/train/` },
    { name: `${root}/train/dress/a.jpg`, content: photos[0] },
    { name: `${root}/train/shoes/b.jpg`, content: photos[1] },
    { name: `${root}/validation/dress/c.jpg`, content: photos[2] },
    { name: `${root}/test/shoes/d.jpg`, content: photos[3] },
  ]);
}

Deno.test("clothingSource() downloads and extracts once, then is a folder of photos", () =>
  inFolder(async (folder) => {
    const zip = await makeArchive();
    await using server = servePhotos((path) => (n) =>
      path === "/moved.zip"
        ? new Response(null, { status: 302, headers: { location: "/real.zip" } })
        : n === 1
        ? new Response(zip.slice(0, 500), { status: 503 })
        : new Response(zip)
    );
    const directory = join(folder, "clothing");
    const archive = `${server.base}/moved.zip`;
    let bytes = 0;
    const messages: string[] = [];
    const options = {
      directory,
      archive,
      ...FAST,
      onMessage: (message: string) => void messages.push(message),
      onDownload: (now: number) => bytes = now,
    };
    const source = await clothingSource(options);
    assert.equal(messages.length, 1);
    const [folderOfArchive] = [...Deno.readDirSync(directory)].filter((entry) => entry.isDirectory);
    const origin = join(directory, folderOfArchive!.name, "origin.json");
    assert.deepEqual(JSON.parse(await Deno.readTextFile(origin)), {
      archive,
      bytes: zip.length,
      sha256: createHash("sha256").update(zip).digest("hex"),
      files: 5,
    });
    assert.equal(bytes, zip.length);
    assert.deepEqual(
      source.photos.map(({ file, items }) => [file, items[0]!.category, items[0]!.split]),
      [
        ["test/shoes/d.jpg", "shoes", "test"],
        ["train/dress/a.jpg", "dress", "train"],
        ["train/shoes/b.jpg", "shoes", "train"],
        ["validation/dress/c.jpg", "dress", "validation"],
      ],
    );
    const store = await prepareHere(source, {
      directory: join(folder, "store"),
      name: "clothing",
      seed: 1,
    });
    assert.equal(store.count, 4);
    store.close();
    const asked = server.requests.length;
    const again = await clothingSource(options);
    assert.equal(server.requests.length, asked);
    assert.equal(messages.length, 1, "nothing is fetched again");
    assert.deepEqual(again, source);
    assert.deepEqual(
      [...Deno.readDirSync(join(directory, folderOfArchive!.name))].map(({ name }) => name).sort(),
      ["origin.json", "photos"],
      "the archive is not kept",
    );
  }));

Deno.test("clothingSource() takes a local archive, whose photos may lie at its top", () =>
  inFolder(async (folder) => {
    const archive = join(folder, "mine.zip");
    await Deno.writeFile(
      archive,
      zipBytes([
        { name: "dress/a.jpg", content: await photoBytes(1) },
        { name: "shoes/b.jpg", content: await photoBytes(2) },
      ]),
    );
    const options = { directory: join(folder, "clothing"), archive };
    const source = await clothingSource(options);
    assert.deepEqual(source.photos.map(({ file }) => file), ["dress/a.jpg", "shoes/b.jpg"]);
    assert.ok((await Deno.stat(archive)).isFile, "a person's archive is kept");
    // Another archive of the same name is another data set.
    await Deno.writeFile(archive, zipBytes([{ name: "hats/a.jpg", content: await photoBytes(3) }]));
    const other = await clothingSource(options);
    assert.deepEqual(other.photos.map(({ items }) => items[0]!.category), ["hats"]);
  }));

Deno.test("clothingSource() leaves nothing that counts when it fails", () =>
  inFolder(async (folder) => {
    const good = await makeArchive();
    const evil = zipBytes([{ name: "train/dress/a.jpg" }, { name: "../../evil" }]);
    const bodies: Record<string, Uint8Array<ArrayBuffer>> = {
      "/evil.zip": evil,
      "/page.zip": new TextEncoder().encode("<html>sign in"),
      "/cut.zip": good.slice(0, good.length - 100),
    };
    await using server = servePhotos((path) => {
      const body = bodies[path];
      return body && (() => new Response(body));
    });
    for (
      const [name, error] of [
        ["evil", /its name must stay in the folder/],
        ["page", /must be a zip file in order/],
        ["cut", /must be a zip file in order/],
        ["gone", /as the server must send it: after 1 attempts it answered 404/],
      ] as const
    ) {
      const messages: string[] = [];
      const options = {
        directory: folder,
        archive: `${server.base}/${name}.zip`,
        ...FAST,
        onMessage: (message: string) => void messages.push(message),
      };
      for (let time = 0; time < 2; time++) await assert.rejects(clothingSource(options), error);
      assert.equal(messages.length, 2, "it is fetched anew");
    }
    await assert.rejects(clothingSource({ directory: folder, archive: join(folder, "no.zip") }), {
      name: "RangeError",
      message: /must be an address or an existing file/,
    });
    // The same address works later.
    bodies["/evil.zip"] = good;
    const source = await clothingSource({
      directory: folder,
      archive: `${server.base}/evil.zip`,
      ...FAST,
    });
    assert.equal(source.photos.length, 4);
  }));

Deno.test("clothingMessage() says what it is, its licence, size and address", () => {
  const notice = clothingMessage({ directory: "data/clothing", archive: CLOTHING.archive });
  for (const part of ["CC0", "3781 photos", "about 110 MB", CLOTHING.archive, "data/clothing"]) {
    assert.ok(notice.includes(part), part);
  }
  assert.match(
    clothingMessage({ directory: "x", archive: "mine.zip" }),
    /Archive of size not known/,
  );
});
