import assert from "node:assert/strict";
import {
  isHeader,
  parseRow,
  shortenLabel,
} from "../../../../lib/dataset/sources/complete_the_look/row.ts";
import {
  boardFile,
  boardUrl,
} from "../../../../lib/dataset/sources/complete_the_look/board_files.ts";

const SIGNATURE = "00015b9d0c08164ed3b5dbb4613bb143";
const line = (...fields: string[]) => [SIGNATURE, ...fields].join("\t");

Deno.test("parseRow() reads a published line", () => {
  assert.deepEqual(parseRow(line("0.0068093464", "0.01915935", ".5", "1e-1", "Shirts & Tops")), {
    signature: SIGNATURE,
    box: [0.0068093464, 0.01915935, 0.5, 0.1],
    label: "Shirts & Tops",
  });
});

Deno.test("parseRow() says what is wrong with a line", () => {
  const cases: [text: string, reason: RegExp][] = [
    ["", /^has 1 fields in place of 6$/],
    [line("0", "0", "1", "1"), /^has 5 fields in place of 6$/],
    [line("0", "0", "1", "1", "Hats", "more"), /^has 7 fields in place of 6$/],
    [line("0", "0", "1", "1", "Hats").replaceAll("\t", " "), /^has 1 fields/],
    ["../../etc/passwd\t0\t0\t1\t1\tHats", /^has a signature that is not 32 .*"..\/..\/etc/],
    [`${SIGNATURE}/\t0\t0\t1\t1\tHats`, /^has a signature/],
    [`${SIGNATURE.toUpperCase()}\t0\t0\t1\t1\tHats`, /^has a signature/],
    [line("0", "zero", "1", "1", "Hats"), /^has a bounding_y that is not a number: "zero"$/],
    [line("0", "0", "", "1", "Hats"), /^has a bounding_width that is not a number: ""$/],
    [line("0", "0", "1", "NaN", "Hats"), /^has a bounding_height that is not a number: "NaN"$/],
    [line("0x0", "0", "1", "1", "Hats"), /^has a bounding_x that is not a number/],
    [line("0", "0", "1e999", "1", "Hats"), /^has a bounding_width that is not a number/],
    [line("0", "0", "0", "1", "Hats"), /^has an empty box: 0, 0, 0, 1$/],
    [line("0", "0", "1", "-0.5", "Hats"), /^has an empty box/],
    [line("-0.2", "0", "0.5", "1", "Hats"), /^has a box outside \[0, 1\]: -0.2, 0, 0.5, 1$/],
    [line("0.8", "0", "0.5", "1", "Hats"), /^has a box outside \[0, 1\]/],
    [line("0", "0", "1", "37", "Hats"), /^has a box outside \[0, 1\]/],
    [line("0", "0", "1", "1", " "), /^has a label that is not a short text: ""$/],
    [line("0", "0", "1", "1", "Ha\u0007ts"), /^has a label/],
    [line("0", "0", "1", "1", "x".repeat(101)), /^has a label .*: "x{40}\.\.\."$/],
  ];
  for (const [text, reason] of cases) {
    const row = parseRow(text);
    assert.ok("reason" in row, `taken: ${text}`);
    assert.match(row.reason, reason);
  }
  // Part of a pixel outside is for the crop to clamp.
  assert.ok(!("reason" in parseRow(line("-0.001", "0", "1.0005", "1", "Hats"))));
});

Deno.test("shortenLabel() takes the first word", () => {
  assert.equal(shortenLabel("Shirts & Tops"), "Shirts");
  assert.equal(shortenLabel("Coats & Jackets"), "Coats");
  assert.equal(shortenLabel(" Hats "), "Hats");
});

Deno.test("isHeader() takes spaces, double spaces and tabs", () => {
  const names = "image_signature bounding_x  bounding_y  bounding_width  bounding_height label";
  for (
    const text of [names, names.replaceAll(/ +/g, "\t"), `\ufeff${names}`.slice(1), `${names} `]
  ) {
    assert.equal(isHeader(text), true, text);
  }
  for (const text of ["", "label", names.replace("label", ""), `${names} more`, "<html>"]) {
    assert.equal(isHeader(text), false, text);
  }
});

Deno.test("boardUrl() and boardFile() are made of signatures alone", () => {
  const path = "00/01/5b/00015b9d0c08164ed3b5dbb4613bb143.jpg";
  assert.equal(boardUrl(SIGNATURE), `http://i.pinimg.com/400x/${path}`);
  assert.equal(boardUrl(SIGNATURE, "http://127.0.0.1:8/x/"), `http://127.0.0.1:8/x/${path}`);
  assert.equal(boardFile(SIGNATURE), `${SIGNATURE}.jpg`);
  for (const text of ["", "../x", SIGNATURE.slice(1), `${SIGNATURE}\n`]) {
    assert.throws(() => boardFile(text), RangeError);
    assert.throws(() => boardUrl(text), RangeError);
  }
});
