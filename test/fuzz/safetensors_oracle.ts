/**
 * What the safetensors format allows, judged in another way than `lib/io/safetensors.ts` does:
 * `isSafetensors`. The header is cut into tokens by a regular expression before anything is built,
 * sizes are BigInts, and every byte of the data is marked by those who claim it.
 *
 * JSON.parse does not get the whole: V8 15 refuses some valid objects with a key of one quotation mark after
 * it has parsed a thousand others.
 */

const WIDTHS = new Map<string, bigint>([
  ...[["F64", 8n], ["F32", 4n], ["F16", 2n], ["BF16", 2n]] as const,
  ...[["I64", 8n], ["I32", 4n], ["I8", 1n], ["U8", 1n]] as const,
]);

/** Whether `bytes` is a file that Lookalike must read; only for small ones. */
export function isSafetensors(bytes: Uint8Array): boolean {
  if (bytes.length < 8) return false;
  const length = bytes.subarray(0, 8).reduceRight((sum, byte) => sum * 256n + BigInt(byte), 0n);
  if (length > 100_000_000n || 8n + length > BigInt(bytes.length)) return false;
  const header = bytes.subarray(8, 8 + Number(length));
  if (header[0] !== 0x7b) return false;
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(header);
  } catch {
    return false;
  }
  const root = parse(text);
  if (!isPlain(root)) return false;
  const { __metadata__: metadata, ...tensors } = root;
  // The reference implementation takes null for no metadata.
  if (Object.hasOwn(root, "__metadata__") && metadata !== null) {
    if (!isPlain(metadata) || !Object.values(metadata).every((v) => typeof v === "string")) {
      return false;
    }
  }
  return fill(Object.values(tensors), bytes.length - 8 - Number(length));
}

/** Whether the tensors of `entries` are well formed and take each of `size` bytes once. */
function fill(entries: unknown[], size: number): boolean {
  const claims = new Uint8Array(size);
  const borders = new Set([0]);
  const empty: number[] = [];
  for (const entry of entries) {
    if (!isPlain(entry) || Object.keys(entry).sort().join() !== "data_offsets,dtype,shape") {
      return false;
    }
    const { dtype, shape, data_offsets: offsets } = entry;
    if (!isCounts(shape) || !isCounts(offsets) || offsets.length !== 2) return false;
    const width = WIDTHS.get(dtype as string);
    if (width === undefined) return false;
    let bytes = width;
    for (const axis of shape) {
      bytes *= BigInt(axis);
      if (bytes >= 2n ** 53n) return false;
    }
    const [begin, end] = offsets as [number, number];
    if (BigInt(end) - BigInt(begin) !== bytes || end > size) return false;
    if (begin === end) empty.push(begin);
    else borders.add(end);
    for (let at = begin; at < end; at++) claims[at]!++;
  }
  // A tensor without numbers lies between two others, not within one.
  return claims.every((count) => count === 1) && empty.every((at) => borders.has(at));
}

/** What stands in a string is left to JSON.parse, which is given one string at a time. */
const TOKEN = /[ \t\n\r]*("(?:[^"\\]|\\.)*"|[{}[\],:]|null|0|[1-9][0-9]*)[ \t\n\r]*/sy;

/** The value of a text of objects, lists, strings, whole numbers and null, each key named once. */
function parse(text: string): unknown {
  const tokens: string[] = [];
  for (TOKEN.lastIndex = 0; TOKEN.lastIndex < text.length;) {
    const token = TOKEN.exec(text)?.[1];
    if (token === undefined) return undefined;
    tokens.push(token);
  }
  try {
    const value = build(tokens);
    return tokens.length === 0 ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Takes a value off the front of `tokens`; throws where there is none. */
function build(tokens: string[]): unknown {
  const token = tokens.shift()!;
  const wrong = () => new Error("Not a value");
  const take = (close: string, member: () => void) => {
    if (tokens[0] === close) return tokens.shift();
    do member(); while (tokens[0] === "," && tokens.shift());
    if (tokens.shift() !== close) throw wrong();
  };
  if (token === "{") {
    const members = new Map<string, unknown>();
    take("}", () => {
      const key = build(tokens);
      if (typeof key !== "string" || members.has(key) || tokens.shift() !== ":") throw wrong();
      members.set(key, build(tokens));
    });
    return Object.fromEntries(members);
  }
  if (token === "[") {
    const values: unknown[] = [];
    take("]", () => values.push(build(tokens)));
    return values;
  }
  if (/^[0-9]/.test(token)) return Number(token);
  if (token === "null") return null;
  if (!token.startsWith('"')) throw wrong();
  const string = JSON.parse(token);
  if (!string.isWellFormed()) throw wrong();
  return string;
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return Object.prototype.toString.call(value) === "[object Object]";
}

function isCounts(value: unknown): value is number[] {
  return Array.isArray(value) &&
    value.every((v) => typeof v === "number" && v < 2 ** 53);
}
