/** The public "clothing dataset (small)" of real photos, downloaded once: `clothingSource`. */

import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { join, relative } from "node:path";
import { pipeline } from "node:stream/promises";
import * as v from "valibot";
import { isAddress } from "../../io/address.ts";
import { sha256 } from "../../io/bytes.ts";
import { ifExists, readJson, writeJsonAtomic } from "../../io/files.ts";
import { checked, Count, Fingerprint } from "../../io/json.ts";
import { lockFolder } from "../../io/lock.ts";
import { PROJECT_ROOT } from "../../io/paths.ts";
import { downloadFile, type DownloadFileOptions } from "../download/download_file.ts";
import { extractZip } from "../download/extract_zip.ts";
import { readImageFolder } from "./folder.ts";
import { NAMED_DATASETS, originForPeople } from "./named.ts";
import type { PhotoSource } from "../photo_source.ts";

/** Facts about the data set. */
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

/** GitHub sends its archives from another host. */
const ARCHIVE_HOSTS = ["github.com", "codeload.github.com"];

const MAX_ARCHIVE_BYTES = 4 * 2 ** 30;

/** Options of `clothingSource`. */
export interface ClothingOptions
  extends Pick<DownloadFileOptions, "attempts" | "baseMs" | "stallMs" | "signal"> {
  /** Folder for the photos; made if it is missing. */
  directory: string;
  /** The archive: an address (http or https), such as `CLOTHING.archive`, or the path of a zip file. */
  archive: string;
  /** Called with what is downloaded, its licence and where it goes, before anything is. */
  onMessage?: ((message: string) => void | Promise<void>) | undefined;
  /** Called after each part of the archive: bytes so far, and in all if the server says. */
  onDownload?: (bytes: number, total: number | undefined) => void;
  /** Called after each file extracted. */
  onExtract?: (done: number, total: number) => void;
}

const Origin = v.object({
  /** Size of the archive in bytes, and its SHA-256, hex. */
  bytes: Count,
  sha256: Fingerprint,
  /** Number of files in it, photos and others. */
  files: Count,
});

/** A message to show before the download: what it is, its licence, its size, where it goes. */
export function clothingMessage(
  { directory, archive }: Pick<ClothingOptions, "directory" | "archive">,
): string {
  const { title, by, licence, photos, categories, megabytes, home } = CLOTHING;
  const size = archive === CLOTHING.archive ? `about ${megabytes} MB` : "size not known before";
  return `${title} by ${by}: ${photos} photos of ${categories} categories, ${licence} ` +
    `(${home}). ${isAddress(archive) ? "Download" : "Archive"} of ${size} from ` +
    `${originForPeople(archive)} ` +
    `into ${directory}, once.`;
}

/**
 * The photos of the data set as a source, downloaded and extracted the first time. The archive is
 * removed then. A download or an extraction that was interrupted leaves no photos behind.
 *
 * @throws {Error} if it cannot be downloaded, with the reason
 * @throws {SyntaxError} if it is not a zip archive, or is damaged
 * @throws {RangeError} if `extractZip` refuses a file of the archive, or it has no photos
 */
export async function clothingSource(options: ClothingOptions): Promise<PhotoSource> {
  const { directory, archive, onMessage } = options;
  using _lock = await lockFolder(directory, { task: "fetch photos", wait: true });
  const folder = await photosFolder(directory, archive);
  const origin = await readJson(join(folder, ORIGIN_FILE), checked(Origin));
  if (!origin) {
    const where = relative(PROJECT_ROOT, directory);
    await onMessage?.(clothingMessage({ directory: where, archive }));
    await fetchPhotos(folder, options);
  }
  return await readImageFolder(await innerFolder(join(folder, PHOTOS)));
}

const PHOTOS = "photos", ORIGIN_FILE = "origin.json";

async function fetchPhotos(
  folder: string,
  { archive, attempts, stallMs, baseMs, signal, onDownload, onExtract }: ClothingOptions,
): Promise<void> {
  // An earlier run may have been interrupted.
  await ifExists(Deno.remove(folder, { recursive: true }));
  await Deno.mkdir(folder, { recursive: true });
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
  const files = await extractZip(path, join(folder, PHOTOS), { signal, onProgress: onExtract });
  if (!isLocal) await Deno.remove(path);
  // Written last: without it the folder counts as incomplete.
  const origin = { archive: originForPeople(archive), ...loaded, files };
  await writeJsonAtomic(join(folder, ORIGIN_FILE), origin);
}

/** A folder for each archive; for a local one, for each size and time of it. */
async function photosFolder(directory: string, archive: string): Promise<string> {
  const parts: unknown[] = [archive];
  if (!isAddress(archive)) {
    const info = await ifExists(Deno.stat(archive));
    if (!info?.isFile) {
      throw new RangeError(
        `Cannot read archive as it must be an address or an existing file: ` +
          `current value is "${archive}"`,
      );
    }
    parts.push(info.size, info.mtime?.getTime());
  }
  return join(directory, `archive-${sha256(JSON.stringify(parts)).slice(0, 8)}`);
}

/** An archive of a repository has one folder at its top, which has the folders of photos. */
async function innerFolder(folder: string): Promise<string> {
  const entries = await Array.fromAsync(Deno.readDir(folder));
  if (entries.length !== 1 || !entries[0]!.isDirectory) return folder;
  const inner = join(folder, entries[0]!.name);
  const below = await Array.fromAsync(Deno.readDir(inner));
  return below.some(({ isDirectory }) => isDirectory) ? inner : folder;
}

async function hashFile(path: string): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path), hash);
  return { bytes: (await Deno.stat(path)).size, sha256: hash.digest("hex") };
}
