/** The command that runs a task of deno.json on any machine that has Node.js: `taskCommand`. */

/** The version of Deno that the project is tested with; README's commands name it too. */
export const DENO_VERSION = "2.9.6";

/**
 * What a user types to run a task, whether Deno is installed or not.
 *
 * `-y` answers npm's question whether to install Deno, which it cannot ask without a terminal.
 *
 * @example
 * ```ts
 * taskCommand("setup tensorflow"); // "npx -y deno@2.9.6 task setup tensorflow"
 * ```
 */
export function taskCommand(task: string): string {
  return `npx -y deno@${DENO_VERSION} task ${task}`;
}
