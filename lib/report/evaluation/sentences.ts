/** What the numbers of `metrics.json` say, in sentences that hold for any run. */

import { SEARCH_NETWORK } from "../../embedding/compositions.ts";
import { BASELINES } from "../../runs/evaluated_compositions.ts";
import { PRESETS } from "../../runs/presets.ts";
import type { EmbeddingResults, Metrics } from "../../runs/results.ts";
import { type Markdown, markdown } from "../../view/markdown.ts";
import { verdict } from "../../view/verdict.ts";
import { leaders } from "./charts.ts";
import {
  all,
  bestOf,
  bestVariants,
  compareEmbeddings,
  differenceText,
  findEmbedding,
  gainVerdict,
  headlineQueries,
  isAbove,
  isBelow,
  rawNetworks,
  scoreText,
} from "./queries.ts";

/** Whether `to` scores above `from`, as an expectation; nothing where the run lacks one of them. */
function expectAbove(metrics: Metrics, expected: string, from: string, to: string): Markdown[] {
  const [a, b] = [from, to].map((name) => findEmbedding(metrics, name));
  if (!a || !b) return [];
  return [gainVerdict(expected, `${to} minus ${from}`, compareEmbeddings(metrics, a, b))];
}

/** What place, training and a hand-made descriptor are worth: expectations and what was seen. */
export function baselineVerdicts(metrics: Metrics): Markdown[] {
  const plusLayer = PRESETS.plus_layer.title;
  const hog = findEmbedding(metrics, BASELINES.hog);
  const { pixels, colour, untrained } = BASELINES;
  return [
    ...expectAbove(
      metrics,
      "A descriptor that keeps the spatial layout finds more than one that only counts colours",
      colour,
      pixels,
    ),
    ...expectAbove(
      metrics,
      "Training to reconstruct improves the neighbours of +Layer",
      untrained,
      plusLayer,
    ),
    ...(hog
      ? [allAbove(metrics, "Raw HOG finds more than every raw network", rawNetworks(metrics), hog)]
      : []),
  ];
}

/** Whether `to` scores above each of `embeddings`. */
function allAbove(
  metrics: Metrics,
  expected: string,
  embeddings: readonly EmbeddingResults[],
  to: EmbeddingResults,
): Markdown {
  const differences = embeddings.map((from) => {
    return { name: from.name, difference: compareEmbeddings(metrics, from, to) };
  });
  const because = differences.map(({ name, difference }) =>
    `minus ${name}: ${differenceText(difference)}`
  );
  const holds = all(differences.map(({ difference }) => isAbove(difference)));
  return verdict({ expected, holds, because: `${to.name} ${because.join("; ")}` });
}

/** Whether scores fall without neighbours of the query's group; nothing where there are no groups. */
export function groupVerdict(metrics: Metrics): Markdown[] {
  const changes = bestVariants(metrics).flatMap(({ name, leaveOneGroupOut }) =>
    leaveOneGroupOut ? [{ name, difference: leaveOneGroupOut.difference }] : []
  ).sort((a, b) => a.difference.value - b.difference.value);
  const [most, least] = [changes[0], changes.at(-1)];
  if (!most || !least) return [];
  const falls = changes.map(({ difference }) => isBelow(difference));
  const text = ({ name, difference }: typeof most) => `${differenceText(difference)} of ${name}`;
  return [verdict({
    expected: "Without neighbours of the query's group every score falls",
    holds: all(falls),
    because: `${
      falls.filter((fall) => fall === true).length
    } of ${falls.length} fall; differences reach from ${text(most)} to ${text(least)}`,
  })];
}

/** Whether whitening helps every model. */
export function whiteningVerdict(metrics: Metrics): Markdown {
  const gains = rawNetworks(metrics).flatMap((raw) => {
    const whitened = metrics.embeddings.find(({ of, transform }) =>
      of === raw.name && transform?.startsWith("whitened")
    );
    return whitened ? [{ name: raw.name, gain: compareEmbeddings(metrics, raw, whitened) }] : [];
  });
  return verdict({
    expected: `Whitening raises P@${metrics.k} of every network`,
    holds: all(gains.map(({ gain }) => isAbove(gain))),
    because: gains.map(({ name, gain }) => `${name}: ${differenceText(gain)}`).join("; "),
  });
}

/** Whether the original's metric gives more than leave-one-out, as it must. */
export function originalMetricVerdict({ embeddings, k }: Metrics): Markdown {
  const gains = embeddings.filter(({ of }) => of === undefined)
    .map(({ selfIncluded, leaveOneOut }) => selfIncluded.macro - leaveOneOut.precision.macro);
  const [least, most] = [Math.min(...gains), Math.max(...gains)].map((gain) => gain.toFixed(3));
  return verdict({
    expected: "Leaving the query in the index raises every score, as it is its own first hit",
    holds: gains.every((gain) => gain > 0),
    because: `P@${k} macro rises by ${least} to ${most}`,
  });
}

