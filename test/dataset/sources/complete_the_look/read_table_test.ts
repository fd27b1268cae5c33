import assert from "node:assert/strict";
import { join } from "node:path";
import { readTable } from "../../../../lib/dataset/sources/complete_the_look/read_table.ts";
import { needsShared, sharedPath } from "../../../shared.ts";

const HEADER = "image_signature bounding_x  bounding_y  bounding_width  bounding_height label";
const sign = (n: number) => n.toString(16).padStart(32, "0");
const row = (board: number, label: string, x = "0.25") =>
  `${sign(board)}\t${x}\t0\t0.5\t1\t${label}`;

async function withTable<T>(
  content: string | Uint8Array,
  work: (path: string) => Promise<T>,
): Promise<T> {
  const path = await Deno.makeTempFile({ suffix: ".tsv" });
  try {
    await Deno.writeFile(
      path,
      typeof content === "string" ? new TextEncoder().encode(content) : content,
    );
    return await work(path);
  } finally {
    await Deno.remove(path);
  }
}

Deno.test("readTable() reads rows and says what the file holds", async () => {
  const lines = [
    HEADER,
    row(1, "Hats"),
    row(2, "Shirts & Tops"),
    row(1, "Shoes"),
    "broken",
    row(3, "Shoes", "far"),
    "",
    row(1, "Shoes", "0.1"),
  ];
  // Windows' line ends, a byte order mark and no end of the last line.
  await withTable("\ufeff" + lines.join("\r\n"), async (path) => {
    const { rows, report } = await readTable(path, { seed: 1 });
    assert.deepEqual(report, {
      path,
      rows: 4,
      boards: 2,
      labels: [
        { label: "Shoes", rows: 2 },
        { label: "Hats", rows: 1 },
        { label: "Shirts & Tops", rows: 1 },
      ],
      malformed: 2,
      firstMalformed: [
        { line: 5, reason: "has 1 fields in place of 6" },
        { line: 6, reason: 'has a bounding_x that is not a number: "far"' },
      ],
    });
    const byLine = rows.toSorted((a, b) => a.line - b.line);
    assert.deepEqual(byLine.map(({ line, n, signature }) => [line, n, signature]), [
      [2, 0, sign(1)],
      [3, 0, sign(2)],
      [4, 1, sign(1)],
      [8, 2, sign(1)],
    ]);
    assert.deepEqual(byLine[3]!.box, [0.1, 0, 0.5, 1]);
    assert.equal(byLine[1]!.label, "Shirts & Tops");
  });
});

Deno.test("readTable() draws rows by seed, fewer being the first of more", async () => {
  const lines = Array.from({ length: 500 }, (_, i) => row(i, "Hats"));
  await withTable([HEADER, ...lines, ""].join("\n"), async (path) => {
    const drawn = async (rows: number | undefined, seed: number) =>
      (await readTable(path, { rows, seed })).rows.map(({ line }) => line);
    const [few, more, all] = [await drawn(20, 7), await drawn(80, 7), await drawn(undefined, 7)];
    assert.equal(new Set(more).size, 80);
    assert.deepEqual(more.slice(0, 20), few);
    assert.deepEqual(all.slice(0, 80), more);
    assert.deepEqual(all.toSorted((a, b) => a - b), Array.from({ length: 500 }, (_, i) => i + 2));
    assert.deepEqual(await drawn(9999, 7), all);
    assert.notDeepEqual(await drawn(20, 8), few);
    // Shuffled, and from the whole file: of 80 from 500, few lie among the first 80 lines.
    assert.notDeepEqual(more, more.toSorted((a, b) => a - b));
    const early = more.filter((line) => line < 82).length;
    assert.ok(early > 2 && early < 30, `${early} of 80 rows are early`);
  });
});

Deno.test("readTable() rejects files of another kind", async () => {
  const cases: [content: string | Uint8Array, message: RegExp][] = [
    ["", /begins with an empty line/],
    ["<!DOCTYPE html>\n<p>Sign in", /must be "image_signature bounding_x.* begins with a web page/],
    [row(1, "Hats"), /begins with "0000/],
    [Uint8Array.from([137, 80, 78, 71, 0, 1, 2, 255]), /begins with not text/],
    [`${HEADER}\n${"x".repeat(70_000)}`, /a line must have at most 65536 characters/],
    ["y".repeat(200_000), /a line must have at most 65536 characters/],
    [`${HEADER}\n${row(1, "Hats")}\nx\ny\n`, /at least half .* 2 of 3 .* \(line 3 has 1 fields/],
  ];
  for (const [content, message] of cases) {
    await withTable(
      content,
      (path) =>
        assert.rejects(readTable(path, { seed: 1 }), (error: Error) => {
          assert.ok(error instanceof SyntaxError);
          assert.match(error.message, message);
          return true;
        }),
    );
  }
  await withTable(`${HEADER}\n`, async (path) => {
    const { rows, report } = await readTable(path, { seed: 1 });
    assert.deepEqual([rows, report.rows, report.boards, report.labels], [[], 0, 0, []]);
  });
  await assert.rejects(readTable("no-such.tsv", { seed: 1 }), {
    name: "RangeError",
    message: /the file must exist: current value is "no-such.tsv"/,
  });
  await assert.rejects(readTable(Deno.cwd(), { seed: 1 }), /it must be a file/);
  for (const rows of [0, -1, 1.5, NaN]) {
    await assert.rejects(readTable("x", { rows, seed: 1 }), /rows must be a whole number above 0/);
  }
});

Deno.test({
  ...needsShared(
    "readTable() reads the published table",
    join("data", "complete-the-look", "raw_test.tsv"),
  ),
  fn: async () => {
    const path = sharedPath("data/complete-the-look/raw_test.tsv");
    const { rows, report } = await readTable(path, { rows: 1000, seed: 42 });
    // Counted with awk, sort and uniq.
    assert.deepEqual([report.rows, report.boards, report.malformed], [25140, 5028, 0]);
    assert.equal(report.labels.length, 13);
    assert.deepEqual(report.labels.slice(0, 3), [
      { label: "Shoes", rows: 4623 },
      { label: "Handbags", rows: 4248 },
      { label: "Shirts & Tops", rows: 3985 },
    ]);
    assert.equal(rows.length, 1000);
    assert.equal(new Set(rows.map(({ line }) => line)).size, 1000);
    assert.ok(rows.every(({ n }) => n >= 0 && n < 5), "each board has five items");
    const shoes = rows.filter(({ label }) => label === "Shoes").length / 1000;
    assert.ok(Math.abs(shoes - 4623 / 25140) < 0.05, `${shoes} of the sample are shoes`);
  },
});
