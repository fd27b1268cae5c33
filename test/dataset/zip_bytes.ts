/** Zip archives written by hand, so that they can hold what no program would write: `zipBytes`. */

import { crc32, deflateRawSync } from "node:zlib";

/** An entry of an archive. */
export interface ZipEntry {
  name: string;
  content?: Uint8Array | string;
  /** Unix mode with the kind of file. @default a file, or a folder for a name that ends in "/" */
  mode?: number;
  /** Sizes and checksum that the archive claims. @default the true ones */
  claims?: { size?: number; crc?: number };
}

/** An archive of `entries`, deflated. Source: APPNOTE.TXT 4.3.7, 4.3.12 and 4.3.16. */
export function zipBytes(entries: readonly ZipEntry[]): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = [], directory: Uint8Array[] = [];
  let offset = 0;
  for (const { name, content = "", mode, claims } of entries) {
    const raw = typeof content === "string" ? new TextEncoder().encode(content) : content;
    const packed = new Uint8Array(deflateRawSync(raw));
    const bytes = new TextEncoder().encode(name);
    const unix = mode ?? (name.endsWith("/") ? 0o040755 : 0o100644);
    // version, flags (UTF-8), deflate, time, date, checksum, sizes, lengths of name and extra
    const common = [
      [20, 2],
      [0x800, 2],
      [8, 2],
      [0, 2],
      [0x21, 2],
      [claims?.crc ?? crc32(raw), 4],
      [packed.length, 4],
      [claims?.size ?? raw.length, 4],
      [bytes.length, 2],
      [0, 2],
    ] as const;
    const local = joined([fields([[0x04034b50, 4], ...common]), bytes, packed]);
    directory.push(joined([
      fields([
        [0x02014b50, 4],
        [0x0314, 2],
        ...common,
        [0, 2],
        [0, 2],
        [0, 2],
        [unix * 65536, 4],
        [offset, 4],
      ]),
      bytes,
    ]));
    parts.push(local);
    offset += local.length;
  }
  const size = directory.reduce((sum, part) => sum + part.length, 0);
  const end = fields([
    [0x06054b50, 4],
    [0, 2],
    [0, 2],
    [entries.length, 2],
    [entries.length, 2],
    [size, 4],
    [offset, 4],
    [0, 2],
  ]);
  return joined([...parts, ...directory, end]);
}

/** Numbers as little-endian bytes. */
function fields(values: readonly (readonly [value: number, bytes: number])[]): Uint8Array {
  return Uint8Array.from(
    values.flatMap(([value, bytes]) =>
      Array.from({ length: bytes }, (_, i) => Math.floor(value / 256 ** i) % 256)
    ),
  );
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}
