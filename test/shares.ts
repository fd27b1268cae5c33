/**
 * The test files of the quick loop in a few shares: `writeShares`; and all tests in groups: `testGroups`.
 *
 * Deno loads every module anew for each test file, TensorFlow and the photo library too. For 250 files
 * that takes twice as long as their tests. So a few files import all others, each in its place; what
 * fails is still told with the file in which it stands. Tests that change what others see, train, kill
 * programs or take long are in files of their own, `*_slow_test.ts`, or in folders left out here.
 */

import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";

const TESTS = import.meta.dirname!;

/** Folders whose tests need a browser, a software GPU, a catalogue or minutes; the longest first. */
const LONG = ["notebooks", "webgpu", "faults", "browser", "fuzz", "search/catalogue"];

/** The test files below `folder`, without those of `LONG`, by their paths in alphabetical order. */
function testFiles(folder: string = TESTS): string[] {
  return [...Deno.readDirSync(folder)].flatMap(({ name, isDirectory }) => {
    const path = join(folder, name);
    const below = relative(TESTS, path).replaceAll("\\", "/");
    if (isDirectory) return ["bench", ...LONG].includes(below) ? [] : testFiles(path);
    return name.endsWith("_test.ts") ? [path] : [];
  }).sort();
}

const isSlow = (path: string) => path.endsWith("_slow_test.ts");

/** The test files of the quick loop. */
const quickFiles = (): string[] => testFiles().filter((path) => !isSlow(path));

/** Groups of slow test files. */
const SLOW_GROUPS = 4;

/**
 * All tests, and the examples in the documentation, in groups for one process each, the longest first.
 * The quick loop's shares are written into the folder `shares`.
 */
export async function testGroups(shares: string): Promise<string[][]> {
  await writeShares(shares);
  const long = LONG.map((name) => [join(TESTS, name)]);
  const slow = testFiles().filter(isSlow);
  const groups = Array.from({ length: SLOW_GROUPS }, (_, group) => {
    return slow.filter((_, i) => i % SLOW_GROUPS === group);
  });
  const lib = join(TESTS, "../lib");
  return [...long.slice(0, 3), ...groups, ...long.slice(3), [lib], [shares]];
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
