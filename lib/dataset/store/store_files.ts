/**
 * What lies in the folder of an image store: `STORE_FILES`, written with `stageStoreFiles`, read
 * with `readStoreFile`; and its manifest, which is put in its place last and without which a store
 * does not open: `readManifest`.
 */

import { createHash } from "node:crypto";
import { join } from "node:path";
import { type StagedFile, stageFile } from "../../io/files.ts";
import { IMAGE_SIZE } from "./image_size.ts";

/** Names of the files. */
export const STORE_FILES = {
  /** `[count, 128, 128, 3]`, uint8, RGB: the images, one after the other, nothing else. */
  images: "images.u8",
  /** `[count]`, uint32, little-endian: CRC-32 of each image's bytes. */
  sums: "images.crc32",
  /** A row an image. */
  items: "items.parquet",
  /** A line of JSON for each photo left out. */
  skipped: "skipped.jsonl",
  manifest: "dataset.json",
} as const;

/** The form of these files; a store of another form is prepared again. */
const FORMAT = "lookalike-image-store-2";

/** What `dataset.json` says. */
export interface Manifest {
  name: string;
  /** Where the photos lay; a path of this machine, which no report shows. Not in older stores. */
  root?: string;
  /** SHA-256 of what the store holds. */
  fingerprint: string;
  /** SHA-256 of the listing it was prepared from. */
  listing: string;
  count: number;
  leftOut: number;
  seed: number;
  /** At most this many photos were asked for; null for all. */
  limit: number | null;
}

/** The files that are read whole when a store is opened. */
export type WholeFile = "sums" | "items" | "skipped";

/** A manifest as it lies on disk. */
interface StoredManifest extends Manifest {
  /** SHA-256 of the other files, but for the images, by name. */
  files: Record<WholeFile, string>;
}

/** What to do about a store that does not open. */
export const PREPARE_AGAIN = "run notebook 01_data_prep, which prepares it again";

/**
 * Write the files of a store, but for the images, beside their places. The manifest is the last of
 * those given back: once it is committed, the store opens.
 */
export async function stageStoreFiles(
  directory: string,
  contents: Record<WholeFile, Uint8Array>,
  manifest: Manifest,
): Promise<StagedFile[]> {
  const files = Object.fromEntries(
    Object.entries(contents).map(([name, bytes]) => [name, sha256(bytes)]),
  );
  const stored = { format: FORMAT, imageSize: IMAGE_SIZE, ...manifest, files };
  const sealed = { ...stored, sha256: sha256(JSON.stringify(stored)) };
  const staged: StagedFile[] = [];
  const stage = async (name: keyof typeof STORE_FILES, data: Uint8Array | string) =>
    staged.push(await stageFile(join(directory, STORE_FILES[name]), data));
  try {
    for (const [name, bytes] of Object.entries(contents)) await stage(name as WholeFile, bytes);
    await stage("manifest", JSON.stringify(sealed, null, 2) + "\n");
  } catch (error) {
    for (const file of staged) await file.discard();
    throw error;
  }
  return staged;
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
  const name = STORE_FILES[file];
  const bytes = await Deno.readFile(join(directory, name)).catch((error) => {
    throw missingFile(directory, name, error);
  });
  if (sha256(bytes) === manifest.files[file]) return bytes;
  throw new SyntaxError(
    `Cannot open image store as "${name}" in "${directory}" must be as it was written: it is ` +
      `damaged (${PREPARE_AGAIN})`,
  );
}

/** The error of a file that does not exist; another error as it is. */
export function missingFile(directory: string, name: string, error: unknown): unknown {
  if (!(error instanceof Deno.errors.NotFound)) return error;
  return new RangeError(
    `Cannot open image store as "${name}" must exist in "${directory}" (${PREPARE_AGAIN})`,
  );
}

/**
 * The manifest of the store in `directory`.
 *
 * @throws {RangeError} if there is none: nothing was prepared there, or not to the end
 * @throws {SyntaxError} if it is not a manifest of this form
 */
export async function readManifest(directory: string): Promise<StoredManifest> {
  const path = join(directory, STORE_FILES.manifest);
  const text = await Deno.readTextFile(path).catch((error) => {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    throw new RangeError(
      `Cannot open image store as it must be prepared to the end: "${path}" does not exist ` +
        `(run notebook 01_data_prep)`,
    );
  });
  const refuse = (condition: string): never => {
    throw new SyntaxError(`Cannot open image store as ${condition}: "${path}" (${PREPARE_AGAIN})`);
  };
  let stored: Record<string, unknown> | null = null;
  try {
    stored = JSON.parse(text);
  } catch {
    refuse("its manifest must be JSON");
  }
  if (stored?.format !== FORMAT || stored.imageSize !== IMAGE_SIZE) {
    return refuse(`its form must be "${FORMAT}" with images of ${IMAGE_SIZE} pixels`);
  }
  for (const key of ["name", "fingerprint", "listing"]) {
    if (typeof stored[key] !== "string") refuse(`its manifest must have a text "${key}"`);
  }
  const count = stored.count;
  if (typeof count !== "number" || !Number.isSafeInteger(count) || count < 0) {
    refuse(`its manifest must have a whole number "count"`);
  }
  const { sha256: seal, ...sealed } = stored;
  if (seal !== sha256(JSON.stringify(sealed))) refuse("its manifest must be as it was written");
  return stored as unknown as StoredManifest;
}

function sha256(data: Uint8Array | string): string {
  return createHash("sha256").update(data).digest("hex");
}
