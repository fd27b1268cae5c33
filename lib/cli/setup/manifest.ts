/** Files of Python packages beside the manifests that came with them: `firstDamaged`. */

import { join, relative } from "node:path";

/** A line of RECORD: a path, quoted where it holds a comma; a hash; the size in bytes. */
const LINE = /^(?:"((?:[^"]|"")*)"|([^,]*)),[^,]*,(\d+)$/;

/**
 * The path of a file that is missing or has another size than its package's manifest says, or
 * undefined if all are whole. A folder without any package counts as damaged itself.
 *
 * @param folder holds the packages and their `.dist-info`, as `site-packages` does
 * @param root files of the manifests outside of it are passed over. @default `folder`
 */
export async function firstDamaged(folder: string, root = folder): Promise<string | undefined> {
  let packages = 0;
  try {
    for await (const { name } of Deno.readDir(folder)) {
      if (!name.endsWith(".dist-info")) continue;
      packages++;
      const record = join(folder, name, "RECORD");
      for (const line of (await Deno.readTextFile(record)).split(/\r?\n/)) {
        const [, quoted, plain, size] = LINE.exec(line) ?? [];
        if (size === undefined) continue;
        const path = join(folder, quoted?.replaceAll('""', '"') ?? plain!);
        // Not awaited one by one: TensorFlow has 14,000 files.
        if (!relative(root, path).startsWith("..") && sizeOf(path) !== Number(size)) return path;
      }
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    return folder;
  }
  return packages === 0 ? folder : undefined;
}

/** Size of a file in bytes, or undefined if it cannot be found. */
function sizeOf(path: string): number | undefined {
  try {
    return Deno.statSync(path).size;
  } catch {
    return undefined;
  }
}
