/** One request with limits on time, size and redirects: `readUrl`. */

import { addressForPeople } from "../../io/address.ts";
import { connectionError, DownloadError } from "./download_error.ts";
import type { HostGate } from "./host_gate.ts";
import { parseRetryAfter } from "./retry.ts";

/** Options of `readUrl`. */
export interface ReadUrlOptions {
  /** Largest body, in bytes, compression undone. */
  maxBytes: number;
  /** Longest time without an answer or another byte, in milliseconds. @default 10000 */
  stallMs?: number;
  /** Longest time in all, in milliseconds. @default 60000 */
  totalMs?: number;
  /** Fewest bytes a second, over each stretch of `stallMs`. @default 0 */
  leastRate?: number;
  /** Hosts ("example.org", "127.0.0.1:8080") that a redirect may lead to. @default the URL's own */
  allowedHosts?: readonly string[];
  /** Asked before each request, and told for how long a host asks to wait. */
  gate: HostGate;
  /** Ends the request. */
  signal?: AbortSignal;
}

/** The body of an answer with status 200. */
export interface Body {
  /** Bytes that the server promises; undefined if it does not. */
  length: number | undefined;
  /** To be read once; compression is undone. */
  chunks: AsyncIterable<Uint8Array>;
}

const MAX_REDIRECTS = 5;
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
const RETRY_STATUSES: ReadonlySet<number> = new Set([408, 425, 429]);

/**
 * Request `url` and pass the body of the answer to `read`; the connection is closed after it,
 * whether the body was read to its end or not.
 *
 * @returns what `read` returns
 * @throws {DownloadError} for an answer other than 200, a redirect to a host that is not allowed,
 *   a body that is too large, no answer or no further bytes in time, no connection
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
    await options.gate.enter(target.host, options.signal);
    using limits = timeLimits(options);
    const response = await fetch(target, {
      redirect: "manual",
      signal: limits.signal,
      headers: { "user-agent": "Lookalike" },
    }).catch(limits.fail);
    try {
      if (response.status === 200) return await read(bodyOf(response, limits, options.maxBytes));
      if (!REDIRECTS.has(response.status)) throw refusal(target, response, options.gate);
      target = redirectOf(target, response, allowed);
    } finally {
      await response.body?.cancel().catch(() => {});
    }
  }
  throw new DownloadError(`redirects more than ${MAX_REDIRECTS} times`, { again: false });
}

/** Limits on the time of one request. */
interface TimeLimits extends Disposable {
  /** Aborts when a request stalls, takes too long, or is ended by the caller's signal. */
  signal: AbortSignal;
  /** Call it when so many bytes arrived. */
  arrived(bytes: number): void;
  /** Throws why the request failed: the signal's reason, or the network's error. */
  fail(error: unknown): never;
}

function timeLimits(
  { stallMs = 10_000, totalMs = 60_000, leastRate = 0, signal: outside }: ReadUrlOptions,
): TimeLimits {
  const controller = new AbortController();
  const signal = AbortSignal.any([controller.signal, ...(outside ? [outside] : [])]);
  const abort = (reason: string) => controller.abort(new DownloadError(reason, { again: true }));
  const stall = () => setTimeout(abort, stallMs, `sent nothing for ${stallMs} ms`);
  const total = totalMs === Infinity
    ? undefined
    : setTimeout(abort, totalMs, `took more than ${totalMs} ms`);
  let stalled = stall();
  // The first stretch begins with the first bytes.
  let stretches: ReturnType<typeof setInterval> | undefined, inStretch = 0;
  const endStretch = () => {
    if (inStretch < leastRate * stallMs / 1000) abort(`sent ${inStretch} bytes in ${stallMs} ms`);
    inStretch = 0;
  };
  return {
    signal,
    arrived(bytes) {
      if (bytes > 0) stretches ??= setInterval(endStretch, stallMs);
      inStretch += bytes;
      clearTimeout(stalled);
      stalled = stall();
    },
    fail(error) {
      signal.throwIfAborted();
      throw connectionError(error);
    },
    [Symbol.dispose]() {
      clearTimeout(stalled);
      clearTimeout(total);
      clearInterval(stretches);
    },
  };
}

function bodyOf({ headers, body }: Response, limits: TimeLimits, maxBytes: number): Body {
  const promised = headers.get("content-length");
  const length = promised === null ? undefined : Number(promised);
  const tooLarge = () => new DownloadError(`has more than ${maxBytes} bytes`, { again: false });
  if (length !== undefined && length > maxBytes) throw tooLarge();
  // The server may send more than it promised.
  async function* chunks() {
    let bytes = 0;
    limits.arrived(0);
    try {
      for await (const chunk of body ?? []) {
        limits.arrived(chunk.length);
        bytes += chunk.length;
        if (bytes > maxBytes) throw tooLarge();
        yield chunk;
      }
    } catch (error) {
      limits.fail(error);
    }
  }
  return { length, chunks: chunks() };
}

function checkedUrl(url: string): URL {
  const parsed = URL.parse(url);
  if (parsed !== null && /^https?:$/.test(parsed.protocol)) return parsed;
  throw new RangeError(
    `Cannot download as the address must begin with http:// or https://: ` +
      `current value is "${addressForPeople(url)}"`,
  );
}

function redirectOf(from: URL, response: Response, allowed: ReadonlySet<string>): URL {
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

function refusal(target: URL, { status, headers }: Response, gate: HostGate): DownloadError {
  const retryAfterMs = parseRetryAfter(headers.get("retry-after"), Date.now());
  const again = status >= 500 || RETRY_STATUSES.has(status);
  if (again && retryAfterMs !== undefined) gate.pause(target.host, retryAfterMs);
  return new DownloadError(`answered ${status}`, { again });
}
