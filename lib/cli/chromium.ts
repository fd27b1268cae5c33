/** The machine's Chromium. */

import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

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

/** The machine's Chromium, started headless, or undefined where there is none; the caller closes it. */
export async function launchChromium(): Promise<Browser | undefined> {
  const executablePath = chromiumIfInstalled();
  if (executablePath === undefined) return undefined;
  return await chromium.launch({ executablePath, headless: true, args: FLAGS });
}
