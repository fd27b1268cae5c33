/** The kinds of vector index that LanceDB has for Euclidean distance: `INDEX_KINDS`. */

import type { Index } from "@lancedb/lancedb";
import type { Lance } from "./lance.ts";

/** A kind of index. */
interface Kind {
  /** What it keeps of a vector. */
  keeps: string;
  /** A vector must have a multiple of so many numbers. */
  multiple: number;
  /**
   * Candidates for each one wanted that are measured again with the stored float32; 0: what the
   * index keeps is exact already.
   */
  refine: number;
  make(lance: Lance, dim: number, partitions: number): Index;
}

const distanceType = "l2" as const;
/** Vectors a partition that its centre is found with, and rounds of that. More gained nothing. */
const training = { sampleRate: 64, maxIterations: 20 };

/** All of them but `int8` go through the partitions that are nearest to a query. */
export const INDEX_KINDS = {
  rabitq: {
    keeps: "1 bit a number (RaBitQ)",
    multiple: 8,
    refine: 10,
    make: ({ lancedb }, _, numPartitions) =>
      lancedb.Index.ivfRq({ numPartitions, numBits: 1, distanceType, ...training }),
  },
  pq: {
    keeps: "1 byte for 8 numbers (product quantisation)",
    multiple: 8,
    refine: 10,
    make: ({ lancedb }, dim, numPartitions) => {
      const numSubVectors = dim / 8;
      return lancedb.Index.ivfPq({ numPartitions, numSubVectors, distanceType, ...training });
    },
  },
  int8: {
    keeps: "1 byte a number, and a graph (HNSW)",
    multiple: 1,
    refine: 3,
    make: ({ lancedb }) =>
      lancedb.Index.hnswSq({ numPartitions: 1, efConstruction: 150, distanceType, ...training }),
  },
  float32: {
    keeps: "4 bytes a number",
    multiple: 1,
    refine: 0,
    make: ({ lancedb }, _, numPartitions) =>
      lancedb.Index.ivfFlat({ numPartitions, distanceType, ...training }),
  },
} as const satisfies Record<string, Kind>;

/** Name of a kind of index. */
export type IndexKind = keyof typeof INDEX_KINDS;
