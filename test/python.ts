/** Python packages that tests compare with, where a Python has them: `python`. */

/** A Python that has what a test needs, or none. */
export interface PythonOf {
  /** Name and `ignore` of a test that needs it: skipped visibly without it. */
  test(name: string): { name: string; ignore: boolean };
  /** What the program `source` prints. @throws {Error} if it fails, with what it says */
  run(source: string, args?: readonly string[]): Promise<string>;
}

const checked = new Map<string, Promise<boolean>>();

/**
 * The Python of the variable TEST_PYTHON, else `python3`, if it has all of `packages`. To have them:
 * `python3 -m venv V; V/bin/pip install pyarrow pandas polars duckdb onnxruntime numpy safetensors`,
 * and `TEST_PYTHON=V/bin/python`.
 */
export async function python(packages: readonly string[]): Promise<PythonOf> {
  const program = Deno.env.get("TEST_PYTHON") || "python3";
  const found = await Promise.all(packages.map((name) => {
    const known = checked.get(name) ?? has(program, name);
    checked.set(name, known);
    return known;
  }));
  const missing = packages.filter((_, i) => !found[i]);
  return {
    test: (name) => {
      if (missing.length === 0) return { name, ignore: false };
      return { name: `${name} (needs Python with ${missing.join(", ")})`, ignore: true };
    },
    run: async (source, args = []) => {
      const { success, stdout, stderr } = await call(program, ["-I", "-c", source, ...args]);
      if (success) return stdout;
      throw new Error(`Python has failed: ${stderr}`);
    },
  };
}

async function has(program: string, name: string): Promise<boolean> {
  const find = `import importlib.util, sys; sys.exit(importlib.util.find_spec("${name}") is None)`;
  return await call(program, ["-I", "-c", find]).then(({ success }) => success, () => false);
}

async function call(program: string, args: string[]) {
  const { success, stdout, stderr } = await new Deno.Command(program, { args }).output();
  const [out, err] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
  return { success, stdout: out!, stderr: err! };
}
