/**
 * UMAP projection.
 *
 * As umap-learn and umap-js define it, in four steps: nearest neighbours (`kNearest`, exact), their
 * fuzzy graph (`fuzzy_graph.ts`), a start along the principal axes (`start.ts`), and the layout
 * (`layout.ts`).
 */

import { deriveSeed } from "../io/random.ts";
import { kNearest, type Neighbours } from "../search/neighbours.ts";
import { countRows } from "../embedding/check_vectors.ts";
import { fitCurve } from "./curve.ts";
import { buildFuzzyGraph } from "./fuzzy_graph.ts";
import { layOut } from "./layout.ts";
import { startingPoints } from "./start.ts";
import { checkNeighbours, checkNumber } from "./validation.ts";

/** Options of `projectUmap`, with umap-js's names. */
export interface UmapOptions {
  /** Coordinates of a point on the map: an integer from 1. @default 3 */
  nComponents?: number;
  /**
   * Size of the neighbourhoods that the map keeps together, the item itself counted: an integer
   * from 2. Small values show detail, large ones the whole. Where there are no more items than
   * that, it is the number of items less 1 (2 at least), as in umap-learn. @default 15
   */
  nNeighbors?: number;
  /** How near to each other points may come on the map: 0 to `spread`. @default 0.1 */
  minDist?: number;
  /** The scale of the map's distances: above 0. @default 1 */
  spread?: number;
  /**
   * Passes over the graph: an integer from 1.
   * @default 500; 400 above 2,500 items, 300 above 5,000, 200 above 7,500 (umap-js's rule)
   */
  nEpochs?: number;
  /** The same seed, vectors and neighbours give the identical map. @default 42 */
  seed?: number;
  /**
   * Neighbours of each item found before, `nNeighbors - 1` others at least, exact or not; the item
   * itself may be among them. @default found with `kNearest`
   */
  neighbours?: Neighbours;
  /** Called after each epoch with the number of epochs done and of all. */
  onProgress?: (epoch: number, epochs: number) => void;
}

/**
 * Project vectors to a few dimensions by UMAP (McInnes, Healy & Melville, 2018).
 *
 * umap-learn's definitions and constants, and umap-js's number of epochs, with two choices of our
 * own: the map starts from the principal axes of the vectors, which keeps more of the large
 * distances than a random start (umap-js) and does not fail on a graph in pieces as a spectral
 * start (umap-learn) does; and each visit of an edge pushes exactly five points.
 *
 * The work runs on one thread, since a map must come out the same each time, and gives other tasks
 * a turn about every 50 ms. The vectors are not changed.
 *
 * @param vectors float32 `[n, dim]`, row-major, finite; n is 1 or more. A single item lies at 0.
 * @returns float32 `[n, nComponents]`, row-major.
 * @throws {TypeError} if `vectors` or `neighbours` are not whole rows of the types above.
 * @throws {RangeError} if a number is not finite or an option is out of its range.
 */
export async function projectUmap(
  vectors: Float32Array,
  dim: number,
  options: UmapOptions = {},
): Promise<Float32Array> {
  const n = countRows({ vectors, dim }, "project vectors");
  const {
    nComponents: components = 3,
    nNeighbors = 15,
    minDist = 0.1,
    spread = 1,
    nEpochs: epochs = defaultEpochs(n),
    seed = 42,
    onProgress,
  } = options;
  checkNumber("their number", n, { from: 1, integer: true });
  checkNumber("nComponents", components, { from: 1, integer: true });
  checkNumber("nNeighbors", nNeighbors, { from: 2, integer: true });
  checkNumber("spread", spread, { above: 0 });
  checkNumber("minDist", minDist, { from: 0, to: spread });
  checkNumber("nEpochs", epochs, { from: 1, integer: true });
  checkNumber("seed", seed, { integer: true });
  if (n === 1) return new Float32Array(components);
  const size = Math.max(2, Math.min(nNeighbors, n - 1));
  if (options.neighbours) checkNeighbours(options.neighbours, n, size);

  const neighbours = options.neighbours ??
    await kNearest({ vectors, dim }, size - 1, { exclude: "self" });
  const graph = buildFuzzyGraph(neighbours, n, size);
  // The layout is fastest with three coordinates; those that are not asked for stay 0.
  const width = Math.max(3, components);
  const points = startingPoints(vectors, dim, {
    components,
    width,
    seed: deriveSeed(seed, "UMAP start"),
  });
  await layOut(points, graph, {
    width,
    curve: fitCurve(minDist, spread),
    epochs,
    seed: deriveSeed(seed, "UMAP layout"),
    onProgress,
  });
  return Float32Array.from(
    { length: n * components },
    (_, i) => points[Math.floor(i / components) * width + i % components]!,
  );
}

/** Epochs as umap-js counts them: the more points, the fewer are needed. */
function defaultEpochs(n: number): number {
  return n <= 2500 ? 500 : n <= 5000 ? 400 : n <= 7500 ? 300 : 200;
}
