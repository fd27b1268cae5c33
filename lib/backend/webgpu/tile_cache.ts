/** Measured tilings on disk, one file for each adapter: `readTiles`, `writeTiles`. */

import { join } from "node:path";
import { writeJsonAtomic } from "../../io/files.ts";
import type { Tile } from "./tiles.ts";

// Changed whenever the kernels are, as older measurements then say nothing.
const VERSION = 2;

/** Tilings by the key of what was measured. */
export type Tiles = Map<string, Tile>;

const NUMBERS = ["rows", "columns", "depth", "threadRows", "threadColumns"] as const;

/**
 * The folder for what can be measured again: the system's cache folder of this user (Linux
 * `$XDG_CACHE_HOME` or `~/.cache`), as tilings belong to the machine and not to the project.
 */
export function cacheDirectory(): string {
  const { os } = Deno.build;
  const home = Deno.env.get("HOME") ?? Deno.env.get("USERPROFILE") ?? Deno.cwd();
  const base = os === "windows"
    ? Deno.env.get("LOCALAPPDATA") ?? join(home, "AppData", "Local")
    : os === "darwin"
    ? join(home, "Library", "Caches")
    : Deno.env.get("XDG_CACHE_HOME") ?? join(home, ".cache");
  return join(base, "lookalike");
}

/** Path of the file of an adapter, named as WebGPU names it. */
export function tilesPath(directory: string, adapter: string): string {
  const plain = adapter.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-").replaceAll(/^-|-$/g, "");
  return join(directory, `webgpu-${plain || "adapter"}.json`);
}

/** The tilings in the file; none if it is missing, of another version or not readable. */
export async function readTiles(path: string): Promise<Tiles> {
  try {
    const { version, tiles } = JSON.parse(await Deno.readTextFile(path));
    if (version !== VERSION) return new Map();
    const whole = Object.entries(tiles as Record<string, Tile>).filter(([, tile]) =>
      NUMBERS.every((name) => Number.isInteger(tile[name]) && tile[name] > 0) &&
      Number.isInteger(tile.workgroups) && typeof tile.prefetch === "boolean"
    );
    return new Map(whole);
  } catch {
    return new Map();
  }
}

/**
 * Write the tilings, whole or not at all. Where that is not possible (not allowed, a full or read-only
 * disk, no folder) they are measured again next time, and nothing else is lost.
 */
export async function writeTiles(path: string, tiles: Tiles): Promise<void> {
  const content = { version: VERSION, tiles: Object.fromEntries(tiles) };
  await writeJsonAtomic(path, content).catch(() => {});
}
