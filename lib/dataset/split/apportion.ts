/** Apportionment of a whole number by largest remainders: `apportion`. */

/**
 * Share `total` among parts in proportion to `weights` (largest remainder): part i first gets
 * `floor(total * weights[i] / sum)`, then those with the largest remainders one more each.
 *
 * @param weights not negative, not all 0 unless `total` is 0
 * @param options.capacities what part i gets at most. @default weights
 * @param options.order indices of the parts: of equal remainders, the earlier here comes first.
 * @default 0, 1, 2, ...
 * @returns the number for each part; together `total`, or less if the capacities are smaller
 */
export function apportion(
  weights: readonly number[],
  total: number,
  { capacities = weights, order }: {
    capacities?: readonly number[];
    order?: ArrayLike<number>;
  } = {},
): number[] {
  const sum = weights.reduce((a, b) => a + b, 0);
  const quotas = weights.map((weight) => sum === 0 ? 0 : total * weight / sum);
  const shares = quotas.map((quota, i) => Math.min(Math.floor(quota), capacities[i]!));
  const byRemainder = Array.from(order ?? weights.keys())
    .sort((a, b) => remainder(quotas[b]!) - remainder(quotas[a]!));
  let left = total - shares.reduce((a, b) => a + b, 0);
  // More than one round is needed only where capacities are smaller than the quotas.
  for (let given = true; left > 0 && given;) {
    given = false;
    for (const i of byRemainder) {
      if (left === 0) break;
      if (shares[i]! >= capacities[i]!) continue;
      shares[i]!++;
      left--;
      given = true;
    }
  }
  return shares;
}

function remainder(quota: number): number {
  return quota - Math.floor(quota);
}
