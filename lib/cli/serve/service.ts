/** A search over HTTP: `createService`, the handler of `deno task serve`. */

import { createHash } from "node:crypto";
import { join } from "node:path";
import { messageOf } from "../../io/errors.ts";
import type { FindOptions, FoundImage, ProductSearch } from "../../runs/product_search.ts";
import { encodePng } from "../../view/pictures/encode.ts";
import { checkClient } from "./check_client.ts";
import { HttpError } from "./http_error.ts";
import { readUpload, type UploadLimits } from "./read_upload.ts";
import { WorkQueue } from "./work_queue.ts";

/** Options of `createService`. */
export interface ServiceOptions extends Partial<UploadLimits> {
  /** Token that requests must bring. @default none */
  token?: string | undefined;
  /** Searches done at once: their photos are embedded together. @default 8 */
  atOnce?: number;
  /** Searches, and photos on their way, beyond which others are refused. @default 32 */
  mostWaiting?: number;
  /** Told what went wrong in the service itself. @default console.error */
  onError?: (error: unknown) => void;
}

/** Most neighbours that a request may ask for. */
const MOST_FOUND = 1000;

/** The page, and the policy that lets run in it what is in it and nothing else. */
async function readPage(): Promise<{ page: string; policy: string }> {
  const page = await Deno.readTextFile(join(import.meta.dirname!, "page.html"));
  const hashOf = (name: string) => {
    const content = new RegExp(`<${name}>([\\s\\S]*?)</${name}>`).exec(page)![1]!;
    return `'sha256-${createHash("sha256").update(content).digest("base64")}'`;
  };
  const policy = `default-src 'none'; connect-src 'self'; img-src blob: data:; ` +
    `style-src ${hashOf("style")}; script-src ${hashOf("script")}; ` +
    `base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;
  return { page, policy };
}

/**
 * What answers requests with what `search` finds: `POST /search`, `GET /similar/:id`,
 * `GET /photo/:id`, `GET /health` and a page at `/`. Errors are JSON, `{ error }`, in plain words.
 */
export async function createService(
  search: ProductSearch,
  { token, atOnce = 8, mostWaiting = 32, onError = console.error, ...given }: ServiceOptions = {},
): Promise<(request: Request) => Promise<Response>> {
  const limits = { maxBytes: 16_000_000, timeout: 10_000, ...given };
  const { page, policy } = await readPage();
  const [searches, uploads] = [
    new WorkQueue(atOnce, mostWaiting),
    new WorkQueue(atOnce + mostWaiting, 0),
  ];
  const found = (images: FoundImage[]) =>
    json({
      found: images.map(({ row, ...image }) => {
        const { width, height, attributes } = search.store.items[row]!;
        return { ...image, width, height, attributes };
      }),
    });
  const routes: Route[] = [
    ["GET", /^\/$/, () => answer(page, "text/html; charset=utf-8", policy)],
    ["GET", /^\/health$/, () => json(healthOf(search, searches.length))],
    ["POST", /^\/search$/, (request, { searchParams }) =>
      uploads.run(async () => {
        const options = optionsOf(searchParams);
        const photo = await readUpload(request, limits);
        return found(await searches.run(() => search.byPhoto(photo, options)));
      })],
    ["GET", /^\/similar\/(.+)$/, async (_, { searchParams }, id) => {
      const options = optionsOf(searchParams);
      rowOf(search, id);
      return found(await searches.run(() => search.byId(id, options)));
    }],
    ["GET", /^\/photo\/(.+)$/, async (_, __, id) => {
      const bytes = await search.store.readImages([rowOf(search, id)]);
      const { imageSize: size } = search.store;
      const png = await encodePng(bytes, { width: size, height: size });
      return answer(new Uint8Array(png), "image/png");
    }],
  ];
  return async (request) => {
    try {
      return await route(routes, request, token);
    } catch (error) {
      const { status, message, headers } = toHttp(error, onError);
      return json({ error: message }, status, headers);
    }
  };
}

/** Method, path and what answers it; the path's group is an id. */
type Route = [
  method: string,
  path: RegExp,
  handle: (request: Request, url: URL, id: string) => Response | Promise<Response>,
];

/** The answer of the route that a request names. */
async function route(
  routes: readonly Route[],
  request: Request,
  token: string | undefined,
): Promise<Response> {
  const url = new URL(request.url);
  // The page asks for the token, and who watches the service needs none.
  checkClient(request, ["/", "/health"].includes(url.pathname) ? undefined : token);
  const here = routes.filter(([, path]) => path.test(url.pathname));
  if (here.length === 0) {
    throw new HttpError(
      404,
      "Cannot serve as there are only /search, /similar/:id, /photo/:id, /health",
    );
  }
  const method = request.method === "HEAD" ? "GET" : request.method;
  const [chosen] = here.filter(([allowed]) => allowed === method);
  if (!chosen) {
    const allow = here.map(([allowed]) => allowed).join(", ");
    throw new HttpError(405, `Cannot serve as the method must be ${allow}`, { allow });
  }
  return await chosen[2](request, url, decoded(chosen[1].exec(url.pathname)![1] ?? ""));
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new HttpError(400, "Cannot serve as the id must be percent-encoded UTF-8");
  }
}

function rowOf(search: ProductSearch, id: string): number {
  try {
    return search.rowOf(id);
  } catch (error) {
    throw error instanceof RangeError ? new HttpError(404, error.message) : error;
  }
}

/** How to search, from the address: `k`, `category`, `minProbability`. */
function optionsOf(parameters: URLSearchParams): FindOptions {
  const known = ["k", "category", "minProbability"];
  for (const name of parameters.keys()) {
    const given = JSON.stringify(name);
    if (!known.includes(name)) {
      throw new HttpError(
        400,
        `Cannot search as options are ${known.join(", ")}: current value is ${given}`,
      );
    }
    if (parameters.getAll(name).length > 1) {
      throw new HttpError(400, `Cannot search as each option must stand once: ${given} does not`);
    }
  }
  const number = (name: string) => {
    const text = parameters.get(name);
    return text === null ? undefined : text.trim() === "" ? NaN : Number(text);
  };
  const [k, minProbability] = [number("k"), number("minProbability")];
  if (k !== undefined && !(k <= MOST_FOUND)) {
    throw new HttpError(400, `Cannot search as k must be a whole number of 1 to ${MOST_FOUND}`);
  }
  return { k, category: parameters.get("category") ?? undefined, minProbability };
}

function healthOf(search: ProductSearch, waiting: number) {
  const { settings: { run }, index: { size: images, dim: dimensions }, categories } = search;
  return {
    status: "ok",
    run,
    images,
    embedding: search.embedding.name,
    dimensions,
    categories,
    waiting,
  };
}

/** What a client is told of an error: of one that is not about its request, nothing. */
function toHttp(error: unknown, onError: (error: unknown) => void): HttpError {
  if (error instanceof HttpError) return error;
  const message = messageOf(error);
  if (error instanceof Error && error.name === "UnusablePhoto") return new HttpError(422, message);
  if (error instanceof RangeError && message.startsWith("Cannot search as ")) {
    return new HttpError(400, message);
  }
  onError(error);
  return new HttpError(
    500,
    "Cannot serve as something went wrong here: the service's log says what",
  );
}

function json(content: unknown, status = 200, headers: HeadersInit = {}): Response {
  return answer(JSON.stringify(content), "application/json", undefined, { status, headers });
}

/** An answer that no browser takes for another kind of thing, and no other site embeds. */
function answer(
  body: BodyInit,
  type: string,
  policy = "default-src 'none'; frame-ancestors 'none'",
  { status = 200, headers = {} }: ResponseInit = {},
): Response {
  return new Response(body, {
    status,
    headers: {
      "content-type": type,
      "content-security-policy": policy,
      "x-content-type-options": "nosniff",
      "cross-origin-resource-policy": "same-origin",
      "referrer-policy": "no-referrer",
      "cache-control": "no-store",
      ...headers,
    },
  });
}
