import assert from "node:assert/strict";
import { join } from "node:path";
import type { Dice } from "../../lib/boards/dice.ts";
import {
  readTable,
  type TableRow,
} from "../../lib/dataset/sources/complete_the_look/read_table.ts";
import {
  type BoardRow,
  isHeader,
  parseRow,
} from "../../lib/dataset/sources/complete_the_look/row.ts";
import { assertRefusal, EXTREMES, fuzz, mutateText } from "./fuzz.ts";

const HEADER = "image_signature bounding_x  bounding_y  bounding_width  bounding_height label";
const LABELS = ["Shirts & Tops", "Hats", "Shoes", "\u00fcber", "../../etc", "a".repeat(100), "<b>"];

function row(dice: Dice): string {
  const signature = Array.from({ length: 32 }, () => dice.pick([..."0123456789abcdef"])).join("");
  const numbers = [dice.between(0, 0.5), dice.between(0, 0.5), 0.5, dice.between(0.01, 0.5)];
  return [signature, ...numbers, dice.pick(LABELS)].join("\t");
}

/** What a line must hold, in one expression; what it cannot say is counted below it. */
const NUMBER = String.raw`[^\S\t]*([-+.eE0-9]+)[^\S\t]*\t`;
const LINE = new RegExp(
  String.raw`^[^\S\t]*[0-9a-f]{32}[^\S\t]*\t${NUMBER.repeat(4)}(?<label>[^\t]*)$`,
);

function isRow(line: string): boolean {
  const fields = LINE.exec(line);
  if (!fields) return false;
  const [x, y, w, h] = fields.slice(1, 5).map(Number) as [number, number, number, number];
  const inside = (start: number, length: number) =>
    length > 0 && start >= -0.01 && start + length <= 1.01;
  const label = fields.groups!.label!.trim();
  const codes = [...label].map((character) => character.codePointAt(0)!);
  return inside(x, w) && inside(y, h) && label.length >= 1 && label.length <= 100 &&
    codes.every((code) => code >= 32 && !(code >= 127 && code < 160) && code !== 0xfffd);
}

/** Read the line if it holds an item, and then it reads the same written again. */
function check(line: string): boolean {
  const read = parseRow(line);
  if ("reason" in read) {
    assert.ok(!isRow(line), `refused an item: ${JSON.stringify(line)}: ${read.reason}`);
    assert.match(read.reason, /^has (an? )?[a-z0-9].+/s);
    assert.ok(read.reason.isWellFormed() && read.reason.length < 300, read.reason);
    assert.doesNotMatch(read.reason, /\p{Cc}/u);
    return false;
  }
  assert.ok(isRow(line), `took ${JSON.stringify(line)}`);
  const { signature, box, label } = read;
  assert.deepEqual(parseRow([signature, ...box, label].join("\t")), read);
  return true;
}

Deno.test("parseRow() takes what holds an item of 20,000 lines, and no more", async () => {
  let accepted = 0;
  await fuzz({ seed: 5, inputs: 20_000 }, (dice) => {
    const fields = row(dice).split("\t");
    if (dice.chance(0.5)) fields[dice.whole(0, 5)] = dice.pick([...EXTREMES, " ", ...LABELS]);
    const line = fields.join(dice.chance(0.95) ? "\t" : " ");
    if (check(dice.chance(0.6) ? mutateText(line, dice, row(dice)) : line)) accepted++;
  });
  assert.ok(accepted > 2000 && accepted < 10_000, `${accepted} accepted`);
});

/** Every row of `text`, counted in another way than `readTable` does, or why there is no table. */
function rowsOf(text: string): { line: number; row: BoardRow }[] | "wrong kind" {
  const lines = text.replace(/^\ufeff/, "").split("\n").map((line) => line.replace(/\r$/, ""));
  if (!isHeader(lines[0]!)) return "wrong kind";
  const filled = lines.map((text, i) => ({ text, line: i + 1 })).slice(1)
    .filter(({ text }) => text.trim() !== "");
  const rows = filled.flatMap(({ text, line }) => {
    const row = parseRow(text);
    return "reason" in row ? [] : [{ line, row }];
  });
  return filled.length > 2 * rows.length ? "wrong kind" : rows;
}

Deno.test("readTable() reads every item of 2,500 damaged tables, or refuses them", async () => {
  const path = join(await Deno.makeTempDir(), "items.tsv");
  let accepted = 0;
  await fuzz({ seed: 6, inputs: 2500 }, async (dice) => {
    const rows = Array.from({ length: dice.whole(0, 6) }, () => row(dice));
    const end = dice.pick(["\n", "\r\n"]);
    const table = [HEADER, ...rows, ""].join(end);
    const text = dice.chance(0.9) ? mutateText(table, dice, row(dice)) : table;
    await Deno.writeTextFile(path, text);
    const expected = rowsOf(text);
    let read: TableRow[];
    try {
      read = (await readTable(path, { seed: 1 })).rows;
    } catch (error) {
      assertRefusal(error, SyntaxError);
      assert.equal(expected, "wrong kind", `refused a table: ${JSON.stringify(text)}`);
      return;
    }
    const byLine = read.toSorted((a, b) => a.line - b.line)
      .map(({ line, n: _, ...row }) => ({ line, row }));
    assert.deepEqual(byLine, expected);
    accepted++;
  });
  assert.ok(accepted > 500 && accepted < 2200, `${accepted} accepted`);
  await Deno.remove(join(path, ".."), { recursive: true });
});

Deno.test("readTable() refuses a file without lines before it fills the memory", async () => {
  const path = await Deno.makeTempFile();
  for (const start of ["", `${HEADER}\n`]) {
    await Deno.writeTextFile(path, start + "a".repeat(10_000_000));
    await assert.rejects(readTable(path, { seed: 1 }), /a line must have at most 65536 characters/);
  }
  await Deno.remove(path);
});
