import assert from "node:assert/strict";
import type { Dice } from "../../lib/boards/dice.ts";
import {
  decodeSafetensors,
  type Safetensors,
  type SafetensorsTensor,
} from "../../lib/io/safetensors.ts";
import { encodeSafetensors } from "../io/encode_safetensors.ts";
import { assertRefusal, EXTREMES, fuzz, mutate } from "./fuzz.ts";
import { isSafetensors } from "./safetensors_oracle.ts";

const NAMES = [
  "a",
  "b",
  "encoder.0.weight",
  "",
  "__proto__",
  "constructor",
  "\u00fc \n",
  '"',
  "\\",
];

/** A file's content with up to four small tensors. */
function content(dice: Dice): Safetensors {
  const tensors: [string, SafetensorsTensor][] = [];
  for (let n = dice.whole(0, 4); n > 0; n--) {
    const shape = Array.from({ length: dice.whole(0, 3) }, () => dice.whole(0, 3));
    const size = shape.reduce((a, b) => a * b, 1);
    const numbers = Array.from({ length: size }, () => dice.whole(0, 255));
    const [dtype, data] = dice.pick([
      ["F32", Float32Array.from(numbers)],
      ["I32", Int32Array.from(numbers)],
      ["U8", Uint8Array.from(numbers)],
      ["I8", Int8Array.from(numbers)],
      ["I64", BigInt64Array.from(numbers.map(BigInt))],
    ]);
    tensors.push([dice.pick(NAMES), { dtype, shape, data } as SafetensorsTensor]);
  }
  const metadata = dice.chance(0.5) ? { [dice.pick(NAMES)]: dice.pick(EXTREMES) } : {};
  return { tensors: Object.fromEntries(tensors), metadata };
}

/** Read the file if the format allows it, and then it reads the same written again. */
function check(bytes: Uint8Array): boolean {
  const allowed = isSafetensors(bytes);
  let read: Safetensors;
  try {
    read = decodeSafetensors(bytes);
  } catch (error) {
    assertRefusal(error, SyntaxError);
    assert.ok(!allowed, `refused what the format allows: ${(error as Error).message}`);
    return false;
  }
  assert.ok(allowed, "accepted what the format forbids");
  assert.deepEqual(decodeSafetensors(encodeSafetensors(read.tensors, read.metadata)), read);
  return true;
}

Deno.test("decodeSafetensors() takes what the format allows of 12,000 damaged files, and no more", async () => {
  let accepted = 0;
  await fuzz({ seed: 1, inputs: 12_000 }, (dice) => {
    const [one, two] = [content(dice), content(dice)]
      .map(({ tensors, metadata }) => encodeSafetensors(tensors, metadata));
    if (check(mutate(one!, dice, two!))) accepted++;
  });
  // Both answers are given often: neither reading all nor refusing all passes.
  assert.ok(accepted > 500 && accepted < 6000, `${accepted} accepted`);
});

/** A header by the format's grammar, with values from its edges. */
function header(dice: Dice): string {
  const number = () => dice.chance(0.9) ? String(dice.whole(0, 4)) : dice.pick(EXTREMES);
  const list = (most: number) =>
    `[${Array.from({ length: dice.whole(0, most) }, number).join(dice.chance(0.05) ? " ," : ",")}]`;
  const entry = () => {
    const count = dice.whole(0, 2);
    const begin = dice.pick([0, 0, count]);
    const fields = [
      `"dtype":${dice.chance(0.95) ? '"U8"' : dice.pick(['"F32"', '"BF16"', "8", "null", "{}"])}`,
      `"shape":${dice.chance(0.9) ? `[${count}]` : list(3)}`,
      `"data_offsets":${dice.chance(0.9) ? `[${begin},${begin + count}]` : list(3)}`,
    ];
    if (dice.chance(0.05)) fields.push(dice.pick([...fields, '"more":1', '"__proto__":{}']));
    if (dice.chance(0.05)) fields.shift();
    return `{${fields.join(",")}}`;
  };
  const members = Array.from(
    { length: dice.whole(0, 3) },
    () => `${JSON.stringify(dice.pick(NAMES))}:${dice.chance(0.97) ? entry() : number()}`,
  );
  if (dice.chance(0.3)) {
    const value = dice.pick(['{"k":"v"}', "{}", "null", "[]", '{"k":1}', '{"k":"\\ud800"}']);
    members.push(`"__metadata__":${value}`);
  }
  return `{${members.join(",")}}${dice.pick(["", "", " ", "\n", "\0", "{}"])}`;
}

Deno.test("decodeSafetensors() takes what the format allows of 12,000 made headers, and no more", async () => {
  let accepted = 0;
  await fuzz({ seed: 2, inputs: 12_000 }, (dice) => {
    const text = new TextEncoder().encode(header(dice));
    const bytes = new Uint8Array(8 + text.length + dice.whole(0, 3));
    new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
    bytes.set(text, 8);
    if (check(bytes)) accepted++;
  });
  assert.ok(accepted > 500 && accepted < 6000, `${accepted} accepted`);
});
