import assert from "node:assert/strict";
import sharp from "sharp";
import type { ImageStore, Item } from "../../../lib/dataset/store/image_store.ts";
import { colourOf, manyColours } from "../../many_colours.ts";
import {
  metadataTsv,
  projectorConfig,
  spriteGrid,
  spriteSheet,
} from "../../../lib/report/export/projector.ts";

function item(id: string, category: string, attributes: Record<string, string> = {}): Item {
  return { id, file: id, category, split: "train", width: 1, height: 1, attributes };
}

Deno.test("metadataTsv() writes a row an item, and no cell can end a row or column", () => {
  const tsv = metadataTsv([
    item("a\tb\r\n", "Hats", { colour: "red\u2028" }),
    item(`"q"`, "<b>", { style: "x\u0000y\u0085" }),
  ]);
  assert.equal(
    tsv,
    'id\tcategory\tsplit\tcolour\tstyle\na b \tHats\ttrain\tred \t\n"q"\t<b>\ttrain\t\tx y \n',
  );
});

Deno.test("spriteGrid() keeps within the 8192 pixels that TensorBoard takes", () => {
  assert.deepEqual(spriteGrid(5), { columns: 3, rows: 2, side: 48 });
  assert.deepEqual(spriteGrid(12_225), { columns: 111, rows: 111, side: 48 });
  // 317 columns of 25 pixels are 7925.
  assert.deepEqual(spriteGrid(100_000), { columns: 317, rows: 316, side: 25 });
  assert.deepEqual(spriteGrid(0), { columns: 1, rows: 1, side: 48 });
  assert.throws(() => spriteGrid(8192 ** 2 + 1), RangeError);
});

Deno.test("spriteSheet() lays photos row after row", async () => {
  // Photo i is of one colour, 40 * i.
  const side = 128;
  const store = {
    count: 5,
    imageSize: side,
    readImages: (rows: number[]) =>
      Promise.resolve(Uint8Array.from(
        { length: rows.length * side * side * 3 },
        (_, i) => 40 * rows[Math.floor(i / (side * side * 3))]!,
      )),
  } as unknown as ImageStore;
  const { png, side: small } = await spriteSheet(store);
  const { data, info } = await sharp(png).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  assert.deepEqual([info.width, info.height, small], [144, 96, 48]);
  const at = (column: number, row: number) =>
    data[((row * 48 + 24) * info.width + column * 48 + 24) * info.channels]!;
  const middles = [at(0, 0), at(1, 0), at(2, 0), at(0, 1), at(1, 1)];
  middles.forEach((value, i) => assert.ok(Math.abs(value - 40 * i) <= 2, `${middles}`));
});

Deno.test("spriteSheet() keeps the colour of each photo, however many colours there are", async () => {
  const store = manyColours(400);
  const { png, side } = await spriteSheet(store);
  const { data, info } = await sharp(png).raw().toBuffer({ resolveWithObject: true });
  assert.equal(info.channels, 3);
  for (let i = 0; i < store.count; i++) {
    const [column, row] = [i % 20, Math.floor(i / 20)];
    const at = ((row * side + side / 2) * info.width + column * side + side / 2) * 3;
    assert.deepEqual([...data.subarray(at, at + 3)], colourOf(i), `photo ${i}`);
  }
});

Deno.test("projectorConfig() quotes names", () => {
  const config = projectorConfig(
    [{ name: 'a "b"', file: "a.bytes", count: 3, dim: 2 }],
    { metadata: "m.tsv", sprite: "s.png", spriteSide: 48 },
  );
  assert.match(config, /^embeddings \{\n {2}tensor_name: "a \\"b\\""\n {2}tensor_shape: 3\n/);
  assert.match(config, /single_image_dim: 48\n {4}single_image_dim: 48\n {2}\}\n\}\n$/);
});
