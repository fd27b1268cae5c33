/** Everything that is measured of one embedding. */

import type { Vectors } from "../embedding/embedding.ts";
import { type AttributeScore, evaluateAttribute } from "./attributes.ts";
import type { SummaryOptions } from "./bootstrap.ts";
import { type CopiesScore, evaluateCopies } from "./copy_detection.ts";
import {
  evaluateQueries,
  evaluateRetrieval,
  type HeldOutReport,
  type RetrievalReport,
} from "./retrieval.ts";

/** An embedding of the index and of all queries. */
export interface EvaluationInput extends Vectors, SummaryOptions {
  /** Category of each row. */
  labels: readonly string[];
  /** Neighbours that scores look at. @default 5 */
  k?: number;
  /** Neighbours kept for other measures. @default k */
  depth?: number;
  /** Whether the index was used to fit the embedding with its labels, and cannot be its own query. */
  labelled?: boolean;
  /** Queries of other splits by the split's name; splits without queries are skipped. */
  heldOut?: Readonly<Record<string, { vectors: Float32Array; labels: readonly string[] }>>;
  /** Augmented copies of rows of the index. */
  copies?: { vectors: Float32Array; rows: ArrayLike<number> };
  /** Values of some attributes, one per row; undefined where unknown. */
  attributes?: readonly (readonly (string | undefined)[])[];
}

/** What `evaluate` measures. */
export interface Evaluation {
  /** Leave-one-out scores and neighbours; missing for a labelled embedding. */
  retrieval?: RetrievalReport;
  heldOut: Record<string, HeldOutReport>;
  copies?: CopiesScore;
  /** One for each attribute: null for one that no two items share. */
  attributes: (AttributeScore | null)[];
}

/**
 * Evaluate an embedding: the index against itself, held-out queries and augmented copies against the
 * index. Each is searched once.
 */
export async function evaluate(
  { vectors, dim, labels, labelled, heldOut = {}, copies, attributes = [], ...options }:
    EvaluationInput,
): Promise<Evaluation> {
  const index = { vectors, dim };
  const { k, resamples, seed } = options;
  const evaluation: Evaluation = { heldOut: {}, attributes: [] };
  if (!labelled) {
    const retrieval = await evaluateRetrieval({ ...index, labels, ...options });
    const { neighbours } = retrieval;
    evaluation.retrieval = retrieval;
    for (const values of attributes) {
      const input = { index, neighbours, values, k, resamples, seed };
      evaluation.attributes.push(await evaluateAttribute(input));
    }
  }
  for (const [split, { vectors: queries, labels: queryLabels }] of Object.entries(heldOut)) {
    if (queryLabels.length === 0) continue;
    const input = { ...index, labels, queries, queryLabels, k, resamples, seed };
    evaluation.heldOut[split] = await evaluateQueries(input);
  }
  if (copies) {
    const { vectors, rows } = copies;
    evaluation.copies = await evaluateCopies({ ...index, copies: vectors, rows });
  }
  return evaluation;
}
