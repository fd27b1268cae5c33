/** The content of `metrics.json` from the parts of an evaluation: `collectMetrics`. */

import type { Backend } from "../backend/mod.ts";
import type { ImageStore } from "../dataset/store/image_store.ts";
import type { AttributeScore } from "../metrics/attributes.ts";
import type { CategoryInterval, ScoreMeans } from "../metrics/bootstrap.ts";
import type { Confusion } from "../metrics/confusion.ts";
import type { CopiesScore } from "../metrics/copy_detection.ts";
import type { PcaSize } from "../metrics/pca_sizes.ts";
import type { HeldOutReport, RetrievalReport } from "../metrics/retrieval.ts";
import type { WhiteningSize } from "../metrics/whitening_sizes.ts";
import type { EvaluatedEmbedding } from "./evaluated_embeddings.ts";
import type { NewResults } from "./results.ts";

/** What notebook 05 has measured. */
export interface Evaluation {
  store: Pick<ImageStore, "name" | "fingerprint" | "categories" | "items">;
  backend: Backend;
  /** Rows of the store in the index. */
  rows: ArrayLike<number>;
  /** Neighbours looked at. */
  k: number;
  embeddings: readonly EvaluatedEmbedding[];
  /** Embeddings fitted with the categories of the index. */
  supervised: readonly EvaluatedEmbedding[];
  /** Leave-one-out evaluation of each of `embeddings`. */
  reports: readonly RetrievalReport[];
  /** Of each of `embeddings`, then of `supervised`; empty where a split has no photos. */
  heldOut: Record<"validation" | "test", readonly HeldOutReport[]>;
  /** Of each of `embeddings`, then of `supervised`. */
  copies: readonly CopiesScore[];
  whitening: {
    components: number;
    tried: { name: string; sizes: WhiteningSize[] }[];
  };
  /** Embeddings looked at more closely: P@1, P@2, ...; P@k by category; neighbours by category. */
  closer: readonly {
    name: string;
    curve: readonly ScoreMeans[];
    categories: Record<string, CategoryInterval>;
    confusion?: Confusion | undefined;
  }[];
  /** For each attribute the precision of each of `embeddings`. */
  attributes: readonly (Omit<AttributeScore, "precision" | "chance" | "k"> & {
    name: string;
    chance: number;
    precisions: readonly ScoreMeans[];
  })[];
  pcaSizes: PcaSize[];
}

/** The metrics of an evaluation, as `saveResults` takes them. */
export function collectMetrics(
  { store, backend, rows, k, embeddings, supervised, reports, ...parts }: Evaluation,
): NonNullable<NewResults["metrics"]> {
  const { heldOut, copies, whitening, closer, attributes, pcaSizes } = parts;
  const { name, fingerprint, categories } = store;
  const codes = Array.from(rows, (row) => categories.indexOf(store.items[row]!.category));
  const ofOthers = (i: number) => {
    const { recall, interval } = copies[i]!;
    return {
      heldOut: { validation: heldOut.validation[i]?.heldOut, test: heldOut.test[i]?.heldOut },
      copies: { recall, interval },
    };
  };
  const asked = ([first]: readonly HeldOutReport[]) =>
    first && { queries: first.queryCount, chance: first.chance };
  return {
    dataset: { name, fingerprint },
    backend,
    index: {
      split: "train",
      items: rows.length,
      categories: [...categories],
      counts: categories.map((_, code) => codes.filter((other) => other === code).length),
      codes,
    },
    k,
    chance: reports[0]!.chance,
    heldOut: { validation: asked(heldOut.validation), test: asked(heldOut.test) },
    copies: copies[0]!.copies,
    whitening,
    embeddings: embeddings.map(({ name, kind, of, transform, dim, vectors }, i) => {
      const { selfIncluded, leaveOneOut, ...report } = reports[i]!;
      // The hits of each query let "deno task compare" pair this run's queries with another's.
      const hits = Array.from(report.hits);
      const scores = { selfIncluded, leaveOneOut, hits, ...ofOthers(i) };
      return { name, kind, of, transform, dim, bytes: vectors.byteLength, ...scores };
    }),
    supervised: supervised.map(({ name, of = name, dim }, i) => ({
      ...{ name, of, dim },
      ...ofOthers(embeddings.length + i),
    })),
    precisionAtK: closer.map(({ name, curve }) => ({
      name,
      micro: rounded(curve.map(({ micro }) => micro)),
    })),
    categoryIntervals: closer.map(({ name, categories }) => ({ name, categories })),
    confusion: closer.flatMap(({ name, confusion }) =>
      confusion
        ? [{ name, categories: confusion.categories, shares: rounded(confusion.shares) }]
        : []
    ),
    attributes: attributes.map(({ name, items, values, chance, precisions }) => ({
      ...{ name, items, values, chance },
      embeddings: precisions.map(({ macro, micro, interval }, i) => ({
        ...{ name: embeddings[i]!.name, macro, micro, interval },
      })),
    })),
    pcaSizes,
  };
}

/** Four digits: thousands of numbers that are only drawn. */
function rounded(values: ArrayLike<number>): number[] {
  return Array.from(values, (value) => Number(value.toFixed(4)));
}
