/** Maps of a run's embeddings, how faithful they are, and a control, for notebook 06. */

import type { Vectors } from "../embedding/embedding.ts";
import { takeRows } from "../embedding/rows.ts";
import { formatInterval } from "../io/format.ts";
import { createRandom } from "../io/random.ts";
import { pairedDifference } from "../metrics/differences.ts";
import type { Difference, ScoreMeans } from "../metrics/score_schemas.ts";
import { encodeGroups } from "../metrics/labels.ts";
import { evaluateQueries, evaluateRetrieval } from "../metrics/retrieval.ts";
import { trustworthiness } from "../metrics/trustworthiness.ts";
import { projectUmap } from "../projection/umap.ts";
import { projectUmapJs } from "../projection/umap_js.ts";
import { kNearest } from "../search/neighbours.ts";
import { scatter2d } from "../view/charts/scatter.ts";
import type { PlotlyFigure } from "../view/figure.ts";
import type { Markdown } from "../view/markdown.ts";
import { createPalette } from "../view/palette.ts";
import { createProgress } from "../view/progress.ts";
import { type Table, table } from "../view/table.ts";
import { verdict } from "../view/verdict.ts";
import { differenceText, isBelow } from "./evaluation/queries.ts";
import { keptNeighbours, type MappedImages, type MapSpace } from "./map_spaces.ts";

/** How maps are made. */
export interface MapOptions {
  /** Neighbours of an image that a map tries to keep. */
  readonly nNeighbors: number;
  readonly minDist: number;
  readonly seed: number;
}

/** A projection of a space. */
export interface EmbeddingMap {
  readonly name: string;
  readonly components: number;
  /** float32 `[n, components]`, row-major. */
  readonly points: Float32Array;
  /** Time of the projection, neighbours not counted. */
  readonly seconds: number;
}

/** The map of one space. */
export async function projectSpace(
  { title, vectors, dim, neighbours }: Omit<MapSpace, "found">,
  components: number,
  { nNeighbors: most, minDist, seed }: MapOptions,
  onProgress?: (epoch: number, epochs: number) => void,
): Promise<EmbeddingMap> {
  const started = performance.now();
  // The image itself counts as one.
  const nNeighbors = Math.min(most, neighbours.k + 1);
  const options = { nComponents: components, nNeighbors, minDist, neighbours, seed, onProgress };
  const points = await projectUmap(vectors, dim, options);
  const seconds = (performance.now() - started) / 1000;
  return { name: `${title}, ${components}-D`, components, points, seconds };
}

/** Maps of all spaces in space and in a plane, in the order of the spaces, with one progress bar. */
export async function projectSpaces(
  spaces: readonly MapSpace[],
  options: MapOptions,
): Promise<EmbeddingMap[]> {
  const total = 2 * spaces.length;
  const progress = createProgress({ label: "Projecting", total, unit: "maps" });
  const maps: EmbeddingMap[] = [];
  for (const components of [3, 2]) {
    for (const space of spaces) {
      const onProgress = (epoch: number, epochs: number) => {
        void progress.update(maps.length + epoch / epochs);
      };
      maps.push(await projectSpace(space, components, options, onProgress));
      await progress.update(maps.length);
    }
  }
  await progress.finish();
  return maps;
}

/** How much of the neighbourhoods is left on a map. */
export interface MapScore {
  readonly name: string;
  readonly precision: ScoreMeans;
  /** Of the map: its P@k minus that of the embedding, paired by query. */
  readonly difference?: Difference;
  /** Of the map; undefined of the embedding itself. */
  readonly trustworthiness?: number;
  readonly seconds?: number;
}

/** Trustworthiness of every map, by name. */
export async function mapTrust(
  spaces: readonly MapSpace[],
  maps: readonly EmbeddingMap[],
): Promise<Record<string, number>> {
  const trust: Record<string, number> = {};
  for (const map of maps) {
    const space = spaces.find(({ title }) => map.name.startsWith(`${title}, `))!;
    trust[map.name] = await trustworthinessOf(map, space);
  }
  return trust;
}

async function trustworthinessOf(
  { components: dim, points: vectors }: Pick<EmbeddingMap, "components" | "points">,
  space: Pick<MapSpace, "vectors" | "dim" | "neighbours">,
): Promise<number> {
  const near = await kNearest({ vectors, dim }, space.neighbours.k, { exclude: "self" });
  return await trustworthiness(space, near);
}

/** Most images that umap-js projects here: it takes a minute for 5,000. */
const SECOND_OPINION = 2000;

/** The map of `space` by umap-js; undefined of too few or too many images for it. */
export function secondOpinion(space: MapSpace, options: MapOptions): EmbeddingMap | undefined {
  const count = space.vectors.length / space.dim;
  if (count > SECOND_OPINION || count <= space.neighbours.k + 1) return undefined;
  const started = performance.now();
  const points = projectUmapJs(space.neighbours, options);
  const seconds = (performance.now() - started) / 1000;
  return { name: `${space.title}, 2-D, by umap-js`, components: 2, points, seconds };
}

/**
 * P@k and trustworthiness of `space` and its maps. P@k is that of held-out queries, as an embedding
 * that was fitted with the categories of the catalogue knows those of its images; without such queries
 * every image is one.
 */
