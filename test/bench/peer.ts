/** Runs the other side of a comparison: `runPeer`. */

/** Run a script of `test/bench/peers` with `python` and give back the JSON it prints. */
export async function runPeer<T>(
  python: string,
  script: string,
  parameters: readonly (string | number)[],
): Promise<T> {
  const path = new URL(`./peers/${script}`, import.meta.url).pathname;
  const args = [path, ...parameters.map(String)];
  const output = await new Deno.Command(python, { args, stderr: "inherit" }).output();
  if (!output.success) throw new Error(`${python} ${args.join(" ")} ended with ${output.code}`);
  return JSON.parse(new TextDecoder().decode(output.stdout));
}