/** The result of a run in five sentences at most. */
export function evaluationSummary(metrics: Metrics): Markdown {
  const sentences = [
    headlineSentence(metrics),
    networkSentence(metrics),
    objectiveSentence(metrics),
    postProcessingSentence(metrics),
    categorySentence(metrics),
  ].flatMap((sentence) => sentence ?? []);
  return markdown(sentences.map((line) => `- ${markdown`${line}`.source}`).join("\n"));
}

function headlineSentence(metrics: Metrics): string {
  const { chosen, k, heldOut } = metrics;
  const { title, chance, scoresOf } = headlineQueries(metrics);
  const reached = scoreText(scoresOf(findEmbedding(metrics, chosen)!).precision);
  const chosenBy = heldOut.validation
    ? `${heldOut.validation.queries} validation queries`
    : "the index itself";
  return `${chosen}, chosen by ${chosenBy}, reaches P@${k} ${reached} on ${title}; ` +
    `chance is ${chance.micro.toFixed(3)}.${labelsSentence(metrics)}`;
}

/** What the search reaches where it also uses the categories of the index; "" where it does not. */
function labelsSentence({ supervised, searchedWith, heldOut }: Metrics): string {
  const found = supervised.find(({ name }) => name === searchedWith);
  const scores = heldOut.test ? found?.heldOut.test : found?.heldOut.validation;
  return scores
    ? ` With the categories of the index, ${searchedWith} reaches ${scoreText(scores.precision)}.`
    : "";
}

/** What a comparison shows, for the second part of a sentence. */
function comparison(metrics: Metrics, from: EmbeddingResults, to: EmbeddingResults): string {
  const difference = compareEmbeddings(metrics, from, to);
  const above = isAbove(difference);
  const words = above === undefined
    ? "the difference cannot be told from 0"
    : above
    ? `${to.name} is better`
    : `${from.name} is better`;
  return `${to.name} minus ${from.name} is ${differenceText(difference)}: ${words}`;
}

function networkSentence(metrics: Metrics): string | undefined {
  const [network, other] = leaders(metrics);
  return network && other &&
    `The best embedding with a network against the best without: ${
      comparison(metrics, other, network)
    }.`;
}

function objectiveSentence(metrics: Metrics): string | undefined {
  const reconstruction = findEmbedding(metrics, PRESETS.plus_layer.title);
  const discrimination = findEmbedding(metrics, SEARCH_NETWORK);
  return reconstruction && discrimination &&
    `Instance discrimination against reconstruction, raw: ${
      comparison(metrics, reconstruction, discrimination)
    }.`;
}

function postProcessingSentence(metrics: Metrics): string | undefined {
  const chosen = findEmbedding(metrics, metrics.chosen)!;
  if (chosen.of === chosen.name) {
    const single = bestOf(metrics.embeddings.filter(({ name }) => name !== chosen.name));
    if (leaders(metrics).includes(single)) return undefined; // compared above
    return `Fusion, against the best single embedding: ${comparison(metrics, single, chosen)}.`;
  }
  const raw = chosen.of === undefined ? undefined : findEmbedding(metrics, chosen.of);
  return raw && `Post-processing without labels: ${comparison(metrics, raw, chosen)}.`;
}

/** A category with fewer queries is not named as the easiest or hardest. */
const FEWEST = 3;

function categorySentence(metrics: Metrics): string | undefined {
  const { index: { categories, counts }, chosen } = metrics;
  const { codes, scoresOf, title } = headlineQueries(metrics);
  const { perCategory } = scoresOf(findEmbedding(metrics, chosen)!).precision;
  const asked = Object.entries(perCategory).map(([category, value]) => {
    const queries = codes.filter((code) => categories[code] === category).length;
    return { category, value, queries };
  }).filter(({ category, value, queries }) =>
    Number.isFinite(value) && queries >= FEWEST && counts[categories.indexOf(category)]! > 0
  ).sort((a, b) => b.value - a.value);
  const [easiest, hardest] = [asked[0], asked.at(-1)];
  if (!easiest || !hardest || easiest === hardest) return undefined;
  const words = ({ category, value, queries }: typeof easiest) =>
    `${category} (${value.toFixed(2)}, ${queries} ${queries === 1 ? "query" : "queries"})`;
  return `Of ${title}, those of ${words(easiest)} find most of their category and those of ` +
    `${words(hardest)} least.`;
}
