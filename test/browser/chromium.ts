/**
 * A real browser for tests: `chromiumIfInstalled`, `needsChromium`, `launchChromium`, and
 * `offlinePage`, which has no network and notes what goes wrong.
 */

import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { chromiumIfInstalled, launchChromium } from "../../lib/cli/chromium.ts";

export { chromiumIfInstalled, launchChromium };

/** Name and `ignore` of a test that opens a browser: skipped visibly where there is none. */
export function needsChromium(name: string): { name: string; ignore: boolean } {
  return chromiumIfInstalled()
    ? { name, ignore: false }
    : { name: `${name} (needs Debian's chromium)`, ignore: true };
}

/** A page without a network. */
export interface OfflinePage extends AsyncDisposable {
  page: Page;
  /** Addresses that the page asked for and did not get, in order: what a report must not do. */
  requests: string[];
  /** What the console holds as an error or warning, and exceptions that nothing caught. */
  problems: string[];
}

/**
 * A page that can read files and data addresses and reaches nothing else: every other request is
 * refused and noted. Disposing of it closes it.
 *
 * @param options the window's size, colour scheme and the like.
 */
export async function offlinePage(
  browser: Browser,
  options: BrowserContextOptions = {},
): Promise<OfflinePage> {
  const context = await browser.newContext({ serviceWorkers: "block", ...options });
  const requests: string[] = [];
  const problems: string[] = [];
  await context.route(/^(?!file:|data:|blob:|about:)/, async (route) => {
    requests.push(route.request().url());
    await route.abort();
  });
  const page = await context.newPage();
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) problems.push(message.text());
  });
  page.on("pageerror", (error) => problems.push(String(error)));
  return { page, requests, problems, [Symbol.asyncDispose]: () => context.close() };
}
