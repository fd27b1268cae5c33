/** Processes of Linux: which run, and below which. */

import assert from "node:assert/strict";

/** Whether a process of this id runs; one that has ended and was not asked for its code does not. */
export function isAlive(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(Deno.readTextFileSync(`/proc/${pid}/status`));
  } catch {
    return false;
  }
}

/** Wait until `condition` holds. */
export async function until(condition: () => boolean, seconds = 30): Promise<void> {
  for (let i = 0; !condition(); i++) {
    assert.ok(i < seconds * 20, `not in ${seconds} s: ${condition}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** The process that started this one, or took it over. */
export const parentOf = (pid: number) =>
  Number(/^PPid:\s+(\d+)/m.exec(Deno.readTextFileSync(`/proc/${pid}/status`))![1]);

/** The process and all below it. */
export function family(pid: number): number[] {
  const all = [...Deno.readDirSync("/proc")].map(({ name }) => Number(name)).filter(isAlive);
  const below = (of: number): number[] => [
    of,
    ...all.filter((one) => isAlive(one) && parentOf(one) === of).flatMap(below),
  ];
  return below(pid);
}
