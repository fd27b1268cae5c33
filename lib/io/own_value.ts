/** Values by names that come from outside: `ownValue`. */

/**
 * What `record` itself holds under `name`. A plain look-up finds what all objects have, too: functions
 * under names such as "constructor".
 *
 * @example
 * ```ts
 * ownValue({ colour: "red" }, "constructor"); // undefined
 * ```
 */
export function ownValue<T>(record: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}
