/**
 * What lies in the folder of an image store: `STORE_FILES`, and its manifest, which is written
 * last and without which a store does not open: `readManifest`, `writeManifest`.
 */

import { join } from "node:path";
import { writeJsonAtomic } from "../files.ts";
import { IMAGE_SIZE } from "./decode.ts";

/** Names of the files. */
export const STORE_FILES = {
  /** `[count, 128, 128, 3]`, uint8, RGB: the images, one after the other, nothing else. */
  images: "images.u8",
  /** A row an image. */
  items: "items.parquet",
  /** A line of JSON for each photo left out. */
  skipped: "skipped.jsonl",
  manifest: "dataset.json",
} as const;

/** The form of these files; a store of another form is prepared again. */
const FORMAT = "lookalike-image-store-1";

/** What `dataset.json` says. */
export interface Manifest {
  name: string;
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

/** Write the manifest: from now on the store opens. */
export async function writeManifest(directory: string, manifest: Manifest): Promise<void> {
  const stored = { format: FORMAT, imageSize: IMAGE_SIZE, ...manifest };
  await writeJsonAtomic(join(directory, STORE_FILES.manifest), stored);
}

/**
 * The manifest of the store in `directory`.
 *
 * @throws {RangeError} if there is none: nothing was prepared there, or not to the end
 * @throws {SyntaxError} if it is not a manifest of this form
 */
export async function readManifest(directory: string): Promise<Manifest> {
  const path = join(directory, STORE_FILES.manifest);
  const text = await Deno.readTextFile(path).catch((error) => {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    throw new RangeError(
      `Cannot open image store as it must be prepared to the end: "${path}" does not exist`,
    );
  });
  const refuse = (condition: string): never => {
    throw new SyntaxError(`Cannot open image store as ${condition}: "${path}"`);
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
  return stored as unknown as Manifest;
}
