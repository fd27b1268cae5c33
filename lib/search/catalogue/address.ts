/** Where a catalogue lies, and what its storage needs to know: `readAddress`. */

import { resolve } from "node:path";
import { withoutSecrets } from "../../io/address.ts";

/** Variables of the environment, as of `Deno.env.toObject()`. */
export type Environment = Record<string, string | undefined>;

/** A catalogue's place. */
export interface Address {
  /** Absolute path of a folder, or `s3://bucket/prefix`. */
  uri: string;
  /** Whether it is a folder on this machine. */
  local: boolean;
  /** LanceDB's options for the storage. */
  storageOptions: Record<string, string>;
}

/** Options of S3, and the usual variables they come from; the first that is set counts. */
const S3_VARIABLES: Record<string, readonly string[]> = {
  endpoint: ["AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL", "AWS_ENDPOINT"],
  region: ["AWS_REGION", "AWS_DEFAULT_REGION"],
  access_key_id: ["AWS_ACCESS_KEY_ID"],
  secret_access_key: ["AWS_SECRET_ACCESS_KEY"],
  session_token: ["AWS_SESSION_TOKEN"],
};

/** A storage that is gone should be an error soon; LanceDB's own defaults take minutes. */
const PATIENCE = {
  connect_timeout: "5s",
  client_max_retries: "3",
  client_retry_timeout: "20",
};

/**
 * Check `address` and find what its storage needs in `environment`.
 *
 * @throws {RangeError} if it is neither a path nor `s3://bucket/prefix`
 */
export function readAddress(address: string, environment: Environment): Address {
  const scheme = /^([A-Za-z][A-Za-z0-9+.-]+):\/\//.exec(address)?.[1];
  if (scheme === undefined) {
    if (address.trim() === "" || address.includes("\0")) throw refused(address);
    return { uri: resolve(address), local: true, storageOptions: {} };
  }
  const [bucket, ...folders] = address.slice(scheme.length + 3).replace(/\/+$/, "").split("/");
  const named = folders.every((folder) => folder !== "" && folder !== "." && folder !== "..");
  if (scheme !== "s3" || !/^[a-z0-9][a-z0-9.-]{1,62}$/.test(bucket!) || !named) {
    throw refused(address);
  }
  const storageOptions: Record<string, string> = { ...PATIENCE };
  for (const [option, variables] of Object.entries(S3_VARIABLES)) {
    const value = variables.map((name) => environment[name]).find(Boolean);
    if (value) storageOptions[option] = value;
  }
  // Keys sent without encryption are the reader's own decision, made by writing http.
  if (storageOptions.endpoint?.startsWith("http://")) storageOptions.allow_http = "true";
  return { uri: `s3://${[bucket, ...folders].join("/")}`, local: false, storageOptions };
}

function refused(address: string): RangeError {
  return new RangeError(
    `Cannot open catalogue as its address must be a folder or s3://bucket/folder: ` +
      `current value is "${withoutSecrets(address)}"`,
  );
}
