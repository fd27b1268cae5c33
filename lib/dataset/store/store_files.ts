/**
 * The files of an image store: `STORE_FILES`, written with `stageStoreFiles`, read with
 * `readStoreFile`. Its manifest, `readManifest`, is written last: without it a store does not open.
 */

import { join } from "node:path";
import * as v from "valibot";
import { sha256 } from "../../io/bytes.ts";
import { messageOf } from "../../io/errors.ts";
import { ifExists, naming, type StagedFile, stageFile } from "../../io/files.ts";
import { checked, Count, Fingerprint, Text } from "../../io/json.ts";
import { IMAGE_SIZE } from "./image_size.ts";

/** Names of the files. */
export const STORE_FILES = {
  /** `[count, 128, 128, 3]`, uint8, RGB: the images, one after the other, nothing else. */
  images: "images.u8",
  /** `[count]`, uint32, little-endian: CRC-32 of each image's bytes. */
  sums: "images.crc32",
  /** A row for each image. */
  items: "items.parquet",
  /** A line of JSON for each photo or crop that was skipped. */
  skipped: "skipped.jsonl",
  manifest: "dataset.json",
} as const;

/** The form of these files; a store of another form is prepared again. */
const FORMAT = "lookalike-image-store-2";

/** What to do about a store that does not open. */
export const PREPARE_AGAIN = "run notebook 01_data_prep, which prepares it again";

/** The files that are read whole when a store is opened. */
export type WholeFile = "sums" | "items" | "skipped";

const Manifest = v.object({
  name: Text,
  /** Folder of the photos; a path of this machine, which no report shows. Not in older stores. */
  root: v.optional(Text),
  /** SHA-256 of what the store holds. */
  fingerprint: Text,
  /** SHA-256 of the listing it was prepared from. */
  listing: Text,
  count: Count,
  /** Number of photos and crops that were skipped. */
  leftOut: Count,
  seed: Count,
  /** At most this many items were asked for; null for all. */
  limit: v.nullable(Count),
  /** Items that there were, if these are a sample of them. */
  available: v.optional(Count),
});

const StoredManifest = v.looseObject({
  format: v.literal(FORMAT),
  imageSize: v.literal(IMAGE_SIZE),
  ...Manifest.entries,
  /** SHA-256 of the files that are read whole. */
  files: v.object({ sums: Fingerprint, items: Fingerprint, skipped: Fingerprint }),
  /** SHA-256 of the manifest's JSON without this key. */
  sha256: Fingerprint,
});

/** Content of `dataset.json`. */
export type Manifest = v.InferOutput<typeof Manifest>;

/** A manifest as it is on disk. */
export type StoredManifest = v.InferOutput<typeof StoredManifest>;

/**
 * Write the files of a store, but for the images, under temporary names. The manifest is the last
 * of those returned: once it is committed, the store opens.
 */
export async function stageStoreFiles(
  directory: string,
  { sums, items, skipped }: Record<WholeFile, Uint8Array>,
  manifest: Manifest,
): Promise<StagedFile[]> {
  const files = { sums: sha256(sums), items: sha256(items), skipped: sha256(skipped) };
  const stored = { format: FORMAT, imageSize: IMAGE_SIZE, ...manifest, files };
  const checksum = sha256(JSON.stringify(stored));
  const json = JSON.stringify({ ...stored, sha256: checksum }, null, 2) + "\n";
  const staged: StagedFile[] = [];
  try {
    for (const [file, data] of Object.entries({ sums, items, skipped, manifest: json })) {
      const name = STORE_FILES[file as keyof typeof STORE_FILES];
      staged.push(await stageFile(join(directory, name), data));
    }
  } catch (error) {
    for (const file of staged) await file.discard();
    throw error;
  }
  return staged;
}

/** Move the store in `directory` to the folder `target`, made if it is missing; a store there is replaced. */
export async function moveStore(directory: string, target: string): Promise<void> {
  await Deno.mkdir(target, { recursive: true });
  const { manifest, ...others } = STORE_FILES;
  await ifExists(Deno.remove(join(target, manifest)));
  // With the manifest, the last, it opens.
  for (const name of [...Object.values(others), manifest]) {
    await naming(join(target, name), Deno.rename(join(directory, name), join(target, name)));
  }
}

/**
 * The bytes of a file of the store in `directory`.
 *
 * @throws {RangeError} if it is missing
 * @throws {SyntaxError} if it is not the one that `manifest` was written with
 */
export async function readStoreFile(
  directory: string,
  file: WholeFile,
  manifest: StoredManifest,
): Promise<Uint8Array> {
  const bytes = await ifExists(Deno.readFile(join(directory, STORE_FILES[file])));
  if (bytes === undefined) throw missingFile(directory, file);
  if (sha256(bytes) !== manifest.files[file]) throw damagedFile(directory, file);
  return bytes;
}

/** The error of a store without one of its files. */
export function missingFile(directory: string, file: keyof typeof STORE_FILES): RangeError {
  return new RangeError(
    `Cannot open image store: "${
      STORE_FILES[file]
    }" is missing in "${directory}" (${PREPARE_AGAIN})`,
  );
}

function damagedFile(directory: string, file: keyof typeof STORE_FILES): SyntaxError {
  return new SyntaxError(
    `Cannot open image store: "${STORE_FILES[file]}" in "${directory}" is damaged: ` +
      `checksum mismatch (${PREPARE_AGAIN})`,
  );
}

/**
 * The manifest of the store in `directory`.
 *
 * @throws {RangeError} if there is none: nothing was prepared there, or not to the end
 * @throws {SyntaxError} if it is not a manifest of this form
 */
export async function readManifest(directory: string): Promise<StoredManifest> {
  const text = await ifExists(Deno.readTextFile(join(directory, STORE_FILES.manifest)));
  if (text === undefined) throw missingFile(directory, "manifest");
  try {
    const json = JSON.parse(text);
    const manifest = checked(StoredManifest)(json);
    const { sha256: checksum, ...rest } = json;
    if (checksum === sha256(JSON.stringify(rest))) return manifest;
  } catch (error) {
    throw new SyntaxError(
      `Cannot read "${join(directory, STORE_FILES.manifest)}" as ${messageOf(error)} ` +
        `(${PREPARE_AGAIN})`,
      { cause: error },
    );
  }
  throw damagedFile(directory, "manifest");
}
