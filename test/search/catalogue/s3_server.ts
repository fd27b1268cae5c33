/**
 * An S3 server of its own process, which can be killed: `S3Server`. It is s3rver, which takes no
 * conditions on writing; a layer here adds the one that LanceDB needs, as Amazon's S3 has it.
 *
 * s3rver brings 86 packages that only these tests want, so it is in no deno.json: s3rver.json and
 * s3rver.lock beside this file pin it, and it lies in Deno's cache.
 *
 * As a program: s3_server.ts FOLDER PORT [POINT], prints its port when it is ready.
 */

import { Buffer } from "node:buffer";
import { createHash } from "node:crypto";
import { dirname } from "node:path";
import type { Readable } from "node:stream";

const SCRIPT = new URL(import.meta.url).pathname;
/** Deno's options for s3rver, in exactly the versions of the lock file. */
const PINNED = ["--config", new URL("s3rver.json", import.meta.url).pathname, "--frozen"];

/** Whether s3rver is in Deno's cache, or can be fetched. */
export async function hasS3rver(): Promise<boolean> {
  const { success } = await new Deno.Command(Deno.execPath(), {
    args: ["install", ...PINNED],
    cwd: new URL(".", import.meta.url).pathname,
    stdout: "null",
    stderr: "null",
  }).output();
  return success;
}

/** The bucket that is there. */
export const BUCKET = "shop";

/**
 * Where the server kills itself: while data is sent in parts, before it stores a new state, or when
 * it has stored it but not yet answered.
 */
export type DeathPoint = "data" | "before commit" | "after commit";

/** A server over `folder`; start it again on the same port after its death. */
export class S3Server {
  readonly #folder: string;
  #port = 0;
  #process?: Deno.ChildProcess;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** The environment that a catalogue needs to reach it. */
  get environment(): Record<string, string> {
    return {
      AWS_ENDPOINT_URL: `http://127.0.0.1:${this.#port}`,
      AWS_ACCESS_KEY_ID: "S3RVER",
      AWS_SECRET_ACCESS_KEY: "S3RVER",
      AWS_REGION: "us-east-1",
    };
  }

  /** Start; with `point`, to die there. */
  async start(point?: DeathPoint): Promise<void> {
    const args = [SCRIPT, this.#folder, String(this.#port), ...(point ? [point] : [])];
    this.#process = new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--no-check", ...PINNED, ...args],
      stdout: "piped",
      stderr: "null",
    }).spawn();
    const reader = this.#process.stdout.pipeThrough(new TextDecoderStream()).getReader();
    this.#port = Number((await reader.read()).value);
    await reader.cancel();
  }

  /** Kill it, if it lives. */
  async kill(): Promise<void> {
    try {
      this.#process?.kill("SIGKILL");
    } catch {
      // It killed itself before.
    }
    await this.#process?.status;
  }
}

/** What this file uses of Koa's context. */
interface Context {
  method: string;
  path: string;
  query: Record<string, string>;
  headers: Record<string, string | undefined>;
  status: number;
  body: unknown;
  store: Store;
}

/** What a write gives back. */
interface Written {
  size: number;
  md5: string;
}

/** What this file uses of s3rver's store, and replaces. */
interface Store {
  existsObject(bucket: string, key: string): Promise<boolean>;
  getResourcePath(bucket: string, key: string | undefined, resource: string): string;
  putMetadata(bucket: string, key: string, metadata: unknown, md5: string): Promise<void>;
  putObject(
    object: { bucket: string; key: string; content: Buffer | Readable; metadata: unknown },
  ): Promise<Written>;
  putPart(bucket: string, uploadId: string, part: number, content: Readable): Promise<Written>;
}

/**
 * Let `store` show an object whole or not at all, as S3 does. s3rver shows its file while it is
 * written, empty at first, and may answer before that is done.
 */
function storeWhole(store: Store): void {
  store.putObject = async ({ bucket, key, content, metadata }) => {
    const path = store.getResourcePath(bucket, key, "object");
    const written = await writeAll(`${path}.whole`, content);
    await store.putMetadata(bucket, key, metadata, written.md5);
    await Deno.rename(`${path}.whole`, path);
    return written;
  };
  store.putPart = async (bucket, uploadId, part, content) => {
    const folder = store.getResourcePath(bucket, undefined, "uploads");
    const path = `${folder}/${uploadId}/${part}`;
    const written = await writeAll(path, content);
    await Deno.writeTextFile(`${path}.md5`, written.md5);
    return written;
  };
}

async function writeAll(path: string, content: Buffer | Readable): Promise<Written> {
  const bytes = Buffer.isBuffer(content) ? content : Buffer.concat(await Array.fromAsync(content));
  await Deno.mkdir(dirname(path), { recursive: true });
  await Deno.writeFile(path, bytes);
  return { size: bytes.length, md5: createHash("md5").update(bytes).digest("hex") };
}

/** `PUT` with `If-None-Match: *` stores nothing where something is or is just being stored. */
function conditional() {
  const underWay = new Set<string>();
  return async (context: Context, next: () => Promise<void>) => {
    if (context.method !== "PUT" || context.headers["if-none-match"] !== "*") return await next();
    const { path } = context;
    const [, bucket, ...key] = decodeURIComponent(path).split("/");
    const taken = underWay.has(path);
    if (!taken) underWay.add(path);
    try {
      if (taken || await context.store.existsObject(bucket!, key.join("/"))) {
        context.status = 412;
        context.body = Buffer.from("<Error><Code>PreconditionFailed</Code></Error>");
      } else await next();
    } finally {
      if (!taken) underWay.delete(path);
    }
  };
}

/** Kills this process at `point`. */
function deadly(point: DeathPoint) {
  return async ({ method, path, query }: Context, next: () => Promise<void>) => {
    const commit = method === "PUT" && /\/items\.lance\/_versions\/.*\.manifest$/.test(path);
    if (point === "data" ? query.partNumber === "2" : commit && point === "before commit") {
      Deno.kill(Deno.pid, "SIGKILL");
    }
    await next();
    if (commit && point === "after commit") Deno.kill(Deno.pid, "SIGKILL");
  };
}

if (import.meta.main) {
  const [directory, port, point] = Deno.args;
  // Not by its name alone, as types are checked with the project's own packages.
  const name: string = "s3rver";
  const { default: S3rver } = await import(name);
  const server = new S3rver({
    directory,
    port: Number(port),
    address: "127.0.0.1",
    silent: true,
    configureBuckets: [{ name: BUCKET }],
  });
  storeWhole(server.store);
  if (point) server.middleware.unshift(deadly(point as DeathPoint));
  server.middleware.unshift(conditional());
  console.log((await server.run()).port);
}
