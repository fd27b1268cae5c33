import assert from "node:assert/strict";
import { join } from "node:path";
import sharp from "sharp";
import { LOG_FILE } from "../../../../lib/dataset/download/download_log.ts";
import { readTable } from "../../../../lib/dataset/sources/complete_the_look/read_table.ts";
import { completeTheLookSource } from "../../../../lib/dataset/sources/complete_the_look/source.ts";
import { IMAGE_BYTES } from "../../../../lib/dataset/store/image_size.ts";
import { needsShared, sharedPath } from "../../../shared.ts";
import { brokenBody, photoBytes, servePhotos } from "../../download/photo_server.ts";
import { drawBoxes, groupByBoard, signatureOf } from "./board_server.ts";
import { prepareHere } from "../../../photos.ts";

const HEADER = "image_signature bounding_x  bounding_y  bounding_width  bounding_height label";
const FAST = { attempts: 2, baseMs: 2, gapMs: 0, stallMs: 60_000 };
const sign = (n: number) => n.toString(16).padStart(32, "a");

async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "lookalike-look-" });
  try {
    await work(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function writeTable(folder: string, rows: readonly string[]): Promise<string> {
  const path = join(folder, "table.tsv");
  await Deno.writeTextFile(path, [HEADER, ...rows, ""].join("\n"));
  return path;
}

Deno.test("completeTheLookSource() downloads boards and crops them as the original does", () =>
  inFolder(async (folder) => {
    // On a board of 41 x 31 pixels: int(0.26 x 41) = 10, int(0.34 x 31) = 10, int(0.5 x 41) = 20,
    // int(0.4 x 31) = 12. The board is red there and white elsewhere.
    const red = { width: 20, height: 12, channels: 3, background: "#f00" } as const;
    const board = await sharp({
      create: { width: 41, height: 31, channels: 3, background: "#fff" },
    }).composite([{ input: { create: red }, left: 10, top: 10 }]).png().toBuffer();
    const tsv = await writeTable(folder, [
      `${sign(1)}\t0.26\t0.34\t0.5\t0.4\tCoats & Jackets`,
      // 0.01 x 41 is less than a pixel: clamped to the edge, its width kept.
      `${sign(1)}\t-0.01\t0\t0.5\t1\tHats`,
      "a malformed line",
      `${sign(2)}\t0\t0\t1\t1\tHats`,
      // 0.009 x 400 = 3.6 pixels beyond the edge.
      `${sign(3)}\t0.509\t0\t0.5\t1\tHats`,
      `${sign(3)}\t0.2\t0\t0.5\t1\tShoes`,
      `${sign(4)}\t0\t0\t1\t1\tShoes`,
      `${sign(5)}\t0\t0\t1\t1\tShoes`,
    ]);
    const wide = await photoBytes(3, { side: 400 });
    await using server = servePhotos((path) => {
      if (signatureOf(path) === sign(1)) return () => new Response(new Uint8Array(board));
      if (signatureOf(path) === sign(3)) return () => new Response(wide);
      if (signatureOf(path) === sign(2)) return undefined;
      return async () => new Response(await photoBytes(Number(path.at(-5))));
    });
    const directory = join(folder, "boards");
    const options = { tsv, directory, seed: 3, boardsUrl: `${server.base}/400x/`, download: FAST };
    const { source, table, downloads } = await completeTheLookSource(options);
    assert.deepEqual(
      server.requests.map(({ path }) => path).sort()[0],
      `/400x/aa/aa/aa/${sign(1)}.jpg`,
    );
    assert.deepEqual([table.rows, table.malformed, table.boards], [7, 1, 5]);
    assert.deepEqual([downloads.total, downloads.downloaded, downloads.failed], [5, 4, 1]);
    assert.deepEqual(source.skipped, [
      { file: "line 4 of the table", reason: "has 1 fields in place of 6" },
      { file: `${sign(2)}.jpg`, reason: "could not be downloaded (answered 404)" },
    ]);
    const prepared = { directory: join(folder, "store"), name: "look", seed: 3 };
    const store = await prepareHere(source, prepared);
    assert.deepEqual(
      store.items.map(({ id, category, width, height }) => [id, category, width, height]),
      [
        [`${sign(1)}-0`, "Coats", 20, 12],
        [`${sign(1)}-1`, "Hats", 20, 31],
        [`${sign(3)}-1`, "Shoes", 200, 400],
        [`${sign(4)}-0`, "Shoes", 40, 40],
        [`${sign(5)}-0`, "Shoes", 40, 40],
      ],
    );
    assert.deepEqual(store.items[0]!.box, [0.26, 0.34, 0.5, 0.4]);
    assert.equal(store.items[0]!.group, sign(1));
    const pixels = await store.readImages([0]);
    assert.equal(pixels.length, IMAGE_BYTES);
    assert.ok(pixels.every((byte, i) => byte === (i % 3 === 0 ? 255 : 0)), "not all red");
    assert.match(
      store.skipped.at(-1)!.reason,
      /^gives no crop \(".*-0": box .* leaves the photo of 400 x 400 pixels by a pixel or more\)$/,
    );
    store.close();
    // Only the board that could not be had is asked for, and what is there is the same data set.
    const asked = server.requests.length;
    const later = await completeTheLookSource(options);
    assert.equal(server.requests.length, asked + 1);
    assert.deepEqual([later.downloads.present, later.downloads.downloaded], [4, 0]);
    const again = await prepareHere(later.source, prepared);
    assert.equal(again.reused, true);
    again.close();
    // A table of another seed has the same rows here, with the same ids.
    const other = await completeTheLookSource({ ...options, seed: 4 });
    assert.deepEqual(other.source.photos, source.photos);
  }));

Deno.test("completeTheLookSource() splits by board, or by row as the original did", () =>
  inFolder(async (folder) => {
    const rows = Array.from(
      { length: 200 },
      (_, i) => `${sign(i >> 2)}\t0.1\t0.1\t0.5\t0.5\t${i % 3 === 0 ? "Hats" : "Shoes"}`,
    );
    const tsv = await writeTable(folder, rows);
    await using server = servePhotos((path) => async () =>
      new Response(await photoBytes(parseInt(signatureOf(path).slice(-2).replace(/^a/, ""), 16)))
    );
    const options = {
      tsv: `${server.base}/table.tsv`,
      directory: folder,
      seed: 9,
      rows: 120,
      boardsUrl: server.base,
      download: FAST,
    };
    await using host = servePhotos((path) => () =>
      path === "/table.tsv"
        ? new Response(Deno.readFileSync(tsv))
        : new Response(null, { status: 404 })
    );
    const web = { ...options, tsv: `${host.base}/table.tsv` };
    const byBoard = await completeTheLookSource(web);
    assert.equal(byBoard.source.photos.flatMap(({ items }) => items).length, 120);
    assert.ok(
      byBoard.source.photos.every(({ items }) => items.every(({ split }) => split === undefined)),
    );
    const byRow = await completeTheLookSource({ ...web, split: "rows" });
    assert.equal(host.requests.length, 1, "the table is downloaded once");
    const drawn = (await readTable(tsv, { rows: 120, seed: 9 })).rows;
    const splitOf = new Map(
      byRow.source.photos.flatMap(({ items }) => items.map(({ id, split }) => [id, split])),
    );
    // round(0.05 x 120) = 6 each, in the order of the draws.
    const inOrder = drawn.map(({ signature, n }) => splitOf.get(`${signature}-${n}`));
    const expected = (name: string, count: number) => new Array(count).fill(name);
    assert.deepEqual(inOrder, [
      ...expected("train", 108),
      ...expected("validation", 6),
      ...expected("test", 6),
    ]);
  }));

Deno.test("completeTheLookSource() rejects what it cannot use", () =>
  inFolder(async (folder) => {
    const tsv = await writeTable(folder, [`${sign(1)}\t0\t0\t1\t1\tHats`]);
    await using server = servePhotos(() => undefined);
    const options = { tsv, directory: folder, seed: 1, boardsUrl: server.base, download: FAST };
    await assert.rejects(
      completeTheLookSource({ ...options, split: "columns" as "rows" }),
      /split must be one of boards, rows: current value is "columns"/,
    );
    await assert.rejects(
      completeTheLookSource({ ...options, boardsUrl: "ftp://example.org" }),
      /the address must begin with http/,
    );
    const { source } = await completeTheLookSource(options);
    assert.equal(source.skipped[0]!.reason, "could not be downloaded (answered 404)");
    await assert.rejects(
      prepareHere(source, { directory: join(folder, "store"), name: "look", seed: 1 }),
      /at least half of the photos must be usable: prepared 0.* could not be downloaded/,
    );
  }));

Deno.test({
  ...needsShared(
    "completeTheLookSource() gets real rows past a host that misbehaves",
    join("data", "complete-the-look", "raw_test.tsv"),
  ),
  fn: () =>
    inFolder(async (folder) => {
      const tsv = sharedPath("data/complete-the-look/raw_test.tsv");
      const boards = groupByBoard((await readTable(tsv, { seed: 5 })).rows);
      const faults: ((n: number, jpeg: Uint8Array<ArrayBuffer>) => Response | undefined)[] = [
        () => new Response(null, { status: 404 }),
        (n) => n === 1 ? new Response(null, { status: 500 }) : undefined,
        (n) =>
          n === 1
            ? new Response(null, { status: 429, headers: { "retry-after": "0" } })
            : undefined,
        () => new Response("<html>blocked</html>"),
        (n, jpeg) => n === 1 ? new Response(jpeg.slice(0, 2000)) : undefined,
        (n, jpeg) => n === 1 ? new Response(brokenBody(jpeg.slice(0, 2000))) : undefined,
      ];
      let board = 0;
      const faultOf = new Map<string, number>();
      await using server = servePhotos((path) => async (n) => {
        const signature = signatureOf(path);
        const jpeg = await drawBoxes(boards.get(signature)!);
        if (!faultOf.has(path)) faultOf.set(path, board++ % 12);
        return faults[faultOf.get(path)!]?.(n, jpeg) ?? new Response(jpeg);
      });
      const { source, downloads } = await completeTheLookSource({
        tsv,
        directory: join(folder, "boards"),
        rows: 60,
        seed: 5,
        boardsUrl: server.base,
        download: FAST,
      });
      // Of 12 boards one is gone and one a page; the four faults that pass are outlasted.
      const [whole, rest] = [Math.floor(downloads.total / 12), downloads.total % 12];
      const lost = 2 * whole + (rest > 3 ? 2 : rest > 0 ? 1 : 0);
      assert.deepEqual([downloads.failed, downloads.downloaded], [lost, downloads.total - lost]);
      const store = await prepareHere(source, {
        directory: join(folder, "store"),
        name: "look",
        seed: 5,
      });
      assert.equal(store.count, source.photos.flatMap(({ items }) => items).length);
      assert.equal(store.skipped.length, lost);
      // What is in a crop is what the server drew into its box.
      const pixels = await store.readImages([0]);
      const { signature, line } = boards.get(store.items[0]!.group!)!
        .find(({ signature, n }) => `${signature}-${n}` === store.items[0]!.id)!;
      assert.ok(signature !== "" && line > 1 && pixels.some((byte) => byte < 250));
      const splits = Map.groupBy(store.items, ({ group }) => group!);
      for (const items of splits.values()) assert.equal(new Set(items.map((i) => i.split)).size, 1);
      store.close();
    }),
});

Deno.test("completeTheLookSource() called twice at once downloads its table once", () =>
  inFolder(async (folder) => {
    const text = [HEADER, `${sign(1)}\t0\t0\t1\t1\tHats`, `${sign(2)}\t0\t0\t1\t1\tShoes`, ""].join(
      "\n",
    );
    await using server = servePhotos((path) => async () => {
      if (path !== "/table.tsv") return new Response(await photoBytes(Number(path.at(-5))));
      await new Promise((resolve) => setTimeout(resolve, 50));
      return new Response(text);
    });
    const options = {
      tsv: `${server.base}/table.tsv`,
      directory: join(folder, "boards"),
      seed: 3,
      boardsUrl: server.base,
      download: FAST,
    };
    const both = await Promise.all([
      completeTheLookSource(options),
      completeTheLookSource(options),
    ]);
    assert.deepEqual(both.map(({ source }) => source.photos.length), [2, 2]);
    assert.equal(server.requests.filter(({ path }) => path === "/table.tsv").length, 1);
  }));

Deno.test("completeTheLookSource() looks for boards by signature, and at no path that a log names", () =>
  inFolder(async (folder) => {
    const directory = join(folder, "boards");
    await Deno.mkdir(directory);
    await Deno.writeTextFile(join(folder, "secret.jpg"), "secret");
    await Deno.writeTextFile(join(directory, `${sign(1)}.jpg`), "board");
    const line = (signature: string, bytes: number) =>
      JSON.stringify({
        signature,
        status: "downloaded",
        error: null,
        attempts: 1,
        bytes,
        sha256: "ab".repeat(32),
      });
    const lines = [line("../secret", 6), line(sign(1), 5), line(sign(2), 5), line("", 0)];
    await Deno.writeTextFile(join(directory, LOG_FILE), lines.join("\n") + "\n");
    const rows = [1, 2, 3].map((n) => `${sign(n)}\t0\t0\t1\t1\tHats`);
    const tsv = await writeTable(folder, [...rows, "../secret\t0\t0\t1\t1\tHats"]);
    await using server = servePhotos(() => undefined);
    const options = { tsv, directory, seed: 3, boardsUrl: server.base, download: FAST };
    const { source } = await completeTheLookSource(options);
    assert.deepEqual(source.photos.map(({ path, size, stamp }) => ({ path, size, stamp })), [
      { path: join(directory, `${sign(1)}.jpg`), size: 5, stamp: "ab".repeat(32) },
    ]);
    assert.deepEqual(source.skipped.map(({ file, reason }) => `${file} ${reason}`), [
      'line 5 of the table has a signature that is not 32 hexadecimal digits: "../secret"',
      `${sign(2)}.jpg could not be downloaded (answered 404)`,
      `${sign(3)}.jpg could not be downloaded (answered 404)`,
    ]);
  }));
