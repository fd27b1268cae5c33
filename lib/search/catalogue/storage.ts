/** The way to a catalogue's table: `connect`, `hasTable`. */

import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Connection } from "@lancedb/lancedb";
import { type Environment, readAddress } from "./address.ts";
import { withStorage } from "./errors.ts";
import { type Lance, loadLance } from "./lance.ts";

/** How to reach a catalogue. */
export interface CatalogueOptions {
  /** Where S3's address and keys are read (AWS_ENDPOINT_URL and so on). @default the process's */
  environment?: Environment;
  /** LanceDB's options for the storage, over those found there, such as `timeout`. @default none */
  storageOptions?: Record<string, string>;
}

/** Name of the table; below a folder it is the folder `items.lance`. */
export const TABLE = "items";
const NOT_FOUND = `Table '${TABLE}' was not found`;

/** Connect to the storage at `address`, whose folder is made if it is missing. */
export async function connect(
  address: string,
  action: string,
  { environment = Deno.env.toObject(), storageOptions: own }: CatalogueOptions,
): Promise<{ lance: Lance; connection: Connection; uri: string }> {
  const { uri, storageOptions } = readAddress(address, environment);
  const lance = await loadLance();
  // Every read looks for the newest state first.
  const options = {
    storageOptions: { ...storageOptions, ...own },
    readConsistencyInterval: 0,
    manifestEnabled: false,
  };
  const connection = await withStorage(action, () => lance.lancedb.connect(uri, options));
  return { lance, connection, uri };
}

/** Whether there is a catalogue's table at `address`; makes nothing. */
export async function hasTable(
  address: string,
  action: string,
  options: CatalogueOptions,
): Promise<boolean> {
  const { uri, local } = readAddress(address, {});
  if (local) return existsSync(join(uri, `${TABLE}.lance`));
  const { connection } = await connect(address, action, options);
  return await withStorage(action, async () => {
    try {
      (await connection.openTable(TABLE)).close();
      return true;
    } catch (error) {
      // LanceDB tells this from other failures by its message alone.
      if (error instanceof Error && error.message.startsWith(NOT_FOUND)) return false;
      throw error;
    } finally {
      connection.close();
    }
  });
}
