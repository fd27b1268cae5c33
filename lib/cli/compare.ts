/** `deno task compare RUN RUN`: two runs side by side, here and as a page in the first's reports. */

import { join, relative } from "node:path";
import { writeFileAtomic } from "../io/files.ts";
import { PROJECT_ROOT } from "../io/paths.ts";
import { comparisonText, renderComparison } from "../report/compare_page.ts";
import { findRun, withoutOutdated } from "../runs/run_files.ts";
import { endWith } from "./processes.ts";
import { typedIn, wrongWords } from "./selection.ts";

async function compare([first, second, ...rest]: string[]): Promise<void> {
  if (first === undefined || second === undefined || rest.length > 0) {
    throw wrongWords("compare runs", "there must be two", "compare RUN RUN");
  }
  const runs = [
    withoutOutdated(await findRun(first, "compare runs"), "compare runs"),
    withoutOutdated(await findRun(second, "compare runs"), "compare runs"),
  ] as const;
  const page = join(PROJECT_ROOT, "data", "reports", first, `compare_${second}.html`);
  await writeFileAtomic(page, await renderComparison(runs));
  console.log(comparisonText(runs));
  console.log(`\nPage: ${relative(typedIn(), page)}`);
}

if (import.meta.main) await endWith(() => compare(Deno.args));
