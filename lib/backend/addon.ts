/** TensorFlow's native add-on, which set-up builds: `ADDON`, `hasAddon`. Imports no package. */

import { existsSync } from "node:fs";
import { join } from "node:path";
import { PROJECT_ROOT } from "../io/paths.ts";

/** The package that the add-on is built from. */
export const ADDON_PACKAGE: string = join(
  PROJECT_ROOT,
  "node_modules",
  "@tensorflow",
  "tfjs-node-gpu",
);

/** Path of the add-on, where its package looks for it. */
export const ADDON: string = join(ADDON_PACKAGE, "lib", "napi-v8", "tfjs_binding.node");

/** Whether set-up has built the add-on. */
export function hasAddon(): boolean {
  return existsSync(ADDON);
}
