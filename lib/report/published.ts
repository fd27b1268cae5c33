/**
 * Figures published with the original work, to draw beside ours: `PUBLISHED`. They were measured on
 * other photos (Complete The Look) and are no target for anybody else's.
 *
 * Source: "Powering Visual Search with Image Embedding", the post and its public notebooks.
 */

/** The original's figures. */
export const PUBLISHED = {
  /** Mean P@5 over 21 categories, the query itself in the index, and the index it was asked of. */
  retrieval: {
    baseline: { macro: 0.44, items: 10_000, megabytes: 163.8 },
    plus_layer: { macro: 0.531, items: 12_225, megabytes: 25 },
  },
} as const;
