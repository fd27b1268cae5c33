/** LanceDB, loaded when a catalogue is first opened: `loadLance`. */

import { createRequire } from "node:module";
import { CatalogueError } from "./errors.ts";

/** LanceDB, and Apache Arrow's classes as it knows them. */
export interface Lance {
  lancedb: typeof import("@lancedb/lancedb");
  arrow: typeof import("apache-arrow");
}

/**
 * Load the native library (about 150 MB), which importing this module does not.
 *
 * @throws {CatalogueError} if there is none for this machine
 */
export async function loadLance(): Promise<Lance> {
  try {
    const lancedb = await import("@lancedb/lancedb");
    // The CommonJS build, as LanceDB itself requires: it takes only objects of those very classes.
    const arrow = createRequire(import.meta.url)("apache-arrow");
    return { lancedb, arrow };
  } catch (error) {
    throw new CatalogueError("open catalogue", "LanceDB must load on this machine", error);
  }
}
