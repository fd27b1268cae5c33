/** Maps of a run's embeddings, how faithful they are, and a control, for notebook 06. */

import type { Vectors } from "../embedding/embedding.ts";
import { takeRows } from "../embedding/rows.ts";
import { createRandom } from "../io/random.ts";
import type { ScoreMeans } from "../metrics/bootstrap.ts";
import { evaluateQueries, evaluateRetrieval } from "../metrics/retrieval.ts";
import { trustworthiness } from "../metrics/trustworthiness.ts";
import { projectUmap } from "../projection/umap.ts";
import { projectUmapJs } from "../projection/umap_js.ts";
import { kNearest } from "../search/neighbours.ts";
import type { Markdown } from "../view/markdown.ts";
import { createProgress } from "../view/progress.ts";
import { type Table, table } from "../view/table.ts";
import { isHigher, verdict } from "../view/verdict.ts";
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
  { title, vectors, dim, neighbours }: MapSpace,
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
  for (const { name, components, points } of maps) {
    const space = spaces.find(({ title }) => name.startsWith(`${title}, `))!;
    const near = await kNearest(
      { vectors: points, dim: components },
      space.neighbours.k,
      { exclude: "self" },
    );
    trust[name] = await trustworthiness(space, near);
  }
  return trust;
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
  const scores: MapScore[] = [
    { name: `${space.title}, the embedding`, precision: await precisionOf(space, images, options) },
  ];
  const { neighbours: { k: kept } } = space;
  for (const { name, components: dim, points: vectors, seconds } of maps) {
    const on = await kNearest({ vectors, dim }, kept, { exclude: "self" });
    scores.push({
      name,
      precision: await precisionOf({ vectors, dim }, images, options),
      trustworthiness: await trustworthiness(space, on),
      seconds,
    });
  }
  return scores;
}

async function precisionOf(
  { vectors, dim }: Vectors,
  { labels: all, catalogue, queries }: Omit<MappedImages, "rows">,
  { k: most, seed }: { k: number; seed: number },
): Promise<ScoreMeans> {
  const labelsOf = (places: Uint32Array) => Array.from(places, (place) => all[place]!);
  const index = { vectors: takeRows(vectors, dim, catalogue), dim, labels: labelsOf(catalogue) };
  const input = { ...index, k: Math.min(most, catalogue.length - 1), seed };
  if (queries.length === 0) return (await evaluateRetrieval(input)).leaveOneOut.precision;
  const held = { queries: takeRows(vectors, dim, queries), queryLabels: labelsOf(queries) };
  return (await evaluateQueries({ ...input, ...held })).heldOut.precision;
}

/** Scores of an embedding and its maps in one table. */
export function mapTable(scores: readonly MapScore[], { k }: { k: number }): Table {
  const rows = scores.map(({ name, precision, trustworthiness = null, seconds = null }) => {
    const [low, high] = precision.interval.micro;
    return {
      name,
      precision: precision.micro,
      interval: `${low.toFixed(3)} to ${high.toFixed(3)}`,
      trustworthiness,
      seconds,
    };
  });
  return table(rows, [
    { key: "name", label: "neighbours in" },
    { key: "precision", label: `P@${k}, micro`, digits: 3 },
    { key: "interval", label: "95 % interval" },
    { key: "trustworthiness", digits: 3 },
    { key: "seconds", label: "seconds", digits: 1 },
  ]);
}

/** Whether the embedding has a higher P@k than its map in a plane. */
export function mapVerdict(scores: readonly MapScore[]): Markdown {
  const [embedding, flat] = [scores[0]!, scores.find(({ name }) => name.endsWith("2-D"))!];
  const scoreOf = ({ precision: { micro, interval } }: MapScore) => {
    return { value: micro, interval: interval.micro };
  };
  const [a, b] = [scoreOf(embedding), scoreOf(flat)];
  return verdict({
    expected: "A map loses neighbours, so its P@k is lower than that of the embedding",
    holds: isHigher(a, b),
    because: `the embedding has ${a.value.toFixed(3)} (${a.interval[0].toFixed(3)} to ${
      a.interval[1].toFixed(3)
    }), its map in a plane ${b.value.toFixed(3)}, which is ${
      (100 * b.value / a.value).toFixed(0)
    } % of it`,
  });
}

/** Whether some categories form islands on a map: the tightest beside the most scattered one. */
export function islandVerdict(
  { name, precision: { perCategory } }: MapScore,
  { labels, queries }: Pick<MappedImages, "labels" | "queries">,
  { k }: { k: number },
): Markdown {
  const scored = queries.length > 0 ? Array.from(queries, (place) => labels[place]!) : labels;
  const counts = new Map<string, number>();
  for (const label of scored) counts.set(label, (counts.get(label) ?? 0) + 1);
  const ranked = Object.entries(perCategory).filter(([category]) => counts.get(category)! > k)
    .sort(([, a], [, b]) => b - a);
  const [first, last] = [ranked[0], ranked.at(-1)];
  const expected = "Some categories form islands, others lie everywhere";
  if (!first || !last || first === last) {
    return verdict({
      expected,
      holds: undefined,
      because: `no two categories have over ${k} ${queries.length > 0 ? "queries" : "images"}`,
    });
  }
  const words = ([category, value]: [string, number]) => `${category} (P@${k} ${value.toFixed(2)})`;
  return verdict({
    expected,
    holds: first[1] >= 0.5 && last[1] < 0.5,
    because: `on the map ${name} the tightest is ${words(first)}, the most scattered ${
      words(last)
    }`,
  });
}

/** A map of random points, in which there is nothing to find. */
export interface NoiseMap {
  readonly points: Float32Array;
  readonly count: number;
  readonly trustworthiness: number;
}

/** UMAP of points of 64 independent uniform numbers each. */
export async function noiseMap(
  { count, nNeighbors: most, minDist, seed }: MapOptions & { count: number },
): Promise<NoiseMap> {
  const draw = createRandom(seed);
  const k = keptNeighbours(count, most);
  const nNeighbors = Math.min(most, k + 1);
  const space = { vectors: Float32Array.from({ length: count * 64 }, () => draw()), dim: 64 };
  const options = { nComponents: 2, nNeighbors, minDist, seed };
  const points = await projectUmap(space.vectors, 64, options);
  const near = await kNearest({ vectors: points, dim: 2 }, k, { exclude: "self" });
  return { points, count, trustworthiness: await trustworthiness(space, near) };
}

/** Whether every map keeps more of its neighbourhoods than the map of noise does. */
export function noiseVerdict(
  trust: Readonly<Record<string, number>>,
  noise: Pick<NoiseMap, "trustworthiness">,
): Markdown {
  const [name, least] = Object.entries(trust).reduce((a, b) => b[1] < a[1] ? b : a);
  return verdict({
    expected: "Every map of images keeps more neighbourhoods than the map of noise",
    holds: least > noise.trustworthiness,
    because: `the least trustworthy map, ${name}, has ${least.toFixed(3)}, the map of noise ${
      noise.trustworthiness.toFixed(3)
    }`,
  });
}
