/**
 * What an executed notebook was made of: `recordPage` notes it beside the notebook and its page, and
 * `faultOfPage` says why they cannot stand for the run as it is now.
 */

import { join } from "node:path";
import * as v from "valibot";
import { readManifest } from "../dataset/store/store_files.ts";
import { sha256 } from "../io/bytes.ts";
import { unlessDamaged } from "../io/errors.ts";
import { ifExists } from "../io/files.ts";
import { Fingerprint } from "../io/json.ts";
import { readRecord, writeRecord } from "../io/record.ts";
import { datasetDirectory } from "../runs/directories.ts";
import { outdatedBy, PROVENANCE, provenanceIn } from "../runs/provenance.ts";
import { TRAINED_NAMES } from "../runs/presets.ts";
import type { Settings } from "../runs/settings.ts";

const { run, weights, ...known } = PROVENANCE;

/** `NN_name.json`, beside `NN_name.ipynb`. Notebook 01 runs before there are models. */
const FORMAT = {
  version: 1,
  schema: v.strictObject({
    run,
    weights,
    ...v.partial(v.object(known)).entries,
    /** SHA-256 of the executed notebook. */
    notebook: Fingerprint,
  }),
  hint: "run the notebook again",
};

/** Where a run's results and pages are. */
export interface ReportPlaces {
  run: string;
  runDirectory: string;
  /** Folder of the executed notebooks and their pages. */
  reports: string;
}

/** The hash of the executed notebook `name`, without its ending; undefined where there is none. */
export async function executedHash(reports: string, name: string): Promise<string | undefined> {
  const text = await ifExists(Deno.readTextFile(join(reports, `${name}.ipynb`)));
  return text === undefined ? undefined : sha256(text);
}

/**
 * Note what the run is made of, now that notebook `name` was executed.
 *
 * @param settings of the run, where they are known
 * @throws {Error} if the note cannot be written
 */
export async function recordPage(
  name: string,
  { run, runDirectory, reports }: ReportPlaces,
  settings?: Settings,
): Promise<void> {
  const notebook = await executedHash(reports, name);
  if (notebook === undefined) return;
  // What is damaged is told by the notebook that reads it.
  const made = await provenanceIn(runDirectory, TRAINED_NAMES).catch(() => ({ weights: {} }));
  const record = { ...await providedBy(settings), ...made, run, notebook };
  await writeRecord(join(reports, `${name}.json`), FORMAT, record);
}

/** What is known before a model is trained: settings, and the photos that notebook 01 has prepared. */
async function providedBy(settings: Settings | undefined) {
  if (!settings) return {};
  const { profile, seed } = settings;
  const store = await unlessDamaged(readManifest(datasetDirectory(settings)));
  return { profile, seed, ...(store && { dataset: { fingerprint: store.fingerprint } }) };
}

/**
 * Why the notebook `name` and its page are not those of the run as it is now, to read on after "as";
 * undefined if they are. Only what was known then and is known now is compared.
 *
 * @throws {Error} if a file of the run is damaged
 */
export async function faultOfPage(
  name: string,
  { run, runDirectory, reports }: ReportPlaces,
): Promise<string | undefined> {
  const made = await unlessDamaged(readRecord(join(reports, `${name}.json`), FORMAT));
  const page = await ifExists(Deno.readTextFile(join(reports, `${name}.html`)));
  const isRecorded = made && made.notebook === await executedHash(reports, name) &&
    page?.includes(made.notebook);
  if (!isRecorded) return "it is not known to have been executed here";
  const difference = await outdatedBy(made, run, runDirectory);
  return difference && `it is outdated: ${difference}`;
}
