/** Programs that set-up runs, in an environment of its own: `runCommand`, `ownEnvironment`. */

/** Exit code and output of a program. */
export interface CommandResult {
  /** Exit code; 127 when there is no such program. */
  code: number;
  /** Standard output and standard error, one after the other. */
  output: string;
}

/**
 * Variables that lead Python, pip, Jupyter or Node elsewhere: `PYTHONHOME` and `PYTHONPATH` to other
 * packages, `PIP_USER` and `PIP_TARGET` to another folder, `NODE_OPTIONS` to other modules.
 */
const FOREIGN = /^(PYTHON|PIP_|NODE_OPTIONS$|NODE_PATH$)/i;

/** This process's environment without what is meant for other Pythons and Nodes. */
export function ownEnvironment(
  environment: Record<string, string> = Deno.env.toObject(),
): Record<string, string> {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !FOREIGN.test(name)));
}

/** Run `program` without input and collect what it prints. */
export async function runCommand(
  program: string,
  args: string[],
  { cwd, env = {}, endsWithCaller = false }: {
    cwd?: string;
    /** Added to {@linkcode ownEnvironment}. */
    env?: Record<string, string>;
    /** Its standard input stays open as long as this process lives, instead of being empty. */
    endsWithCaller?: boolean;
  } = {},
): Promise<CommandResult> {
  try {
    const child = new Deno.Command(program, {
      args,
      clearEnv: true,
      env: { ...ownEnvironment(), ...env },
      stdin: endsWithCaller ? "piped" : "null",
      stdout: "piped",
      stderr: "piped",
      ...(cwd === undefined ? {} : { cwd }),
    }).spawn();
    const { code, stdout, stderr } = await child.output();
    const decoder = new TextDecoder();
    return { code, output: decoder.decode(stdout) + decoder.decode(stderr) };
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    return { code: 127, output: `${program}: command not found` };
  }
}