export async function scoreMaps(
  space: MapSpace,
  maps: readonly EmbeddingMap[],
  images: Omit<MappedImages, "rows">,
  options: { k: number; seed: number },
): Promise<MapScore[]> {
  const { precision, shares, groups } = await precisionOf(space, images, options);
  const scores: MapScore[] = [{ name: `${space.title}, the embedding`, precision }];
  for (const map of maps) {
    const { name, components: dim, points: vectors, seconds } = map;
    const found = await precisionOf({ vectors, dim }, images, options);
    scores.push({
      name,
      precision: found.precision,
      difference: pairedDifference(shares, found.shares, { groups, seed: options.seed }),
      trustworthiness: await trustworthinessOf(map, space),
      seconds,
    });
  }
  return scores;
}

/** P@k, and that of each query that counts with its group, for pairs. */
async function precisionOf(
  { vectors, dim }: Vectors,
  { labels: all, groups: known, catalogue, queries }: Omit<MappedImages, "rows">,
  { k: most, seed }: { k: number; seed: number },
): Promise<{ precision: ScoreMeans; shares: number[]; groups: Int32Array | undefined }> {
  const labelsOf = (places: Uint32Array) => Array.from(places, (place) => all[place]!);
  const groupsOf = (places: Uint32Array) => Array.from(places, (place) => known[place]);
  const index = { vectors: takeRows(vectors, dim, catalogue), dim, labels: labelsOf(catalogue) };
  const k = Math.min(most, catalogue.length - 1);
  const input = { ...index, groups: groupsOf(catalogue), k, seed };
  const held = queries.length > 0 && await evaluateQueries({
    ...input,
    queries: takeRows(vectors, dim, queries),
    queryLabels: labelsOf(queries),
    queryGroups: groupsOf(queries),
  });
  const report = held || await evaluateRetrieval(input);
  // Of a category that the catalogue has no other image of, nothing can be found.
  const [asked, fewest] = held ? [queries, 1] : [catalogue, 2];
  const counts = Map.groupBy(index.labels, (label) => label);
  const counted = [...asked.keys()].filter((query) =>
    (counts.get(all[asked[query]!]!)?.length ?? 0) >= fewest
  );
  return {
    precision: "heldOut" in report ? report.heldOut.precision : report.leaveOneOut.precision,
    shares: counted.map((query) => report.hits[query]! / k),
    groups: encodeGroups(counted.map((query) => known[asked[query]!]))?.[0],
  };
}

/** P@k and trustworthiness of `space` and its maps, and whether the map in a plane loses neighbours. */
export async function mapQuality(
  space: MapSpace,
  maps: readonly EmbeddingMap[],
  images: Omit<MappedImages, "rows">,
  options: { k: number; seed: number },
): Promise<[Table, Markdown]> {
  const scores = await scoreMaps(space, maps, images, options);
  return describeScores(scores, options);
}

/** Scores of an embedding and its maps, and whether its P@k is higher than that of its map in a plane. */
export function describeScores(
  scores: readonly MapScore[],
  { k }: { k: number },
): [Table, Markdown] {
  const rows = scores.map(({ name, precision, trustworthiness, seconds }) => ({
    ...{ name, precision: precision.micro, interval: formatInterval(precision.interval.micro) },
    ...{ trustworthiness, seconds },
  }));
  const shown = table(rows, [
    { key: "name", label: "neighbours in" },
    { key: "precision", label: `P@${k}, micro`, digits: 3 },
    { key: "interval", label: "95 % interval" },
    { key: "trustworthiness", digits: 3 },
    { key: "seconds", digits: 1 },
  ]);
  const [embedding, flat] = [scores[0]!, scores.find(({ name }) => name.endsWith("2-D"))!];
  const [a, b] = [embedding, flat].map(({ precision }) => precision.micro);
  const loses = verdict({
    expected: "A map loses neighbours, so its P@k is lower than that of the embedding",
    holds: isBelow(flat.difference!),
    because: `the embedding has ${a!.toFixed(3)}, its map in a plane ${b!.toFixed(3)}: ${
      differenceText(flat.difference!)
    }`,
  });
  return [shown, loses];
}

/** A map of `count` points of 64 independent uniform numbers each, and whether every map of `trust` keeps more than it. */
export async function noiseControl(
  trust: Readonly<Record<string, number>>,
  options: MapOptions & { count: number },
): Promise<[PlotlyFigure, Markdown]> {
  const { count } = options;
  const draw = createRandom(options.seed);
  const noise = { vectors: Float32Array.from({ length: count * 64 }, () => draw()), dim: 64 };
  const near = await kNearest(noise, keptNeighbours(count, options.nNeighbors), {
    exclude: "self",
  });
  const space = { ...noise, title: "noise", neighbours: near };
  const map = await projectSpace(space, 2, options);
  const kept = await trustworthinessOf(map, space);
  const figure = scatter2d({
    points: map.points,
    ids: Array.from({ length: count }, (_, i) => `point ${i}`),
    labels: new Array<string>(count).fill("noise"),
    palette: createPalette(["noise"]),
    title: `UMAP of random noise, 2-D (trustworthiness ${kept.toFixed(3)})`,
  });
  const [name, least] = Object.entries(trust).reduce((a, b) => b[1] < a[1] ? b : a);
  const more = verdict({
    expected: "Every map of images keeps more neighbourhoods than the map of noise",
    holds: least > kept,
    because: `the least trustworthy map, ${name}, has ${least.toFixed(3)}, the map of noise ${
      kept.toFixed(3)
    }`,
  });
  return [figure, more];
}
