/** A zip archive into a folder, trusting nothing it says: `extractZip`. */

import { type Entry, Reader, ZipReader } from "@zip.js/zip.js";
import { dirname, join, sep } from "node:path";

/** Limits of an archive. */
export interface ExtractLimits {
  /** @default 100000 */
  maxEntries?: number;
  /** Bytes of all files together. @default 8 GiB */
  maxBytes?: number;
  /** Bytes of one file. @default 256 MiB */
  maxFileBytes?: number;
  /** How many times larger than in the archive a file may be, from 1 MiB on. @default 100 */
  maxRatio?: number;
}

/** Options of `extractZip`. */
export interface ExtractOptions extends ExtractLimits {
  signal?: AbortSignal;
  /** Called after each file. */
  onProgress?: (done: number, total: number) => void;
}

/** From this size on the ratio counts; a small file of one colour compresses any amount. */
const RATIO_FROM = 2 ** 20;

/**
 * Extract the zip file `path` into `directory`, which appears whole or not at all and must not be
 * there yet. One file is in memory at a time, in parts.
 *
 * An archive with one bad entry is refused as a whole: names that would leave the folder (absolute,
 * "..", a drive, backslashes), the same name twice, links, devices, encrypted or overlapping files,
 * a checksum that is wrong, too many or too large files.
 *
 * @returns how many files it held
 * @throws {RangeError} if an entry is refused, with its name, or the archive is too large
 * @throws {SyntaxError} if it is not a zip archive or is damaged
 * @throws the signal's reason if it is aborted
 */
export async function extractZip(
  path: string,
  directory: string,
  options: ExtractOptions = {},
): Promise<number> {
  const { maxEntries = 100_000, signal, onProgress } = options;
  const temporary = `${directory}.${Deno.pid}.tmp`;
  using file = await Deno.open(path);
  const reader = new ZipReader(new FileReader(file), { useWebWorkers: false });
  try {
    const entries: Entry[] = [];
    const names = new Set<string>();
    for await (const entry of reader.getEntriesGenerator({ filenameValidation: "tolerant" })) {
      checkEntry(entry, names);
      entries.push(entry);
      if (entries.length > maxEntries) throw refusal(`it must have at most ${maxEntries} entries`);
    }
    await Deno.mkdir(temporary, { recursive: true });
    const budget = { left: options.maxBytes ?? 8 * 2 ** 30 };
    let files = 0;
    for (const [i, entry] of entries.entries()) {
      signal?.throwIfAborted();
      const target = join(temporary, entry.filename);
      // The names were checked; this holds whatever they were.
      if (!target.startsWith(temporary + sep)) throw refusal("it must stay in its folder", entry);
      if (entry.directory) {
        await Deno.mkdir(target, { recursive: true });
      } else {
        await Deno.mkdir(dirname(target), { recursive: true });
        await extractFile(entry, target, budget, options);
        files++;
      }
      onProgress?.(i + 1, entries.length);
    }
    await Deno.rename(temporary, directory);
    return files;
  } catch (error) {
    await Deno.remove(temporary, { recursive: true }).catch(() => {});
    signal?.throwIfAborted();
    throw isOurs(error) ? error : damaged(path, error);
  } finally {
    await reader.close().catch(() => {});
  }
}

/** A file read in parts; calls take turns, as it has one position. */
class FileReader extends Reader<Deno.FsFile> {
  #last: Promise<unknown> = Promise.resolve();

  constructor(readonly file: Deno.FsFile) {
    super(file);
  }

  override async init(): Promise<void> {
    await super.init?.();
    this.size = (await this.file.stat()).size;
  }

  override readUint8Array(index: number, length: number): Promise<Uint8Array> {
    const reading = this.#last.then(() => this.#read(index, length));
    this.#last = reading.catch(() => {});
    return reading;
  }

  async #read(index: number, length: number): Promise<Uint8Array> {
    await this.file.seek(index, Deno.SeekMode.Start);
    const data = new Uint8Array(Math.max(0, Math.min(length, this.size - index)));
    let at = 0;
    while (at < data.length) {
      const read = await this.file.read(data.subarray(at));
      if (read === null) break;
      at += read;
    }
    return data.subarray(0, at);
  }
}

/** Kinds of files in the upper half of the attributes, as Unix has them; 0 where none is noted. */
const FILE = 0o100000, FOLDER = 0o040000, KIND = 0o170000;

function checkEntry(entry: Entry, names: Set<string>): void {
  const { filename: name, externalFileAttributes, encrypted } = entry;
  const parts = name.replace(/\/$/, "").split("/");
  if (parts.some((part) => part === "" || part === "." || part === "..")) {
    throw refusal("its name must stay in the folder", entry);
  }
  // A backslash or a colon leads elsewhere on Windows; the others have no business in a name.
  if (/[\\:\p{Cc}\ufffd]/u.test(name)) throw refusal("its name must be plain", entry);
  // Some file systems take "A" and "a" for one.
  const key = name.replace(/\/$/, "").normalize("NFC").toLowerCase();
  if (names.has(key)) throw refusal("its name must be there once", entry);
  names.add(key);
  const kind = (externalFileAttributes >>> 16) & KIND;
  const expected = entry.directory ? FOLDER : FILE;
  if (kind !== 0 && kind !== expected) {
    throw refusal("it must be a file or a folder, not a link or a device", entry);
  }
  if (encrypted) throw refusal("it must not be encrypted", entry);
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
  // What the archive says of sizes is not relied on: what comes out is counted.
  const take = async (chunk: Uint8Array) => {
    bytes += chunk.length;
    budget.left -= chunk.length;
    if (bytes > maxFileBytes) throw refusal(`it must have at most ${maxFileBytes} bytes`, entry);
    if (budget.left < 0) throw refusal("all files together must not be that large", entry);
    if (bytes > RATIO_FROM && bytes > maxRatio * entry.compressedSize) {
      throw refusal(`it must be at most ${maxRatio} times larger than in the archive`, entry);
    }
    for (let at = 0; at < chunk.length;) at += await file.write(chunk.subarray(at));
  };
  // The library tells of a broken stream, not of what broke it.
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

/** Whether an error is a refusal or the disk's, which say enough, not the library's. */
function isOurs(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return error.message.startsWith("Cannot extract archive as") ||
    "code" in error && /^E[A-Z]+$/.test(String(error.code));
}

function damaged(path: string, error: unknown): SyntaxError {
  const reason = error instanceof Error ? error.message : String(error);
  return new SyntaxError(
    `Cannot extract archive as it must be a zip file in order (${reason}): "${path}"`,
    { cause: error },
  );
}
