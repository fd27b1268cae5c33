/** Binary search: `firstPlace`. */

/** The first of `count` places that is `wanted`, as are all places after it; `count` if none is. */
export function firstPlace(count: number, wanted: (place: number) => boolean): number {
  let [low, high] = [0, count];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (wanted(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
