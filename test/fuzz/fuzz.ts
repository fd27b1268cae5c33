/**
 * Hostile input from fixed seeds, for the tests beside this file: `fuzz` runs a check many times,
 * `mutate` damages valid input, `assertRefusal` judges how bad input was refused.
 */

import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { Dice } from "../../lib/boards/dice.ts";
import { deriveSeed } from "../../lib/io/random.ts";

/** A single input may take this long, milliseconds; all of them need less than one. */
const SLOWEST = 2000;

/**
 * Run `check` `inputs` times with dice of its own each time. The first that throws ends it, named by
 * its number, so that `only` runs it alone.
 */
export async function fuzz(
  { seed, inputs, only }: { seed: number; inputs: number; only?: number },
  check: (dice: Dice) => void | Promise<void>,
): Promise<void> {
  for (let i = only ?? 0; i < (only === undefined ? inputs : only + 1); i++) {
    const started = performance.now();
    try {
      await check(new Dice(deriveSeed(seed, `input ${i}`)));
    } catch (error) {
      throw new Error(`Input ${i} of seed ${seed}: ${(error as Error).message}`, { cause: error });
    }
    const took = performance.now() - started;
    assert.ok(took < SLOWEST, `input ${i} of seed ${seed} took ${took} ms`);
  }
}

/** What is refused is refused with an error of these classes and a message that people can read. */
export function assertRefusal(
  error: unknown,
  ...classes: (new (message?: string) => Error)[]
): void {
  const known = classes.some((type) => (error as Error)?.constructor === type);
  // Anything else is a crash: its own stack says where.
  if (!known || !(error instanceof Error)) throw error;
  const { message } = error;
  assert.match(message, /^Cannot [a-z]+ .+ as .+([^.]|[.]{3})$/su, "the grammar of messages");
  assert.doesNotMatch(message, /\[object |undefined|\bfunction\b/, "a value that was not shown");
  assert.ok(message.isWellFormed() && message.length < 1000, `${message.length} characters`);
}

/** Numbers at the edges of what parsers take, as text. */
export const EXTREMES = [
  ..."0 -0 1 -1 00 01 +1 .5 5. 1.0 1e0 1e308 1e309 -1e309 1e-324 0x10 0b1 1_0 NaN Infinity -Infinity"
    .split(" "),
  ...[7, 8, 15, 16, 31, 32, 53, 63, 64].flatMap((bits) => [
    String(2n ** BigInt(bits)),
    String(2n ** BigInt(bits) - 1n),
    String(-(2n ** BigInt(bits))),
  ]),
  "9".repeat(400),
  "0." + "1".repeat(400),
];

/** Characters that end, join or hide things. */
const BYTES = [0x00, 0x09, 0x0a, 0x0d, 0x20, 0x22, 0x2c, 0x2e, 0x2f, 0x5b, 0x5c, 0x7b, 0x7d, 0xff];

/**
 * `valid` with one to four of: a bit flipped, a byte replaced, a part cut out, doubled, put
 * elsewhere or taken from `other`, the end cut off, a number in the text made extreme.
 */
export function mutate(valid: Uint8Array, dice: Dice, other: Uint8Array = valid): Uint8Array {
  let bytes = valid;
  for (let times = dice.whole(1, 4); times > 0; times--) bytes = mutateOnce(bytes, dice, other);
  return bytes;
}

/** The same with text; what is no UTF-8 any more becomes U+FFFD. */
export function mutateText(valid: string, dice: Dice, other: string = valid): string {
  const [bytes, others] = [valid, other].map((text) => new TextEncoder().encode(text));
  return new TextDecoder().decode(mutate(bytes!, dice, others));
}

function mutateOnce(bytes: Uint8Array, dice: Dice, other: Uint8Array): Uint8Array {
  const at = dice.whole(0, bytes.length);
  const end = Math.min(bytes.length, at + dice.pick([0, 1, 2, 8, 64]));
  const [head, part, tail] = [bytes.subarray(0, at), bytes.subarray(at, end), bytes.subarray(end)];
  switch (dice.whole(0, 7)) {
    case 0:
      return joined(head, part.map((byte) => byte ^ (1 << dice.whole(0, 7))), tail);
    case 1:
      return joined(head, part.map(() => dice.pick(BYTES)), tail);
    case 2:
      return joined(head, tail);
    case 3:
      return joined(head, part, part, tail);
    case 4:
      return joined(part, head, tail);
    case 5: {
      const from = dice.whole(0, other.length);
      return joined(head, other.subarray(from, from + dice.whole(0, 64)), tail);
    }
    case 6:
      return head;
    default:
      return extremeNumber(bytes, dice);
  }
}

function extremeNumber(bytes: Uint8Array, dice: Dice): Uint8Array {
  // One character a byte, so that positions in the text are positions in the bytes.
  const text = [...bytes].map((byte) => String.fromCharCode(byte)).join("");
  const numbers = [...text.matchAll(/-?[0-9]+(\.[0-9]+)?/g)];
  if (numbers.length === 0) return bytes;
  const { index, 0: number } = dice.pick(numbers);
  const extreme = new TextEncoder().encode(dice.pick(EXTREMES));
  return joined(bytes.subarray(0, index), extreme, bytes.subarray(index + number.length));
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}
