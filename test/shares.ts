/**
 * The test files of the quick loop in a few shares: `writeShares`.
 *
 * Deno loads every module anew for each test file, TensorFlow and the photo library too. For 250 files
 * that takes twice as long as their tests. So a few files import all others, each in its place; what
 * fails is still told with the file in which it stands. Tests that change what others see, train, kill
 * programs or take long are in files of their own, `*_slow_test.ts`, or in folders left out here.
 */

import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";

const TESTS = import.meta.dirname!;

/** Folders whose tests need a browser, a software GPU, a catalogue or minutes. */
const LEFT_OUT = ["bench", "browser", "faults", "fuzz", "notebooks", "search/catalogue", "webgpu"];

/** The test files of the quick loop below `folder`, by their paths in alphabetical order. */
export function quickFiles(folder: string = TESTS): string[] {
  return [...Deno.readDirSync(folder)].flatMap(({ name, isDirectory }) => {
    const path = join(folder, name);
    if (isDirectory) {
      return LEFT_OUT.includes(relative(TESTS, path).replaceAll("\\", "/")) ? [] : quickFiles(path);
    }
    return name.endsWith("_test.ts") && !name.endsWith("_slow_test.ts") ? [path] : [];
  }).sort();
}

/** Each test begins with the backend that is chosen by itself, whichever the one before it left. */
const START = `import { useBackend } from ${urlOf(join(TESTS, "../lib/backend/mod.ts"))};
Deno.test.beforeEach(async () => void await useBackend("auto"));
`;

/** Write a file for each share into `folder`, as many as there are cores. */
export async function writeShares(folder: string): Promise<void> {
  const shares = Array.from({ length: navigator.hardwareConcurrency }, () => START);
  // In turn, as neighbours take about as long.
  quickFiles().forEach((path, i) => {
    shares[i % shares.length] += `import ${urlOf(path)};\n`;
  });
  for (const [i, share] of shares.entries()) {
    await Deno.writeTextFile(join(folder, `${i + 1}_test.ts`), share);
  }
}

/** The URL of a file, as a string of JavaScript. */
function urlOf(path: string): string {
  return JSON.stringify(pathToFileURL(path).href);
}
