/** Whole numbers that people and programs give: `checkInteger`. */

/**
 * Check that `value` is an integer from 1 to `most`.
 *
 * @param options.task what the message says cannot be done
 * @param options.name what it calls the value
 * @param options.limit `most` in words. @default the number
 * @throws {RangeError} if it is not
 */
export function checkInteger(
  value: number,
  { task, name, most = Infinity, limit = String(most) }: {
    task: string;
    name: string;
    most?: number;
    limit?: string;
  },
): void {
  if (Number.isInteger(value) && value >= 1 && value <= most) return;
  const wanted = most === Infinity ? "a positive integer" : `an integer from 1 to ${limit}`;
  throw new RangeError(`Cannot ${task} as ${name} must be ${wanted}: current value is ${value}`);
}
