/** What notebooks find out, kept for others to read: `saveResults`, `loadResults`. */

import { join } from "node:path";
import { runDirectory, type Settings } from "./experiment.ts";
import { readJson, writeFileAtomic } from "../io/files.ts";
import { resultsJson } from "../io/json.ts";

/** Names of the files of results, without their ending. */
export type ResultsName = "metrics" | "umap";

/**
 * Write `results` to `<directory>/<name>.json` beside the run's settings.
 *
 * @param directory @default data/runs/<run>
 */
export async function saveResults(
  settings: Settings,
  name: ResultsName,
  results: Record<string, unknown>,
  directory = runDirectory(settings),
): Promise<void> {
  const { run, profile, seed } = settings;
  const path = join(directory, `${name}.json`);
  await writeFileAtomic(path, resultsJson({ run, profile, seed, ...results }));
}

/**
 * Read what `saveResults` wrote.
 *
 * @throws {Error} if the run has no such results yet
 * @throws {SyntaxError} if they are damaged or of another run, naming the file
 */
export async function loadResults(
  settings: Settings,
  name: ResultsName,
  directory = runDirectory(settings),
): Promise<Record<string, unknown>> {
  const path = join(directory, `${name}.json`);
  const results = await readJson(path, (value) => {
    const { run } = value as { run?: unknown };
    if (run !== settings.run) {
      throw new SyntaxError(`it must be of run "${settings.run}": current value is "${run}"`);
    }
    return value as Record<string, unknown>;
  });
  if (results) return results;
  throw new Error(`Cannot load results as "${path}" must be there: run the notebook that makes it`);
}
