/** Data sets with a name, and the addresses of those that are downloaded: `NAMED_DATASETS`. */

import { basename } from "node:path";
import { addressForPeople, isAddress } from "../../io/address.ts";

/** A named data set. */
interface NamedDataset {
  /** Whether its items are cropped from boards. */
  boards: boolean;
  /** Where it is downloaded from, and the variable of the environment that says otherwise. */
  origin?: { variable: string; address: string };
}

/** Data sets by name; any other is the path of a folder of photos. */
export const NAMED_DATASETS = {
  /** Drawn here. */
  boards: { boards: true },
  /** The original's: a table of boards and boxes; the boards are downloaded one by one. */
  "complete-the-look": {
    boards: true,
    origin: {
      variable: "COMPLETE_THE_LOOK_TSV",
      address: "https://raw.githubusercontent.com/eileenforwhat/complete-the-look-dataset/" +
        "master/datasets/raw_train.tsv",
    },
  },
  /** Real photos, in one archive. */
  clothing: {
    boards: false,
    origin: {
      variable: "CLOTHING_URL",
      address:
        "https://github.com/alexeygrigorev/clothing-dataset-small/archive/refs/heads/master.zip",
    },
  },
} as const satisfies Record<string, NamedDataset>;

/** Name of other photos in records, which hold no path of a machine. */
export const FOLDER = "folder";

/** Name of a data set that needs no folder. */
export type DatasetName = keyof typeof NAMED_DATASETS;

/** Their names; `Object.keys` alone would give any strings. */
export const DATASET_NAMES = Object.keys(NAMED_DATASETS) as DatasetName[];

/** Variables of the environment that say where one comes from. */
export const ORIGIN_VARIABLES: readonly string[] = DATASET_NAMES.flatMap((name) =>
  datasetInfo(name).origin?.variable ?? []
);

/** Whether a setting DATASET is a name rather than a path. */
export function isNamed(dataset: string): dataset is DatasetName {
  return Object.hasOwn(NAMED_DATASETS, dataset);
}

/** The named data set, or for a folder of photos one without boards. */
export function datasetInfo(dataset: string): NamedDataset {
  return isNamed(dataset) ? NAMED_DATASETS[dataset] : { boards: false };
}

/** An address without what may be secret in it, or the name of a file. */
export function originForPeople(origin: string): string {
  return isAddress(origin) ? addressForPeople(origin) : basename(origin);
}
