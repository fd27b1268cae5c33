/**
 * Stand-ins for the programs that set-up runs, Python with venv and pip, and g++, which do their work
 * in small steps and are struck at one of them: `writeTools`. Like pip they take a package whose
 * METADATA is there for installed, however little else is.
 *
 * As a program: fake_tools.ts NAME ARGUMENTS
 */

import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** What is struck: set-up and its tool by a signal, set-up alone, or the tool alone. */
export const STRIKES = ["SIGKILL", "SIGINT", "set-up", "tool"] as const;
export type Strike = typeof STRIKES[number];

/** What the add-on holds once it is whole. */
export const ADDON = "an add-on\n".repeat(100);

/** Write the tools into `folder`, which is to be first on the PATH. */
export async function writeTools(folder: string): Promise<void> {
  for (const name of ["python3", "g++"]) await writeTool(join(folder, name), name);
}

async function writeTool(path: string, name: string): Promise<void> {
  const program = fileURLToPath(import.meta.url);
  const call = [Deno.execPath(), "run", "-A", "--no-check", "--no-config", program, name];
  const text = `#!/bin/sh\nexec ${call.map((word) => `'${word}'`).join(" ")} "$@"\n`;
  await Deno.mkdir(dirname(path), { recursive: true });
  await Deno.writeTextFile(path, text, { mode: 0o755 });
}

/** Count one more step; where FAULT_STEP says so, strike. */
async function step(): Promise<void> {
  const counter = Deno.env.get("FAULT_COUNTER")!;
  await Deno.writeTextFile(counter, ".", { append: true });
  const { size } = await Deno.stat(counter);
  const wanted = Number(Deno.env.get("FAULT_STEP"));
  if (wanted === 0 || size < wanted) return;
  // Of two tools at work one strikes.
  try {
    await Deno.writeTextFile(`${counter}.struck`, "", { createNew: true });
  } catch {
    return;
  }
  const strike = Deno.env.get("FAULT_STRIKE") as Strike;
  const signal = strike === "SIGINT" ? "SIGINT" : "SIGKILL";
  if (strike !== "tool") Deno.kill(Deno.ppid, signal);
  if (strike !== "set-up") Deno.kill(Deno.pid, signal);
  // The signal takes a moment, and a tool that lives longer than set-up has time to do harm.
  await new Promise((resolve) => setTimeout(resolve, 300));
}

/** Write a file as a tool does that can be ended in the midst of it. */
async function write(path: string, text: string): Promise<void> {
  await Deno.mkdir(dirname(path), { recursive: true });
  await Deno.writeTextFile(path, text.slice(0, text.length / 2));
  await step();
  await Deno.writeTextFile(path, text);
}

async function makeVenv(folder: string): Promise<void> {
  await writeTool(join(folder, "bin", "python"), "python3");
  await write(join(folder, "pyvenv.cfg"), "home = /usr/bin\nversion = 3.11.7\n");
  await Deno.mkdir(join(folder, "lib", "python3.11", "site-packages"), { recursive: true });
  await step();
}

async function pipInstall(args: string[]): Promise<void> {
  // As ends_with_caller.py does.
  (async () => {
    for await (const _ of Deno.stdin.readable);
    Deno.exit(130);
  })();
  const after = (option: string) => args[args.indexOf(option) + 1]!;
  const folder = args.includes("--target")
    ? after("--target")
    : join(Deno.env.get("FAULT_VENV")!, "lib", "python3.11", "site-packages");
  const listed = args.includes("--requirement")
    ? (await Deno.readTextFile(after("--requirement"))).trim().split("\n").slice(0, 2)
    : args.filter((argument) => argument.includes("=="));
  await step();
  for (const requirement of listed) {
    const [, name, version] = /^([\w-]+)==(\S+)/.exec(requirement)!;
    const info = `${name!.replaceAll("-", "_")}-${version}.dist-info`;
    if (await Deno.stat(join(folder, info, "METADATA")).catch(() => undefined)) continue;
    const module = name!.startsWith("tensorflow") ? "tensorflow" : name!;
    const files: Record<string, string> = {
      [`${info}/METADATA`]: `Name: ${name}\nRequires-Dist: other==1; extra == "and-cuda"\n`,
      [`${module}/first.py`]: `# ${name}\n`,
      [`${module}/include/header.h`]: `// ${version}\n`,
    };
    for (const [path, text] of Object.entries(files)) await write(join(folder, path), text);
    const record = Object.entries(files).map(([path, { length }]) => `${path},,${length}\n`);
    await write(join(folder, info, "RECORD"), record.join(""));
  }
}

async function compile(args: string[]): Promise<void> {
  const includes = args.filter((argument) => argument.endsWith("include"));
  const headers = await Array.fromAsync(
    includes,
    async (folder) => await Deno.readTextFile(join(folder, "header.h")).catch(() => ""),
  );
  if (!headers.some((text) => text.endsWith("\n"))) {
    console.error("fatal error: header.h: No such file or directory");
    Deno.exit(1);
  }
  await write(args[args.indexOf("-o") + 1]!, ADDON);
  await step();
}

async function python(args: string[]): Promise<void> {
  const said = args.join(" ");
  if (/python_version/.test(said)) console.log("3.11.7");
  else if (/SOABI/.test(said)) console.log("cpython-311-x86_64-linux-gnu");
  else if (/-m venv/.test(said)) await makeVenv(args.at(-1)!);
  else if (/pip install/.test(said)) await pipInstall(args);
  else if (!/pip config/.test(said)) Deno.exit(1);
}

if (import.meta.main) {
  const [name, ...args] = Deno.args;
  await (name === "g++" ? compile(args) : python(args));
  Deno.exit(0);
}
