/**
 * Figures published with the original work, to draw beside ours: `PUBLISHED`. They were measured on
 * other photos (Complete The Look) and are no target for anybody else's.
 *
 * Source: "Powering Visual Search with Image Embedding", the post and its public notebooks.
 */

// deno-fmt-ignore
const TRAIN_LOSS = [
  0.0751, 0.0696, 0.0681, 0.0667, 0.0652, 0.0641, 0.0633, 0.0619, 0.0606, 0.0589,
  0.0578, 0.0571, 0.0571, 0.0568, 0.0566, 0.0559, 0.0547, 0.0538, 0.0539, 0.0537,
  0.0533, 0.0529, 0.0527, 0.0520, 0.0505, 0.0491, 0.0486, 0.0483, 0.0489, 0.0490,
  0.0488, 0.0487, 0.0486, 0.0491, 0.0489, 0.0480, 0.0477, 0.0476, 0.0464, 0.0448,
];

// deno-fmt-ignore
const VALIDATION_LOSS = [
  0.0721, 0.0706, 0.0693, 0.0686, 0.0669, 0.0699, 0.0717, 0.0656, 0.0628, 0.0610,
  0.0601, 0.0595, 0.0595, 0.0592, 0.0584, 0.0573, 0.0588, 0.0594, 0.0578, 0.0564,
  0.0565, 0.0563, 0.0557, 0.0546, 0.0532, 0.0525, 0.0521, 0.0520, 0.0520, 0.0526,
  0.0522, 0.0520, 0.0511, 0.0514, 0.0521, 0.0521, 0.0517, 0.0517, 0.0503, 0.0489,
];

/** The original's figures. */
export const PUBLISHED = {
  /** Mean squared error of +Layer after each of 40 epochs. */
  plusLayerLoss: { name: "+Layer", train: TRAIN_LOSS, validation: VALIDATION_LOSS },
  /** Photos a second, +Layer, one NVIDIA T4, batches of 128. */
  imagesPerSecond: 433,
  /** Mean P@5 over 21 categories, the query itself in the index, and the index it was asked of. */
  retrieval: {
    baseline: { macro: 0.44, items: 10_000, megabytes: 163.8 },
    plus_layer: { macro: 0.531, items: 12_225, megabytes: 25 },
  },
} as const;
