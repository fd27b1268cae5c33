/** Folders of runs and data sets. */

import { join } from "node:path";
import { sha256 } from "../io/bytes.ts";
import { PROJECT_ROOT } from "../io/paths.ts";
import { type Profile, PROFILES } from "./profiles.ts";
import { folderName, type Settings } from "./settings.ts";

/** Folder of a run's results: `data/runs/<run>`. */
export function runDirectory({ run }: Pick<Settings, "run">): string {
  return join(PROJECT_ROOT, "data", "runs", run);
}

/**
 * Folder that a named data set is drawn or downloaded into. Boards of another seed or another mirror
 * have another; otherwise what was downloaded serves every run.
 */
export function originalsDirectory(
  { dataset, seed, mirror }: Pick<Settings, "dataset" | "seed" | "mirror">,
): string {
  const name = dataset === "boards"
    ? `boards-drawn-${seed}`
    : [folderName(dataset), "originals", ...(mirror ? [hashOf(mirror)] : [])].join("-");
  return join(PROJECT_ROOT, "data", "datasets", name);
}

/** Folder of the prepared photos: settings that lead to other photos or splits have another. */
export function datasetDirectory(settings: Settings): string {
  const { dataset, origin, mirror, split, profile, seed } = settings;
  const { photos }: Profile = PROFILES[profile];
  const hash = hashOf(JSON.stringify([dataset, origin, mirror, split, seed, photos]));
  return join(PROJECT_ROOT, "data", "datasets", `${folderName(dataset)}-${hash}`);
}

/** Eight hexadecimal digits of a text's SHA-256. */
function hashOf(text: string): string {
  return sha256(text).slice(0, 8);
}
