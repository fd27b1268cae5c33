/** Part of a sort: `selectSmallest`. */

/**
 * Rearrange `values` so that the `count` smallest come first, in no order (Hoare's quickselect, with
 * the median of three as pivot). No value may be NaN.
 */
export function selectSmallest(values: Float64Array, count: number): void {
  let low = 0;
  let high = values.length - 1;
  const last = count - 1;
  while (low < high) {
    const pivot = median(values[low]!, values[(low + high) >> 1]!, values[high]!);
    let i = low;
    let j = high;
    while (i <= j) {
      while (values[i]! < pivot) i++;
      while (values[j]! > pivot) j--;
      if (i <= j) {
        const swap = values[i]!;
        values[i++] = values[j]!;
        values[j--] = swap;
      }
    }
    if (last <= j) high = j;
    else if (last >= i) low = i;
    else return;
  }
}

function median(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}
