/**
 * Program that reads safetensors files whose headers are of as many bytes as its argument says, and
 * hostile, and says of each, as a line of JSON, how it was refused and the processor time of that, which
 * other programs on the machine do not lengthen.
 */

import process from "node:process";
import { decodeSafetensors } from "../lib/io/safetensors.ts";

const LENGTH = Number(Deno.args[0]);

/** A file with a header of `LENGTH` bytes: `start`, then `unit` again and again, then space. */
function hostile(start: string, unit: string): Uint8Array {
  const text = new TextEncoder().encode(start);
  const repeated = new TextEncoder().encode(unit.repeat(Math.ceil(1e6 / unit.length)));
  const bytes = new Uint8Array(8 + LENGTH).fill(0x20);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(LENGTH), true);
  bytes.set(text, 8);
  for (let at = 8 + text.length; at + repeated.length <= bytes.length; at += repeated.length) {
    bytes.set(repeated, at);
  }
  return bytes;
}

const attacks: [name: string, start: string, unit: string][] = [
  ["lists in lists", '{"a":', "["],
  ["objects in objects", "", '{"a":'],
  ["a string without an end", '{"', "a"],
  ["escaped quotes", '{"', '\\"'],
  ["backslashes", '{"', "\\"],
  ["entries that are none", "{", '"a":[0],'],
  ["one name again and again", "{", '"a":{"dtype":"U8","shape":[0],"data_offsets":[0,0]},'],
  ["a list without an end", '{"a":{"dtype":"U8","shape":[', "1,"],
  ["a number without an end", '{"a":{"dtype":"U8","shape":[1', "0"],
  ["space", "{", " "],
  ["metadata without an end", '{"__metadata__":{"a":"', "a"],
];

for (const [name, start, unit] of attacks) {
  const bytes = hostile(start, unit);
  const started = process.cpuUsage();
  let refusal = "";
  try {
    decodeSafetensors(bytes);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    refusal = error.message;
  }
  const { user, system } = process.cpuUsage(started);
  console.log(JSON.stringify({ name, refusal, milliseconds: (user + system) / 1000 }));
}
