/** How a matrix product is cut over workgroups and threads: `Tile`, `tileCandidates`, `refinements`, `defaultTile`. */

/**
 * A workgroup makes `rows` x `columns` of the product and walks along its depth (the summed axis)
 * `depth` at a time, through tiles in workgroup memory. Each of its threads keeps `threadRows` x
 * `threadColumns` sums in registers. All are multiples of four but `threadRows`.
 */
export interface Tile {
  rows: number;
  columns: number;
  depth: number;
  threadRows: number;
  threadColumns: number;
  /** Loads the next step's numbers into registers while this step's are multiplied. */
  prefetch: boolean;
  /**
   * Workgroups to reach by cutting the depth too (split-K), where the product alone gives fewer;
   * the parts are summed in a second pass. 0 never cuts.
   */
  workgroups: number;
}

/** A product to be tiled; its rows are pixels or filter elements, its columns channels. */
export interface ProductShape {
  rows: number;
  columns: number;
  /** The summed axis. */
  depth: number;
}

/** What of a device's limits bounds a tile. */
export interface TileLimits {
  maxComputeInvocationsPerWorkgroup: number;
  maxComputeWorkgroupStorageSize: number;
}

/** Threads of a workgroup. */
export function threadsOf({ rows, columns, threadRows, threadColumns }: Tile): number {
  return (rows / threadRows) * (columns / threadColumns);
}

function tile(
  [rows, columns, depth]: [number, number, number],
  [threadRows, threadColumns]: [number, number],
  workgroups: number,
  prefetch = false,
): Tile {
  return { rows, columns, depth, threadRows, threadColumns, prefetch, workgroups };
}

// None; two for each of the 132 multiprocessors of a large GPU; and as many as hide its waiting.
const GROUPS = [0, 256, 1024];

// Multiplications that a software adapter does in about the time it takes to compile a shader.
const SMALL_PRODUCT = 2 ** 24;

/** Rows, columns and depth of a workgroup; rows and columns of a thread. */
type Form = [[rows: number, columns: number, depth: number], [rows: number, columns: number]];

/** The forms of a tile worth measuring for `shape` on a device of these limits. */
export function tileCandidates(shape: ProductShape, limits: TileLimits): Tile[] {
  const forms: Form[] = shape.columns <= 4
    ? [[[128, 4, 16], [4, 4]], [[256, 4, 8], [4, 4]], [[64, 4, 32], [4, 4]]]
    : shape.columns <= 32
    ? [[[128, 32, 16], [8, 4]], [[64, 32, 16], [4, 4]], [[32, 32, 16], [4, 4]]]
    : [
      [[128, 64, 16], [8, 8]],
      [[64, 64, 16], [8, 8]],
      // The 576 rows of nine taps of 64 channels are three of these, but four and a half of those.
      [[192, 64, 16], [8, 8]],
      [[64, 64, 16], [8, 4]],
      [[64, 64, 16], [4, 4]],
      [[128, 128, 8], [8, 8]],
      [[32, 64, 16], [4, 4]],
      [[32, 32, 32], [4, 4]],
    ];
  return forms.map(([sizes, thread]) => tile(sizes, thread, GROUPS[1]!))
    .filter((candidate) => fits(candidate, limits));
}

/** Variants of a tile of good form: more or fewer parts of the depth, and loading ahead. */
export function refinements(best: Tile, shape: ProductShape): Tile[] {
  const plain = productWorkgroups(shape, best);
  const sharing = GROUPS.filter((groups) => groups === 0 || groups > plain);
  return sharing.flatMap((workgroups) =>
    [false, true].map((prefetch) => ({ ...best, workgroups, prefetch }))
  );
}

/** The tiling taken where none was measured. */
export function defaultTile(shape: ProductShape, limits: TileLimits, software: boolean): Tile {
  const columns = shape.columns <= 4 ? 4 : shape.columns <= 32 ? 32 : 64;
  if (software) {
    // There every read of memory is a loop over the threads, so the more sums a thread keeps the
    // better; where there is little to compute, compiling takes longer than that.
    return shape.rows * shape.columns * shape.depth > SMALL_PRODUCT
      ? tile([64, columns, 4], [16, Math.min(columns, 16)], 0)
      : tile([32, Math.min(columns, 32), 8], [4, 4], 0);
  }
  const large = tile([128, columns, 16], columns === 64 ? [8, 8] : [4, 4], 512);
  const small = tile([32, columns, 16], [4, 4], 512);
  const chosen = productWorkgroups(shape, large) >= 256 || shape.rows > 4096 ? large : small;
  return fits(chosen, limits) ? chosen : tile([32, Math.min(columns, 32), 8], [4, 4], 512);
}

/** Parts that the depth is cut into, of at least four steps each, and at most `most`. */
export function splitsOf(shape: ProductShape, chosen: Tile, most: number): number {
  const wanted = Math.ceil(chosen.workgroups / productWorkgroups(shape, chosen));
  const possible = Math.floor(shape.depth / (4 * chosen.depth));
  return Math.max(1, Math.min(wanted, possible, most));
}

function productWorkgroups(shape: ProductShape, { rows, columns }: Tile): number {
  return Math.ceil(shape.rows / rows) * Math.ceil(shape.columns / columns);
}

/** Whether a device of these limits can run a tile. */
export function fits(candidate: Tile, limits: TileLimits): boolean {
  const bytes = 4 * candidate.depth * (candidate.rows + candidate.columns);
  return threadsOf(candidate) <= limits.maxComputeInvocationsPerWorkgroup &&
    bytes <= limits.maxComputeWorkgroupStorageSize;
}
