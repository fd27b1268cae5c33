/** Runs the other side of a comparison: `runPeer`, `runTraining`. */

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

/** What PyTorch took in each variant: seconds of training steps and of encoding. */
export interface TrainingPeer {
  variants: Record<string, { training: number[]; encoding: number }>;
  peer: string;
}

/** PyTorch's +Layer in each of its variants; `parameters` are those of `train.py`. */
export function runTraining(
  python: string,
  parameters: readonly (string | number)[],
): Promise<TrainingPeer> {
  return runPeer<TrainingPeer>(python, "train.py", parameters);
}
