/** Programs that set-up runs, with their output. */

/** Exit code and output of a program. */
export interface CommandResult {
  /** Exit code; 127 when there is no such program. */
  code: number;
  /** Standard output and standard error, one after the other. */
  output: string;
}

/** Run `program` without input and collect what it prints. */
export async function runCommand(
  program: string,
  args: string[],
  { cwd, env }: { cwd?: string; env?: Record<string, string> } = {},
): Promise<CommandResult> {
  try {
    const command = new Deno.Command(program, {
      args,
      stdin: "null",
      ...(cwd === undefined ? {} : { cwd }),
      ...(env === undefined ? {} : { env }),
    });
    const { code, stdout, stderr } = await command.output();
    const decoder = new TextDecoder();
    return { code, output: decoder.decode(stdout) + decoder.decode(stderr) };
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    return { code: 127, output: `${program}: command not found` };
  }
}
