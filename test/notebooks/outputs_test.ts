/** `show` and the live outputs in the real kernel, run headless as reports are. */

import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { join } from "node:path";

const ROOT = join(import.meta.dirname!, "..", "..");
const PYTHON = join(ROOT, ".venv", "bin", "python");

const CELLS = [
  `const files = ["show", "markdown", "table", "progress", "live", "charts/lines", "pictures/sheet"];
const base = "${new URL("../../lib/view/", import.meta.url)}";
const modules = await Promise.all(files.map((file) => import(base + file + ".ts")));
const view = Object.assign({}, ...modules);
await view.show(view.markdown\`\${"<b>"}\`, view.table([{ a: 1 }], ["a"]), "last of a cell");`,
  `const bar = view.createProgress({ label: "Training", total: 40 });
await bar.update(0);
const live = view.liveShow({ everyMs: 20 });
await live.update(view.lossCurves({ models: [] }));
const train: number[] = [];
for (let i = 1; i <= 40; i++) {
  await new Promise((resolve) => setTimeout(resolve, 5));
  train.push(1 / i);
  await bar.update(i);
  await live.update(view.lossCurves({ models: [{ name: "m", train }] }));
}
await bar.finish();
await live.finish(view.lossCurves({ models: [{ name: "m", train }] }));`,
  `const photos = [{ image: new Uint8Array(128 * 128 * 3), alt: "" }];
const png = await view.photoGrid(photos, { side: 8, alt: 'a "dot"' });
await view.show(png);`,
];

interface Output {
  output_type: string;
  data: Record<string, unknown>;
  metadata: Record<string, unknown>;
}

/** The outputs of each cell after a headless run. */
async function execute(sources: readonly string[]): Promise<Output[][]> {
  // Below the project, so that the kernel reads its deno.json.
  await Deno.mkdir(join(ROOT, "data", "reports"), { recursive: true });
  const folder = await Deno.makeTempDir({ dir: join(ROOT, "data", "reports"), prefix: ".view-" });
  try {
    const kernels = join(folder, "kernels", "deno");
    await Deno.mkdir(kernels, { recursive: true });
    const argv = [Deno.execPath(), "jupyter", "--kernel", "--conn", "{connection_file}"];
    await Deno.writeTextFile(
      join(kernels, "kernel.json"),
      JSON.stringify({ argv, display_name: "Deno", language: "typescript" }),
    );
    const cells = sources.map((source, i) => ({
      cell_type: "code",
      id: `cell-${i}`,
      source,
      metadata: {},
      outputs: [],
      execution_count: null,
    }));
    const kernelspec = { name: "deno", display_name: "Deno", language: "typescript" };
    const notebook = { cells, metadata: { kernelspec }, nbformat: 4, nbformat_minor: 5 };
    const path = join(folder, "view.ipynb");
    await Deno.writeTextFile(path, JSON.stringify(notebook));
    const { code, stdout, stderr } = await new Deno.Command(PYTHON, {
      args: ["-m", "nbconvert", "--to", "notebook", "--execute", "--stdout", path],
      cwd: folder,
      env: { JUPYTER_PATH: folder },
    }).output();
    assert.equal(code, 0, new TextDecoder().decode(stderr));
    const executed: { cells: { outputs: Output[] }[] } = JSON.parse(
      new TextDecoder().decode(stdout),
    );
    return executed.cells.map(({ outputs }) => outputs);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

function joined(text: unknown): string {
  return Array.isArray(text) ? text.join("") : String(text);
}

Deno.test({
  name: "show() keeps every output in a notebook, live ones in their last state (needs .venv)",
  ignore: !existsSync(PYTHON),
  async fn() {
    const [shown, live, pictures] = await execute(CELLS);
    assert.deepEqual(shown!.map(({ data }) => Object.keys(data).sort()), [
      ["text/markdown", "text/plain"],
      ["text/html", "text/plain"],
      ["text/plain"],
    ]);
    assert.equal(joined(shown![0]!.data["text/markdown"]), "&lt;b&gt;");
    assert.equal(joined(shown![2]!.data["text/plain"]), "last of a cell");

    // One output for the bar and one for the curve, whatever they went through.
    assert.equal(live!.length, 2);
    assert.match(joined(live![0]!.data["text/plain"]), /^Training: 40 images in /);
    assert.doesNotMatch(joined(live![0]!.data["text/html"]), /<progress/);
    const figure = live![1]!.data["application/vnd.plotly.v1+json"] as { data: { y: number[] }[] };
    assert.equal(figure.data[0]!.y.length, 40);
    assert.equal(figure.data[0]!.y[39], 0.025);

    assert.equal(pictures!.length, 1);
    assert.match(joined(pictures![0]!.data["image/png"]), /^iVBORw0KGgo/);
    assert.deepEqual(pictures![0]!.metadata, { "image/png": { width: 10, alt: 'a "dot"' } });
  },
});
