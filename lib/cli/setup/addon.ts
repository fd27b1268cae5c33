/** Compilation of tfjs-node's native add-on against TensorFlow's library. */

import { dirname, join } from "node:path";
import { lastLines } from "../../io/format.ts";
import { runCommand } from "./command.ts";
import { PROJECT_ROOT } from "../../io/paths.ts";
import { SetupError } from "./report.ts";

/** A compiler call. */
export interface CompilerCall {
  program: string;
  args: string[];
}

/**
 * The call that builds the add-on.
 *
 * @param sources C++ files of `@tensorflow/tfjs-node-gpu`, plain Node-API
 * @param headers folder of Node-API's headers
 * @param library the wheel's folder `tensorflow`, which holds the libraries and `include`
 * @param output the file to write
 */
export function compilerCall(
  { os, sources, headers, library, output, compiler }: {
    os: string;
    sources: string[];
    headers: string;
    library: string;
    output: string;
    compiler?: string | undefined;
  },
): CompilerCall {
  const common = ["-std=c++17", "-O2", "-DNAPI_VERSION=8", "-shared", "-fPIC"]
    .concat("-I", headers, "-I", join(library, "include"), sources, "-o", output);
  // The path goes to the linker as an argument of its own, as -Wl, would split it at commas.
  const rpath = ["-Xlinker", "-rpath", "-Xlinker", library];
  if (os === "darwin") {
    const libraries = ["libtensorflow_cc.2.dylib", "libtensorflow_framework.2.dylib"];
    return {
      program: compiler ?? "clang++",
      // Node-API's functions are found in the program that loads the add-on.
      args: common.concat("-undefined", "dynamic_lookup", rpath)
        .concat(libraries.map((name) => join(library, name))),
    };
  }
  return {
    program: compiler ?? "g++",
    args: common.concat("-L", library, rpath)
      .concat("-l:libtensorflow_cc.so.2", "-l:libtensorflow_framework.so.2"),
  };
}

/**
 * Build the add-on in about ten seconds; `output` appears whole or not at all.
 *
 * @throws {SetupError} if there is no compiler or it fails
 */
export async function compileAddon(library: string, output: string): Promise<void> {
  const binding = join(PROJECT_ROOT, "node_modules", "@tensorflow", "tfjs-node-gpu", "binding");
  const sources: string[] = [];
  for await (const entry of Deno.readDir(binding)) {
    if (entry.name.endsWith(".cc")) sources.push(join(binding, entry.name));
  }
  await Deno.mkdir(dirname(output), { recursive: true });
  const temporary = `${output}.${Deno.pid}.tmp`;
  const { program, args } = compilerCall({
    os: Deno.build.os,
    sources: sources.sort(),
    headers: join(PROJECT_ROOT, "node_modules", "node-api-headers", "include"),
    library,
    output: temporary,
    compiler: Deno.env.get("CXX"),
  });
  const { code, output: printed } = await runCommand(program, args);
  if (code === 127) {
    throw new SetupError(
      `there is no C++ compiler (${program})`,
      Deno.build.os === "darwin"
        ? "xcode-select --install."
        : "install g++ (Debian and Ubuntu: sudo apt install g++).",
    );
  }
  if (code !== 0) {
    await Deno.remove(temporary).catch(() => {});
    throw new SetupError(
      `${program} ended with code ${code}\n${lastLines(printed)}`,
      "a newer compiler (GCC 9 or later, with C++17) may help.",
    );
  }
  await Deno.rename(temporary, output);
}
