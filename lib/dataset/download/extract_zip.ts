/** Extraction of untrusted zip archives: `extractZip`. */

import { type Entry, Reader, ZipReader } from "@zip.js/zip.js";
import { dirname, join, sep } from "node:path";
import { writeAll } from "../../io/bytes.ts";
import { messageOf } from "../../io/errors.ts";

/** Options of `extractZip`. */
export interface ExtractOptions {
  /** @default 100000 */
  maxEntries?: number;
  /** Bytes of all files together. @default 8 GiB */
  maxBytes?: number;
  /** Bytes of one file. @default 256 MiB */
  maxFileBytes?: number;
  /** How many times larger than in the archive a file may be, from 1 MiB on. @default 100 */
  maxRatio?: number;
  signal?: AbortSignal;
  /** Called after each file. */
  onProgress?: (done: number, total: number) => void;
}

/** The ratio is checked from this size on; a small file of one colour may compress any amount. */
const RATIO_FROM = 2 ** 20;

/**
 * Extract the zip file `path` into `directory`, which appears whole or not at all and must not
 * exist yet. One file is in memory at a time, in parts.
 *
 * An archive with one bad entry is refused as a whole: names that would leave the folder (absolute,
 * "..", a drive, backslashes), the same name twice, links, devices, encrypted or overlapping files,
 * a wrong checksum, too many or too large files.
 *
 * @returns the number of files in it
 * @throws {RangeError} if an entry is refused, with its name, or the archive is too large
 * @throws {SyntaxError} if it is not a zip archive or is damaged
 * @throws the signal's reason if it is aborted
 */
export async function extractZip(
  path: string,
  directory: string,
  options: ExtractOptions = {},
): Promise<number> {
  const { signal, onProgress } = options;
  const temporary = `${directory}.${Deno.pid}.tmp`;
  using file = await Deno.open(path);
  const reader = new ZipReader(new FileReader(file), { useWebWorkers: false });
  try {
    const entries = await readEntries(reader, options);
    await Deno.mkdir(temporary, { recursive: true });
    const budget = { left: options.maxBytes ?? 8 * 2 ** 30 };
    for (const [i, entry] of entries.entries()) {
      signal?.throwIfAborted();
      const target = join(temporary, entry.filename);
      // The names were checked; this holds whatever they were.
      if (!target.startsWith(temporary + sep)) throw refusal("it must stay in its folder", entry);
      await Deno.mkdir(entry.directory ? target : dirname(target), { recursive: true });
      if (!entry.directory) await extractFile(entry, target, budget, options);
      onProgress?.(i + 1, entries.length);
    }
    await Deno.rename(temporary, directory);
    return entries.filter((entry) => !entry.directory).length;
  } catch (error) {
    await Deno.remove(temporary, { recursive: true }).catch(() => {});
    signal?.throwIfAborted();
    throw isOurs(error) ? error : damaged(path, error);
  } finally {
    await reader.close().catch(() => {});
  }
}

/** A file for the library to read in parts. */
class FileReader extends Reader<Deno.FsFile> {
  constructor(readonly file: Deno.FsFile) {
    super(file);
  }

  override async init(): Promise<void> {
    await super.init?.();
    this.size = (await this.file.stat()).size;
  }

  /** Reads synchronously, so that calls cannot move each other's position. */
  override readUint8Array(index: number, length: number): Promise<Uint8Array> {
    this.file.seekSync(index, Deno.SeekMode.Start);
    const data = new Uint8Array(Math.max(0, Math.min(length, this.size - index)));
    let at = 0;
    for (let read; at < data.length && (read = this.file.readSync(data.subarray(at)));) at += read;
    return Promise.resolve(data.subarray(0, at));
  }
}

async function readEntries(
  reader: ZipReader<Deno.FsFile>,
  { maxEntries = 100_000 }: ExtractOptions,
): Promise<Entry[]> {
  const entries: Entry[] = [];
  const names = new Set<string>();
  for await (const entry of reader.getEntriesGenerator({ filenameValidation: "tolerant" })) {
    checkEntry(entry, names);
    entries.push(entry);
    if (entries.length > maxEntries) throw refusal(`it must have at most ${maxEntries} entries`);
  }
  return entries;
}

/** Kinds of files in the upper half of the attributes, as in Unix; 0 if there is none. */
const FILE = 0o100000, FOLDER = 0o040000, KIND = 0o170000;

function checkEntry(entry: Entry, names: Set<string>): void {
  const name = entry.filename.replace(/\/$/, "");
  if (name.split("/").some((part) => part === "" || part === "." || part === "..")) {
    throw refusal("its name must stay in the folder", entry);
  }
  // On Windows a backslash or a colon leads elsewhere; no name needs control characters.
  if (/[\\:\p{Cc}\ufffd]/u.test(name)) throw refusal("its name must be plain", entry);
  // Some file systems do not distinguish "A" and "a".
  const key = name.normalize("NFC").toLowerCase();
  if (names.has(key)) throw refusal("its name must be there once", entry);
  names.add(key);
  const kind = (entry.externalFileAttributes >>> 16) & KIND;
  if (kind !== 0 && kind !== (entry.directory ? FOLDER : FILE)) {
    throw refusal("it must be a file or a folder, not a link or a device", entry);
  }
  if (entry.encrypted) throw refusal("it must not be encrypted", entry);
}

async function extractFile(
  entry: Extract<Entry, { directory: false }>,
  target: string,
  budget: { left: number },
  { maxFileBytes = 256 * 2 ** 20, maxRatio = 100, signal }: ExtractOptions,
): Promise<void> {
  using file = await Deno.open(target, { write: true, createNew: true });
  let bytes = 0;
  let failure: unknown;
  // The archive may lie about sizes, so the bytes that come out are counted.
  const take = async (chunk: Uint8Array) => {
    bytes += chunk.length;
    budget.left -= chunk.length;
    if (bytes > maxFileBytes) throw refusal(`it must have at most ${maxFileBytes} bytes`, entry);
    if (budget.left < 0) throw refusal("all files together must not be that large", entry);
    if (bytes > RATIO_FROM && bytes > maxRatio * entry.compressedSize) {
      throw refusal(`it must be at most ${maxRatio} times larger than in the archive`, entry);
    }
    await writeAll(file, chunk);
  };
  // The library reports a broken stream, not the error that broke it.
  const write = (chunk: Uint8Array) =>
    take(chunk).catch((error) => {
      failure ??= error;
      throw error;
    });
  try {
    await entry.getData(new WritableStream({ write }), {
      checkCrc32: true,
      checkOverlappingEntry: true,
      useWebWorkers: false,
      signal,
    });
  } catch (error) {
    throw failure ?? error;
  }
  await file.sync();
}

function refusal(condition: string, entry?: Entry): RangeError {
  const which = entry === undefined ? "" : `: ${JSON.stringify(entry.filename.slice(0, 100))}`;
  return new RangeError(`Cannot extract archive as ${condition}${which}`);
}

/** Whether an error is a refusal or the disk's, rather than the library's. */
function isOurs(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return error.message.startsWith("Cannot extract archive as") ||
    "code" in error && /^E[A-Z]+$/.test(String(error.code));
}

function damaged(path: string, error: unknown): SyntaxError {
  return new SyntaxError(
    `Cannot extract archive as it must be a zip file in order (${messageOf(error)}): "${path}"`,
    { cause: error },
  );
}
