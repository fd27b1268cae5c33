/**
 * Real photos by name: the public "clothing dataset (small)", downloaded once: `clothingSource`.
 * `clothingNotice` is what to tell a person before that.
 */

import { createHash } from "node:crypto";
import { join } from "node:path";
import { writeJsonAtomic } from "../../io/files.ts";
import { lockFolder } from "../../io/lock.ts";
import { downloadFile } from "../download/download_file.ts";
import { type ExtractLimits, extractZip } from "../download/extract_zip.ts";
import { readImageFolder } from "./folder.ts";
import { isAddress, NAMED_DATASETS, originForPeople } from "./named.ts";
import type { PhotoSource } from "../photo_source.ts";

/** What is known of the data set. */
export const CLOTHING = {
  title: "clothing dataset (small)",
  by: "Alexey Grigorev and contributors",
  licence: "CC0 1.0, public domain",
  home: "https://github.com/alexeygrigorev/clothing-dataset-small",
  archive: NAMED_DATASETS.clothing.origin.address,
  photos: 3781,
  categories: 10,
  /** Size of the archive, about. */
  megabytes: 110,
} as const;

/** GitHub hands its archives out from another host. */
const ARCHIVE_HOSTS = ["github.com", "codeload.github.com"];

const MAX_ARCHIVE_BYTES = 4 * 2 ** 30;

/** What to make a source of. */
export interface ClothingOptions {
  /** Folder for the photos; made if it is missing. */
  directory: string;
  /** The archive: an address (http or https) or the path of a zip file. @default where it is published */
  archive?: string;
  /** Requests at most. @default 4 */
  attempts?: number;
  /** Longest time without a byte, in milliseconds. @default 30000 */
  stallMs?: number;
  /** Wait before the second request, in milliseconds; doubled before each further one. @default 500 */
  baseMs?: number;
  /** Limits of the archive. */
  limits?: ExtractLimits;
  signal?: AbortSignal;
  /** Called after each part of the archive: bytes so far, and in all if the server says. */
  onDownload?: (bytes: number, total: number | undefined) => void;
  /** Called after each file extracted. */
  onExtract?: (done: number, total: number) => void;
}

/** Where the photos come from. */
export interface ClothingReport {
  /** Address or path of the archive. */
  archive: string;
  /** Size of the archive and its SHA-256, hex. */
  bytes: number;
  sha256: string;
  /** Files it held, photos and others. */
  files: number;
  /** False if the photos lay there already. */
  fetched: boolean;
}

/** What is about to happen, for a person: what it is, its licence, its size, where it goes. */
export function clothingNotice(
  { directory, archive = CLOTHING.archive }: Pick<ClothingOptions, "directory" | "archive">,
): string {
  const { title, by, licence, photos, categories, megabytes, home } = CLOTHING;
  const size = archive === CLOTHING.archive ? `about ${megabytes} MB` : "size not known before";
  return `${title} by ${by}: ${photos} photos of ${categories} categories, ${licence} ` +
    `(${home}). ${isAddress(archive) ? "Download" : "Archive"} of ${size} from ` +
    `${originForPeople(archive)} ` +
    `into ${directory}, once.`;
}

/** Whether the photos of that archive lie there already, so that nothing will be downloaded. */
export async function isClothingReady(
  { directory, archive = CLOTHING.archive }: Pick<ClothingOptions, "directory" | "archive">,
): Promise<boolean> {
  return await readOrigin(await photosFolder(directory, archive)) !== undefined;
}

/**
 * The photos of the data set as a source, downloaded and extracted the first time. The archive is
 * not kept; neither a download nor an extraction that was interrupted leaves photos behind.
 *
 * @throws {Error} if it cannot be downloaded, with the reason
 * @throws {SyntaxError} if it is not a zip archive, or is damaged
 * @throws {RangeError} if the archive holds what it must not (see `extractZip`) or no photos
 */
export async function clothingSource(
  options: ClothingOptions,
): Promise<{ source: PhotoSource; report: ClothingReport }> {
  const { directory, archive = CLOTHING.archive } = options;
  using _lock = await lockFolder(directory, { task: "fetch photos", wait: true });
  const folder = await photosFolder(directory, archive);
  let origin = await readOrigin(folder);
  const fetched = origin === undefined;
  origin ??= await fetchPhotos(archive, folder, options);
  const source = await readImageFolder(await innerFolder(join(folder, PHOTOS)));
  return { source, report: { ...origin, archive, fetched } };
}

type Origin = Pick<ClothingReport, "bytes" | "sha256" | "files">;

const PHOTOS = "photos", ORIGIN_FILE = "origin.json";

async function fetchPhotos(
  archive: string,
  folder: string,
  options: ClothingOptions,
): Promise<Origin> {
  // Whatever lies there is of a run that did not come to its end.
  await Deno.remove(folder, { recursive: true }).catch(ignoreMissing);
  await Deno.mkdir(folder, { recursive: true });
  const { attempts, stallMs, baseMs, signal, limits, onDownload, onExtract } = options;
  const isLocal = !isAddress(archive);
  const path = isLocal ? archive : join(folder, "archive.zip");
  const loaded = isLocal ? await hashFile(path) : await downloadFile(archive, path, {
    maxBytes: MAX_ARCHIVE_BYTES,
    allowedHosts: archive === CLOTHING.archive ? ARCHIVE_HOSTS : [],
    attempts,
    stallMs,
    baseMs,
    signal,
    onProgress: onDownload,
  });
  const files = await extractZip(path, join(folder, PHOTOS), {
    ...limits,
    signal,
    onProgress: onExtract,
  });
  if (!isLocal) await Deno.remove(path);
  const origin = { archive, ...loaded, files };
  // Written last: without it the folder does not count.
  await writeJsonAtomic(join(folder, ORIGIN_FILE), origin);
  return origin;
}

/** A folder for each archive; for a local one, for each size and time of it. */
async function photosFolder(directory: string, archive: string): Promise<string> {
  const parts: unknown[] = [archive];
  if (!isAddress(archive)) {
    const { size, mtime } = await Deno.stat(archive).catch((error) => {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
      throw new RangeError(
        `Cannot read archive as it must be an address or an existing file: ` +
          `current value is "${archive}"`,
      );
    });
    parts.push(size, mtime?.getTime());
  }
  const key = createHash("sha256").update(JSON.stringify(parts)).digest("hex").slice(0, 8);
  return join(directory, `archive-${key}`);
}

async function readOrigin(folder: string): Promise<Origin | undefined> {
  try {
    const { bytes, sha256, files } = JSON.parse(await Deno.readTextFile(join(folder, ORIGIN_FILE)));
    return { bytes, sha256, files };
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** An archive of a repository holds all in one folder; the folders of photos are in that. */
async function innerFolder(folder: string): Promise<string> {
  const entries = await Array.fromAsync(Deno.readDir(folder));
  if (entries.length !== 1 || !entries[0]!.isDirectory) return folder;
  const inner = join(folder, entries[0]!.name);
  const below = await Array.fromAsync(Deno.readDir(inner));
  return below.some(({ isDirectory }) => isDirectory) ? inner : folder;
}

async function hashFile(path: string): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash("sha256");
  let bytes = 0;
  const file = await Deno.open(path);
  for await (const chunk of file.readable) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { bytes, sha256: hash.digest("hex") };
}

function ignoreMissing(error: unknown): void {
  if (!(error instanceof Deno.errors.NotFound)) throw error;
}
