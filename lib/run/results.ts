/** What notebooks find out, kept for others to read: `saveResults`, `loadResults`. */

import { join } from "node:path";
import { runDirectory, type Settings } from "../experiment.ts";
import { writeFileAtomic } from "../files.ts";

/** Names of the files of results, without their ending. */
export type ResultsName = "metrics" | "umap";

/** Write `results` to `data/runs/<run>/<name>.json` beside the run's settings. */
export async function saveResults(
  settings: Settings,
  name: ResultsName,
  results: Record<string, unknown>,
): Promise<void> {
  const { run, profile, seed } = settings;
  const path = join(runDirectory(settings), `${name}.json`);
  await writeFileAtomic(path, resultsJson({ run, profile, seed, ...results }));
}

/** Indented JSON, but for lists of numbers: those of thousands of photos would fill a page each. */
export function resultsJson(results: Record<string, unknown>): string {
  // No string holds a raw line break, so what begins with one is the list's own layout.
  const lists = /\[\n\s+([-\d.,e+\snul]+?)\s+\]/g;
  const json = JSON.stringify(results, null, 2);
  return json.replace(lists, (_, numbers: string) => `[${numbers.replace(/\s+/g, " ")}]`) + "\n";
}

/**
 * Read what `saveResults` wrote.
 *
 * @throws {Error} if the run has no such results yet
 */
export async function loadResults(
  settings: Settings,
  name: ResultsName,
): Promise<Record<string, unknown>> {
  const path = join(runDirectory(settings), `${name}.json`);
  try {
    return JSON.parse(await Deno.readTextFile(path));
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    throw new Error(
      `Cannot load results as "${path}" must be there: run the notebook that makes it`,
    );
  }
}
