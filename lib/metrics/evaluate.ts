/** Everything that is measured of one embedding. */

import { ownValue } from "../io/own_value.ts";
import type { Vectors } from "../embedding/embedding.ts";
import { type AttributeScore, evaluateAttribute } from "./attributes.ts";
import type { SummaryOptions } from "./bootstrap.ts";
import { type CopiesScore, evaluateCopies } from "./copy_detection.ts";
import { evaluateLook, type LookItem } from "./look.ts";
import {
  evaluateQueries,
  evaluateRetrieval,
  type HeldOutReport,
  type RetrievalReport,
} from "./retrieval.ts";
import type { LookScore } from "./score_schemas.ts";

/** An embedding of the index and of all queries. */
export interface EvaluationInput extends Vectors, SummaryOptions {
  /** What is known of each row. */
  items: readonly LookItem[];
  /** Neighbours that scores look at. @default 5 */
  k?: number;
  /** Neighbours kept for other measures. @default k */
  depth?: number;
  /** Whether the index was used to fit the embedding with its labels, and cannot be its own query. */
  labelled?: boolean;
  /** Queries of other splits by the split's name; splits without queries are skipped. */
  heldOut?: Readonly<Record<string, { vectors: Float32Array; items: readonly LookItem[] }>>;
  /** Augmented copies of rows of the index. */
  copies?: { vectors: Float32Array; rows: ArrayLike<number> };
  /** Names of attributes; "category" stands for the category. @default none */
  attributes?: readonly string[];
}

/** Scores of one list of queries, and how often their neighbours share their look. */
type WithLook<Report> = Report & { look?: LookScore | undefined };

/** What `evaluate` measures. */
export interface Evaluation {
  /** Leave-one-out scores and neighbours; missing for a labelled embedding. */
  retrieval?: WithLook<RetrievalReport>;
  heldOut: Record<string, WithLook<HeldOutReport>>;
  copies?: CopiesScore;
  /** One for each attribute: null for one that no two items share. */
  attributes: (AttributeScore | null)[];
}

/**
 * Evaluate an embedding: the index against itself, held-out queries and augmented copies against the
 * index. Each is searched once.
 */
export async function evaluate(
  { vectors, dim, items, labelled, heldOut = {}, copies, attributes = [], ...options }:
    EvaluationInput,
): Promise<Evaluation> {
  const { k, resamples, seed } = options;
  const index = { vectors, dim };
  const known = {
    labels: items.map(({ category }) => category),
    groups: items.map(({ group }) => group),
  };
  const evaluation: Evaluation = { heldOut: {}, attributes: [] };
  if (!labelled) {
    const retrieval = await evaluateRetrieval({ ...index, ...known, ...options });
    const { neighbours } = retrieval;
    const look = evaluateLook({ neighbours, items, k, resamples, seed });
    evaluation.retrieval = { ...retrieval, look };
    for (const name of attributes) {
      const values = items.map(({ category, attributes }) => {
        return name === "category" ? category : ownValue(attributes, name);
      });
      const input = { index, neighbours, values, k, resamples, seed };
      evaluation.attributes.push(await evaluateAttribute(input));
    }
  }
  for (const [split, { vectors: queries, items: asked }] of Object.entries(heldOut)) {
    if (asked.length === 0) continue;
    const queryLabels = asked.map(({ category }) => category);
    const of = { queries, queryLabels, queryGroups: asked.map(({ group }) => group) };
    const report = await evaluateQueries({ ...index, ...known, ...of, k, resamples, seed });
    const { neighbours } = report;
    const look = evaluateLook({ neighbours, items, queries: asked, k, resamples, seed });
    evaluation.heldOut[split] = { ...report, look };
  }
  if (copies) {
    const { vectors, rows } = copies;
    evaluation.copies = await evaluateCopies({ ...index, copies: vectors, rows });
  }
  return evaluation;
}
