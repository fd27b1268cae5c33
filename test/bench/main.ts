/**
 * `deno task bench [train search umap prepare service catalogue download memory webgpu]
 * [--option ...]`: measures each, beside its peer where it has one, in one run. Options go to each of those named.
 * Figures of a run are kept in RESULTS.md (webgpu: WEBGPU.md) by hand, with the machine they were
 * measured on.
 *
 * The peers get an environment of their own, `.venv-bench` (PyTorch, onnxruntime, FAISS, Pillow). umap-learn is
 * Debian's package, run by /usr/bin/python3.
 */

import { existsSync } from "node:fs";
import { join } from "node:path";
import { PROJECT_ROOT } from "../../lib/io/paths.ts";

const PEERS = ["torch==2.13.0+cpu", "onnxruntime==1.30.0", "faiss-cpu==1.15.1", "pillow==12.3.0"]
  .concat("numpy");
const python = join(PROJECT_ROOT, ".venv-bench", "bin", "python");
const BENCHES: Record<string, string[]> = {
  train: ["train.ts", "--python", python],
  search: ["search.ts", "--python", python],
  umap: ["umap.ts", "--python", "/usr/bin/python3"],
  prepare: ["prepare.ts", "--python", python],
  service: ["service.ts"],
  // Its peer is exact search of the same vectors.
  catalogue: ["catalogue.ts"],
  download: ["download.ts"],
  memory: ["memory.ts"],
  // Its peer is tfjs.
  webgpu: ["webgpu.ts"],
};

async function run(command: string, args: string[]): Promise<void> {
  const { success, code } = await new Deno.Command(command, { args, cwd: PROJECT_ROOT }).spawn()
    .status;
  if (!success) throw new Error(`${command} ${args.join(" ")} ended with ${code}`);
}

const firstOption = Deno.args.findIndex((arg) => arg.startsWith("--"));
const named = firstOption < 0 ? Deno.args : Deno.args.slice(0, firstOption);
const options = Deno.args.slice(named.length);
const chosen = named.length > 0 ? named : Object.keys(BENCHES);
const unknown = chosen.find((name) => !(name in BENCHES));
if (unknown !== undefined) {
  throw new RangeError(
    `Cannot run bench as it must be one of ${Object.keys(BENCHES).join(", ")}: ` +
      `current value is "${unknown}"`,
  );
}
if (chosen.some((name) => BENCHES[name]!.includes(python)) && !existsSync(python)) {
  console.log("Installing the peers into .venv-bench (once)");
  await run("python3", ["-m", "venv", ".venv-bench"]);
  await run(python, ["-m", "pip", "install", "-q", "--retries", "0", ...PEERS]);
}
for (const name of chosen) {
  console.log(`\n== ${name}`);
  const [script, ...args] = BENCHES[name]!;
  await run(Deno.execPath(), [
    "run",
    "-A",
    "--no-check",
    join("test", "bench", script!),
    ...args,
    ...options,
  ]);
}
