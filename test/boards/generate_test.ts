import assert from "node:assert/strict";
import { join } from "node:path";
import sharp from "sharp";
import {
  type BoardsProgress,
  drawBoard,
  generateBoards,
  LABELS,
  renderBoard,
} from "../../lib/boards/mod.ts";

async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "boards" });
  try {
    await work(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("generateBoards() writes boards and tables that read back", () =>
  inFolder(async (folder) => {
    const steps: BoardsProgress[] = [];
    const directory = join(folder, "new", "boards");
    const made = await generateBoards({
      directory,
      items: 50,
      seed: 5,
      onProgress: (step) => steps.push(step),
    });
    const [header, ...rows] = (await Deno.readTextFile(made.items)).trimEnd().split("\n");
    assert.match(
      header!,
      /^image_signature bounding_x +bounding_y +bounding_width +bounding_height label$/,
    );
    assert.equal(rows.length, 50);
    const attributes = (await Deno.readTextFile(made.attributes)).trimEnd().split("\n");
    assert.equal(attributes[0], "colour\tpattern\tstyle");
    assert.equal(attributes.length, 51);
    const signatures = new Set<string>();
    const drawn = Array.from({ length: made.boards }, (_, index) => drawBoard(5, index));
    const expected = drawn.flatMap((board) => board.items.map((item) => ({ ...item, ...board })));
    rows.forEach((row, i) => {
      const [signature, ...rest] = row.split("\t");
      const label = rest.pop()!, box = rest.map(Number);
      assert.ok(LABELS.some((known) => known === label));
      assert.equal(signature, expected[i]!.signature);
      assert.deepEqual(box.map(Math.fround), [...expected[i]!.box]);
      assert.equal(
        attributes[i + 1],
        `${expected[i]!.colour}\t${expected[i]!.pattern}\t${expected[i]!.style}`,
      );
      signatures.add(signature!);
    });
    assert.equal(signatures.size, made.boards);
    assert.equal(made.drawn, made.boards);
    for (const signature of signatures) {
      const { format, width, height, channels } = await sharp(
        await Deno.readFile(join(directory, `${signature}.jpg`)),
      ).metadata();
      assert.deepEqual([format, width, height, channels], ["jpeg", 400, 400, 3]);
    }
    assert.deepEqual(steps.at(-1), { items: 50, total: 50, boards: made.boards });
    assert.equal(steps.length, made.boards);
    const files = [...Deno.readDirSync(directory)].map(({ name }) => name);
    assert.equal(files.length, made.boards + 2, "something else was left behind");
  }));

Deno.test("generateBoards() keeps the boards that are there and draws what is missing", () =>
  inFolder(async (directory) => {
    const first = await generateBoards({ directory, items: 50, seed: 8 });
    const table = await Deno.readTextFile(first.items);
    const [kept, lost] = [drawBoard(8, 0).signature, drawBoard(8, 1).signature];
    const before = await Deno.stat(join(directory, `${kept}.jpg`));
    const bytes = await Deno.readFile(join(directory, `${lost}.jpg`));
    await Deno.remove(join(directory, `${lost}.jpg`));
    const again = await generateBoards({ directory, items: 50, seed: 8 });
    assert.equal(again.drawn, 1);
    assert.equal(await Deno.readTextFile(again.items), table);
    assert.deepEqual(await Deno.readFile(join(directory, `${lost}.jpg`)), bytes);
    assert.deepEqual((await Deno.stat(join(directory, `${kept}.jpg`))).mtime, before.mtime);
    // More items begin with the same rows.
    const more = await generateBoards({ directory, items: 57, seed: 8 });
    assert.ok((await Deno.readTextFile(more.items)).startsWith(table));
    assert.ok(more.drawn < more.boards);
  }));

Deno.test("renderBoard() gives the same bytes each time", async () => {
  const board = drawBoard(2, 2);
  assert.deepEqual(await renderBoard(board), await renderBoard(board));
});

Deno.test("generateBoards() rejects sizes and seeds out of range", async () => {
  const directory = "never-made";
  for (const items of [49, 100_001, 60.5, NaN]) {
    await assert.rejects(generateBoards({ directory, items, seed: 1 }), {
      name: "RangeError",
      message: /whole number from 50 to 100000: current value is/,
    });
  }
  await assert.rejects(generateBoards({ directory, items: 50, seed: 0.5 }), RangeError);
  assert.throws(() => Deno.statSync(directory), Deno.errors.NotFound);
});
