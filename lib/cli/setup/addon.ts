/** Compilation of tfjs-node's native add-on against TensorFlow's library. */

import { basename, dirname, join } from "node:path";
import { ADDON_PACKAGE } from "../../backend/addon.ts";
import { removeTemporaryFiles } from "../../io/files.ts";
import { runCommand } from "./command.ts";
import { PROJECT_ROOT } from "../../io/paths.ts";
import { commandFailed, SetupError } from "./report.ts";

/**
 * The call that builds the add-on.
 *
 * @param sources C++ files of `@tensorflow/tfjs-node-gpu`, plain Node-API
 * @param headers folder of Node-API's headers
 * @param library the wheel's folder `tensorflow`, which holds the libraries and `include`
 * @param output the file to write
 * @param compiler the user's choice (`CXX`), a program and perhaps arguments
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
): { program: string; args: string[] } {
  const [program, ...own] = compiler?.trim().split(/\s+/).filter(Boolean) ?? [];
  // The add-on only passes tensors to a library that is compiled: -O2 takes 40 % longer than -O1.
  const common = own.concat("-std=c++17", "-O1", "-DNAPI_VERSION=8", "-shared", "-fPIC")
    .concat("-I", headers, "-I", join(library, "include"), sources, "-o", output);
  // The path goes to the linker as an argument of its own, as -Wl, would split it at commas.
  const rpath = ["-Xlinker", "-rpath", "-Xlinker", library];
  if (os === "darwin") {
    const libraries = ["libtensorflow_cc.2.dylib", "libtensorflow_framework.2.dylib"];
    return {
      program: program ?? "clang++",
      // Node-API's functions are found in the program that loads the add-on.
      args: common.concat("-undefined", "dynamic_lookup", rpath)
        .concat(libraries.map((name) => join(library, name))),
    };
  }
  return {
    program: program ?? "g++",
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
  const binding = join(ADDON_PACKAGE, "binding");
  const sources = (await Array.fromAsync(Deno.readDir(binding), ({ name }) => join(binding, name)))
    .filter((path) => path.endsWith(".cc"));
  await Deno.mkdir(dirname(output), { recursive: true });
  await removeTemporaryFiles(dirname(output), (name) => name === basename(output));
  const temporary = `${output}.${Deno.pid}.tmp`;
  const { program, args } = compilerCall({
    os: Deno.build.os,
    sources: sources.sort(),
    headers: join(PROJECT_ROOT, "node_modules", "node-api-headers", "include"),
    library,
    output: temporary,
    compiler: Deno.env.get("CXX"),
  });
  const result = await runCommand(program, args);
  if (result.code === 127) {
    throw new SetupError(
      `there is no C++ compiler (${program})`,
      Deno.build.os === "darwin"
        ? "xcode-select --install."
        : "install g++ (Debian and Ubuntu: sudo apt install g++).",
    );
  }
  if (result.code !== 0) {
    await Deno.remove(temporary).catch(() => {});
    const advice = "a newer compiler (GCC 9 or later, with C++17) may help.";
    throw commandFailed(program, result, advice);
  }
  await Deno.rename(temporary, output);
}
