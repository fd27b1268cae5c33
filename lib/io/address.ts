/** Addresses of the web, and how people may see them: `isAddress`, `addressForPeople`, `withoutSecrets`. */

/** Of two letters or more: one is a drive of Windows. */
const SCHEME = /[a-z][a-z0-9+.-]+:\/\//i;

/** Whether `text` is an address of http or https. */
export function isAddress(text: string): boolean {
  return /^https?:\/\//i.test(text);
}

/** Whether `text` begins as an address of any kind, such as `ftp://`, so that it is no path. */
export function hasScheme(text: string): boolean {
  return text.search(SCHEME) === 0;
}

/**
 * An address without what may be secret in it: user, password, query and fragment. Of one that cannot
 * be parsed only the scheme is left.
 *
 * @example
 * ```ts
 * import { addressForPeople } from "./address.ts";
 *
 * addressForPeople("https://me:password@example.org/photos.zip?token=1"); // "https://example.org/photos.zip"
 * ```
 */
export function addressForPeople(address: string): string {
  const url = URL.parse(address);
  if (url) return `${url.protocol}//${url.host}${url.pathname}`;
  return `${SCHEME.exec(address)?.[0] ?? ""}...`;
}

/** A message with each address in it as `addressForPeople` gives it. */
export function withoutSecrets(text: string): string {
  return text.replace(new RegExp(`${SCHEME.source}[^\\s"'<>]*`, "gi"), addressForPeople);
}
