/** Folders for tests of preparing photos. */

import { join } from "node:path";
import { STORE_FILES } from "../../lib/dataset/store/store_files.ts";

/** A folder for photos and one for stores, removed at the end of the block. */
export async function workshop() {
  const root = await Deno.makeTempDir();
  const photos = join(root, "photos");
  await Deno.mkdir(join(photos, "hat"), { recursive: true });
  return {
    photos,
    store: (name: string) => join(root, name),
    write: (file: string, bytes: Uint8Array) => Deno.writeFile(join(photos, file), bytes),
    [Symbol.asyncDispose]: () => Deno.remove(root, { recursive: true }),
  };
}

/** The bytes of each file of the store in `directory`, by name. */
export async function filesOf(directory: string): Promise<Record<string, Uint8Array>> {
  const files: Record<string, Uint8Array> = {};
  for (const name of Object.values(STORE_FILES)) {
    files[name] = await Deno.readFile(join(directory, name));
  }
  return files;
}
