/**
 * `deno task keep RUN`: the outputs of a run's notebooks into the notebooks, to be committed, and the
 * pictures of README from the run's files.
 */

import { basename, join } from "node:path";
import { ifExists, writeFileAtomic } from "../io/files.ts";
import { checkFolder } from "../runs/folder_names.ts";
import { RUNS } from "../runs/run_files.ts";
import { PROJECT_ROOT } from "../io/paths.ts";
import { formatNumber } from "../io/format.ts";
import { figurePictures, launchChromium } from "./chromium.ts";
import { keepOutputs } from "../report/keep_outputs.ts";
import { faultOfPage } from "../report/page_record.ts";
import { writePictures } from "./pictures.ts";
import { endWith } from "./processes.ts";
import { selectNotebooks, wrongWords } from "./selection.ts";

async function keep([run, ...wanted]: string[]): Promise<void> {
  if (run === undefined) {
    throw wrongWords("keep outputs", "there must be a run", "keep RUN [05 ...]");
  }
  const runs = join(PROJECT_ROOT, "data", "reports");
  await checkFolder(run, "keep outputs", runs);
  const folder = join(PROJECT_ROOT, "notebooks");
  const reports = join(runs, run);
  const runDirectory = join(RUNS, run);
  await using stack = new AsyncDisposableStack();
  const browser = await launchChromium();
  if (!browser) {
    throw new RangeError("Cannot keep outputs as figures are drawn by Chromium, which is missing");
  }
  stack.defer(() => browser.close());
  const figures = stack.use(await figurePictures(browser));
  // Nothing is written before all is known to fit: the notebooks tell of one run.
  const kept: { path: string; name: string; text: string }[] = [];
  for (const path of await selectNotebooks(folder, wanted)) {
    const name = basename(path);
    const executed = join(reports, name);
    const outputs = await ifExists(Deno.readTextFile(executed));
    if (outputs === undefined) {
      throw new RangeError(`Cannot keep outputs of ${name} as "${executed}" must be there: run it`);
    }
    const fault = await faultOfPage(basename(path, ".ipynb"), { run, runDirectory, reports });
    if (fault) throw new RangeError(`Cannot keep outputs of ${name} (run it again) as ${fault}`);
    const text = await keepOutputs(await Deno.readTextFile(path), outputs, {
      name,
      draw: figures.draw,
    });
    kept.push({ path, name, text });
  }
  for (const { path, name, text } of kept) {
    await writeFileAtomic(path, text);
    console.log(`${name.padEnd(28)}${formatNumber(text.length / 1000, 0)} KB`);
  }
  const files = await writePictures(
    join(PROJECT_ROOT, "data", "pictures"),
    kept.map(({ name }) => basename(name, ".ipynb")),
    { runDirectory, reports, browser, figures },
  );
  console.log(`Pictures: ${files.join(", ") || "none"}`);
}

await endWith(() => keep(Deno.args));
