/** A server on this machine that stands for an image host and misbehaves: `servePhotos`. */

import sharp from "sharp";

/** Answers one request; `n` counts the requests for this path, from 1. */
export type Answer = (n: number, request: Request) => Response | Promise<Response>;

/** A server that runs until it is disposed. */
export interface PhotoServer extends AsyncDisposable {
  /** "http://127.0.0.1:PORT". */
  base: string;
  /** "127.0.0.1:PORT". */
  host: string;
  /** Path and time of each request, in order. */
  requests: { path: string; time: number }[];
  /** Most requests that were answered at once. */
  mostAtOnce(): number;
  /** Resolves when the server ends: for answers that never come. */
  ended: Promise<void>;
}

/** Serve on a free port of 127.0.0.1; unknown paths are answered 404. */
export function servePhotos(answer: (path: string) => Answer | undefined): PhotoServer {
  const counts = new Map<string, number>();
  const requests: PhotoServer["requests"] = [];
  const { promise: ended, resolve: end } = Promise.withResolvers<void>();
  let active = 0, most = 0;
  const server = Deno.serve({
    hostname: "127.0.0.1",
    port: 0,
    onListen: () => {},
    onError: () => new Response(null, { status: 500 }),
  }, async (request) => {
    const path = new URL(request.url).pathname;
    requests.push({ path, time: performance.now() });
    const n = (counts.get(path) ?? 0) + 1;
    counts.set(path, n);
    most = Math.max(most, ++active);
    try {
      return await answer(path)?.(n, request) ?? new Response("none", { status: 404 });
    } finally {
      active--;
    }
  });
  const { port } = server.addr;
  return {
    base: `http://127.0.0.1:${port}`,
    host: `127.0.0.1:${port}`,
    requests,
    mostAtOnce: () => most,
    ended,
    async [Symbol.asyncDispose]() {
      end();
      await server.shutdown();
    },
  };
}

/** A small noisy photo; `shade` tells one from another. */
export async function photoBytes(
  shade: number,
  { format = "jpeg", side = 40 }: { format?: "jpeg" | "png" | "webp"; side?: number } = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const pixels = Uint8Array.from(
    { length: side * side * 3 },
    (_, i) => (shade * 37 + i * 101) % 251,
  );
  const photo = sharp(pixels, { raw: { width: side, height: side, channels: 3 } });
  return new Uint8Array(await photo.toFormat(format).toBuffer());
}

/** A body that ends in a broken connection after `bytes`. */
export function brokenBody(bytes: Uint8Array): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      controller.enqueue(bytes);
    },
    async pull(controller) {
      await new Promise((resolve) => setTimeout(resolve, 10));
      controller.error(new Error("the connection is dropped on purpose"));
    },
  });
}
