/** `deno task recommend RUN`: the neighbours of every product of a run, as a table. */

import { join, relative } from "node:path";
import { parseArgs } from "node:util";
import * as v from "valibot";
import { messageOf } from "../io/errors.ts";
import { writeFileAtomic } from "../io/files.ts";
import { formatNumber } from "../io/format.ts";
import { Text } from "../io/json.ts";
import { readRecord, writeRecord } from "../io/record.ts";
import { taskCommand } from "../io/task_command.ts";
import { recommendationFiles, TABLE_FORMATS } from "../report/export/recommendation_tables.ts";
import { runDirectory } from "../runs/directories.ts";
import { openSearch } from "../runs/open_search.ts";
import { openReasonParts } from "../runs/kept_vectors.ts";
import { recommendProducts } from "../runs/recommendations.ts";
import { calibrateSearch } from "../runs/search_calibration.ts";
import { endWith } from "./processes.ts";
import { typedIn } from "./selection.ts";

const USAGE = taskCommand(
  "recommend RUN [--k 10] [--format csv|parquet|jsonl] [--min-probability 0.8] " +
    "[--diversity 0.3] [--same category] [--where colour=red]",
);

/** What the words of a command line ask for. @throws {RangeError} with the usage */
export function readRecommendArgs(args: string[]) {
  try {
    const { values, positionals } = parseArgs({
      args,
      allowPositionals: true,
      options: {
        k: { type: "string", default: "10" },
        format: { type: "string", default: "csv" },
        "min-probability": { type: "string", default: "0" },
        diversity: { type: "string", default: "0" },
        same: { type: "string", multiple: true, default: [] },
        where: { type: "string", multiple: true, default: [] },
      },
    });
    const [run, ...rest] = positionals;
    if (run === undefined || rest.length > 0) throw new RangeError("there must be one run");
    const format = TABLE_FORMATS.find((known) => known === values.format);
    if (!format) {
      throw new RangeError(
        `format must be one of ${TABLE_FORMATS.join(", ")}: current value is "${values.format}"`,
      );
    }
    return {
      run,
      format,
      options: {
        k: Number(values.k),
        minProbability: Number(values["min-probability"]),
        diversity: Number(values.diversity),
        same: values.same,
        where: Object.fromEntries(values.where.map(nameAndValue)),
      },
    };
  } catch (error) {
    throw new RangeError(`Cannot recommend as ${messageOf(error)} (${USAGE})`, { cause: error });
  }
}

function nameAndValue(word: string): [name: string, value: string] {
  const at = word.indexOf("=");
  if (at > 0) return [word.slice(0, at), word.slice(at + 1)];
  throw new RangeError(`--where must be like colour=red: current value is "${word}"`);
}

/** The words that the recommendations of a run were made with, `recommendations.json`. */
const WORDS = {
  version: 1,
  schema: v.strictObject({ words: v.array(Text) }),
  hint: `delete the file, and call ${taskCommand("recommend RUN")}`,
};
const wordsPath = (run: string) => join(runDirectory({ run }), "recommendations.json");

/** Make the recommendations of a run again as they were made, where there are some. */
export async function recommendAgain(run: string): Promise<void> {
  const record = await readRecord(wordsPath(run), WORDS);
  if (record) await recommend(record.words);
}

async function recommend(args: string[]): Promise<void> {
  const { run, format, options } = readRecommendArgs(args);
  await using search = await openSearch(run, { keep: true });
  const [parts, calibration] = await Promise.all([
    openReasonParts(search),
    calibrateSearch(search),
  ]);
  const { products: rows, store: { items } } = search;
  const all = await recommendProducts(search, parts, { ...options, calibration, rows });
  for (const [name, data] of Object.entries(recommendationFiles(items, all, format))) {
    const path = join(runDirectory(search.settings), name);
    await writeFileAtomic(path, data);
    console.log(relative(typedIn(), path));
  }
  await writeRecord(wordsPath(run), WORDS, { words: args });
  const [covered, products] = [all.covered, all.products].map((count) => formatNumber(count));
  const { minProbability } = options;
  const asked = minProbability > 0
    ? ` that are right at least ${100 * minProbability} % of times`
    : "";
  console.log(`${covered} of ${products} products have recommendations${asked}`);
}

if (import.meta.main) await endWith(() => recommend(Deno.args));
