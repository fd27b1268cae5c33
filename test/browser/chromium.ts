/**
 * A real browser for tests: `chromiumIfInstalled`, `needsChromium`, `launchChromium`, and
 * `offlinePage`, which has no network and notes what goes wrong.
 */

import { existsSync } from "node:fs";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";

/** Where Debian and others put Chromium. */
const PATHS = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** Headless, and silent: the browser asks its maker for nothing. */
const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Path of the machine's Chromium, or undefined where there is none. */
export function chromiumIfInstalled(): string | undefined {
  return PATHS.find((path) => existsSync(path));
}

/** Name and `ignore` of a test that opens a browser: skipped visibly where there is none. */
export function needsChromium(name: string): { name: string; ignore: boolean } {
  return chromiumIfInstalled()
    ? { name, ignore: false }
    : { name: `${name} (needs Debian's chromium)`, ignore: true };
}

/** The machine's Chromium, started headless, or undefined where there is none; the caller closes it. */
export async function launchChromium(): Promise<Browser | undefined> {
  const executablePath = chromiumIfInstalled();
  if (executablePath === undefined) return undefined;
  return await chromium.launch({ executablePath, headless: true, args: FLAGS });
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
