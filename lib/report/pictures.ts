/** Pictures that notebooks leave for the report and README: `savePicture`, `readPicture`. */

import { basename, join } from "node:path";
import * as v from "valibot";
import { sha256 } from "../io/bytes.ts";
import { ifExists, writeFileAtomic } from "../io/files.ts";
import { Fingerprint, Positive, Text } from "../io/json.ts";
import { readRecord, writeRecord } from "../io/record.ts";
import { runDirectory } from "../runs/directories.ts";
import { outdatedBy, PROVENANCE, provenanceOf } from "../runs/provenance.ts";
import type { Settings } from "../runs/settings.ts";
import type { Picture } from "../view/picture.ts";
import { encodeWebp } from "../view/pictures/encode.ts";

/** The pictures of a run, by name, and the notebooks that save them. */
export const PICTURES = {
  reconstructions: "03_reconstruct",
  layers: "04_layer_visualize",
  neighbours: "07_recommend",
} as const;

/** Name of a picture. */
export type PictureName = keyof typeof PICTURES;

const SCHEMA = v.strictObject({
  ...PROVENANCE,
  /** What a reader who does not see it needs to know. */
  alt: Text,
  /** Pixels. */
  width: Positive,
  height: Positive,
  /** SHA-256 of the image file. */
  image: Fingerprint,
});

/** A picture as the run has it. */
export interface SavedPicture extends v.InferOutput<typeof SCHEMA> {
  /** A WebP file. */
  bytes: Uint8Array<ArrayBuffer>;
}

const formatOf = (name: PictureName) => ({
  version: 2,
  schema: SCHEMA,
  hint: `run notebook ${PICTURES[name]} again`,
});

/**
 * Write `pictures/<name>.webp` into the run's folder, and beside it a record of its size and its
 * alternative text.
 *
 * @param directory of the run. @default data/runs/<run>
 * @throws {RangeError} if the report knows no picture of this name
 * @throws {Error} if the run was not trained yet
 */
export async function savePicture(
  settings: Settings,
  name: PictureName,
  picture: Picture,
  directory = runDirectory(settings),
): Promise<void> {
  if (!Object.hasOwn(PICTURES, name)) {
    const names = Object.keys(PICTURES).join(", ");
    throw new RangeError(
      `Cannot save picture as name must be one of ${names}: current value is "${name}"`,
    );
  }
  const bytes = await encodeWebp(picture);
  const { alt, width, height } = picture;
  const path = join(directory, "pictures", name);
  await writeFileAtomic(`${path}.webp`, bytes);
  const of = await provenanceOf(settings, directory);
  const record = { ...of, alt, width, height, image: sha256(bytes) };
  await writeRecord(`${path}.json`, formatOf(name), record);
}

/**
 * A picture of the run in `directory`, or undefined where it was not saved yet, or was made of other
 * photos or weights than the run has now.
 *
 * @param run its name. @default the folder's
 * @throws {SyntaxError} if it is damaged, naming the file and what to do
 */
export async function readPicture(
  directory: string,
  name: PictureName,
  run = basename(directory),
): Promise<SavedPicture | undefined> {
  const path = join(directory, "pictures", name);
  const record = await readRecord(`${path}.json`, formatOf(name));
  if (!record || await outdatedBy(record, run, directory) !== undefined) return undefined;
  const bytes = await ifExists(Deno.readFile(`${path}.webp`));
  if (bytes && sha256(bytes) === record.image) return { ...record, bytes };
  throw new SyntaxError(
    `Cannot read "${path}.webp" (${formatOf(name).hint}): checksum mismatch`,
  );
}
