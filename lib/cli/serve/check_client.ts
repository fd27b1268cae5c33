/** Who may ask the service: `checkClient`. */

import { createHash, timingSafeEqual } from "node:crypto";
import { HttpError } from "./http_error.ts";

/** Names of this machine for itself. */
const LOOPBACK = new Set(["127.0.0.1", "localhost", "[::1]"]);

/**
 * Refuse requests that other sites send through a browser, and those without the token.
 *
 * A page of another site can send requests to this machine, and by a name of its own that leads here
 * (DNS rebinding) it could read the answers: the request's Host and Origin must be this machine's.
 *
 * @param token that the header `Authorization: Bearer` must bring. @default none
 * @throws {HttpError} 403 for another site, 401 without the token
 */
export function checkClient(request: Request, token?: string): void {
  const host = request.headers.get("host") ?? "";
  if (!LOOPBACK.has(host.replace(/:\d+$/, "").toLowerCase())) {
    throw new HttpError(403, "Cannot serve as the host must be this machine, 127.0.0.1");
  }
  const origin = request.headers.get("origin");
  if (origin !== null && origin !== `http://${host}`) {
    throw new HttpError(403, "Cannot serve as requests of other sites are not served");
  }
  if (token === undefined) return;
  const given = /^Bearer (.+)$/i.exec(request.headers.get("authorization") ?? "")?.[1];
  if (given !== undefined && timingSafeEqual(hashOf(given), hashOf(token))) return;
  const scheme = { "www-authenticate": "Bearer" };
  throw new HttpError(401, "Cannot serve as the header Authorization must bring the token", scheme);
}

/** Of one length, as the comparison needs it. */
function hashOf(text: string): Uint8Array {
  return createHash("sha256").update(text).digest();
}
