/** One request, its redirects followed by hand: `readUrl`. */

import { parseRetryAfter } from "./backoff.ts";
import { DownloadError } from "./errors.ts";
import type { HostGate } from "./host_gate.ts";
import { Watchdog, type WatchdogOptions } from "./watchdog.ts";

/** Options of `readUrl`. */
export interface ReadUrlOptions extends WatchdogOptions {
  /** Hosts ("example.org", "127.0.0.1:8080") that a redirect may lead to. @default the URL's own */
  allowedHosts?: readonly string[];
  /** Asked before each request. @default none, no limits */
  gate?: HostGate;
}

const MAX_REDIRECTS = 5;
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
const RETRY_STATUSES: ReadonlySet<number> = new Set([408, 425, 429]);

/** The body of an answer with status 200. */
export interface Body {
  /** Bytes the server promises; undefined if it does not. */
  length: number | undefined;
  /** To be read once; compression is undone. */
  chunks: AsyncIterable<Uint8Array>;
}

/**
 * Request `url` and hand the body of the answer to `read`; the connection is closed after it,
 * whether the body was read to its end or not.
 *
 * @returns what `read` returns
 * @throws {DownloadError} for an answer other than 200, a redirect to a host that is not allowed,
 * no answer or no further bytes in time, no connection
 * @throws {RangeError} if the address is not one of http or https
 * @throws the signal's reason if it is aborted, and what `read` throws
 */
export async function readUrl<T>(
  url: string,
  options: ReadUrlOptions,
  read: (body: Body) => Promise<T>,
): Promise<T> {
  let target = checkedUrl(url);
  const allowed = new Set([...options.allowedHosts ?? [], target.host]);
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
    const leave = await options.gate?.enter(target.host, options.signal);
    const watchdog = new Watchdog(options);
    let response: Response | undefined;
    try {
      response = await watchdog.watch(fetch(target, {
        redirect: "manual",
        signal: watchdog.signal,
        headers: { "user-agent": "Lookalike" },
      }));
      if (response.status === 200) {
        const header = response.headers.get("content-length");
        const length = header === null ? undefined : Number(header);
        return await read({ length, chunks: watchdog.chunks(response.body) });
      }
      if (!REDIRECTS.has(response.status)) throw refused(target, response, options.gate);
      target = follow(target, response, allowed);
    } finally {
      watchdog.stop();
      await response?.body?.cancel().catch(() => {});
      leave?.();
    }
  }
  throw new DownloadError(`redirects more than ${MAX_REDIRECTS} times`, { again: false });
}

function checkedUrl(url: string): URL {
  const parsed = URL.parse(url);
  if (parsed !== null && /^https?:$/.test(parsed.protocol)) return parsed;
  throw new RangeError(
    `Cannot download as the address must begin with http:// or https://: current value is "${url}"`,
  );
}

function follow(from: URL, response: Response, allowed: ReadonlySet<string>): URL {
  const location = response.headers.get("location");
  const to = location === null ? null : URL.parse(location, from);
  const refuse = (reason: string) => new DownloadError(reason, { again: false });
  if (to === null) throw refuse(`answered ${response.status} without an address`);
  if (!/^https?:$/.test(to.protocol)) throw refuse(`redirects to another protocol, ${to.protocol}`);
  if (from.protocol === "https:" && to.protocol === "http:") {
    throw refuse("redirects from https to http");
  }
  if (!allowed.has(to.host)) {
    throw refuse(`redirects to a host that is not allowed, ${to.host}`);
  }
  return to;
}

function refused(target: URL, { status, headers }: Response, gate?: HostGate): DownloadError {
  const retryAfterMs = parseRetryAfter(headers.get("retry-after"), Date.now());
  const again = status >= 500 || RETRY_STATUSES.has(status);
  if (again && retryAfterMs !== undefined) gate?.pause(target.host, retryAfterMs);
  return new DownloadError(`answered ${status}`, { again, retryAfterMs });
}
