/** The structure of lib: which room imports which, and how long files and functions are. */

import assert from "node:assert/strict";
import { join, relative } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { PROJECT_ROOT } from "../lib/io/paths.ts";

/** Rooms in the order of the data: each imports only from those before it. */
const ROOMS = ["io", "boards", "dataset", "backend", "model", "embedding", "search", "metrics"]
  .concat(["projection", "runs", "view", "report", "cli"]);

const LONGEST_FILE = 350;
const LONGEST_FUNCTION = 80;
const MOST_LINES = 20_000;
/** Folders to which no limit of lines applies. */
const UNLIMITED = ["boards/", "backend/webgpu/", "search/catalogue/"];

/**
 * Parts of the offences that are known, by check: to be removed here as they are mended, and nothing
 * to be added.
 */
const KNOWN: Record<string, readonly string[]> = {
  "lines": [" lines"],
};

const LIB = join(PROJECT_ROOT, "lib");

/** An import between two files of lib, by their paths there. */
interface Import {
  from: string;
  to: string;
  typesOnly: boolean;
}

/** What `deno info --json` says of a module. */
interface GraphModule {
  specifier: string;
  dependencies?: { code?: { specifier?: string }; type?: { specifier?: string } }[];
}

/** All files of lib, by their paths there. */
function filesOfLib(folder = LIB): string[] {
  return [...Deno.readDirSync(folder)].flatMap(({ name, isDirectory }) => {
    if (name === "__pycache__") return [];
    const path = join(folder, name);
    return isDirectory ? filesOfLib(path) : [relative(LIB, path).replaceAll("\\", "/")];
  }).sort();
}

const files = filesOfLib();
const modules = files.filter((file) => file.endsWith(".ts"));
const limited = files.filter((file) => !UNLIMITED.some((folder) => file.startsWith(folder)));
const textOf = (file: string) => Deno.readTextFileSync(join(LIB, file));
const linesOf = (text: string) => text.split("\n").length - 1;
const roomOf = (file: string) => file.split("/")[0]!;

/** Every import between files of lib, read by Deno's own parser. */
async function importsOfLib(): Promise<Import[]> {
  const all = await Deno.makeTempFile({ suffix: ".ts" });
  const urls = modules.map((file) => pathToFileURL(join(LIB, file)).href);
  await Deno.writeTextFile(all, urls.map((url) => `import "${url}";\n`).join(""));
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["info", "--json", "--config", join(PROJECT_ROOT, "deno.json"), all],
    cwd: PROJECT_ROOT,
    stderr: "null",
  }).output();
  await Deno.remove(all);
  const graph: { modules: GraphModule[] } = JSON.parse(new TextDecoder().decode(stdout));
  const inLib = (url: string | undefined) => {
    if (!url?.startsWith(pathToFileURL(LIB).href + "/")) return undefined;
    return relative(LIB, fileURLToPath(url)).replaceAll("\\", "/");
  };
  return graph.modules.flatMap(({ specifier, dependencies = [] }) =>
    dependencies.flatMap(({ code, type }) => {
      const [from, to] = [inLib(specifier), inLib((code ?? type)?.specifier)];
      return from && to ? [{ from, to, typesOnly: code === undefined }] : [];
    })
  );
}

const imports = await importsOfLib();

/** Fail with the offences that are not known; each is one line. */
function assertNone(check: string, offences: string[]): void {
  const known = KNOWN[check] ?? [];
  const added = offences.filter((offence) => !known.some((part) => offence.includes(part)));
  assert.deepEqual(added, [], `${check}:\n${added.join("\n")}`);
}

Deno.test("the graph has every file of lib", () => {
  assert.ok(imports.length > modules.length);
  const reached = new Set(imports.flatMap(({ from, to }) => [from, to]));
  for (const file of ["mod.ts", "model/autoencoder.ts", "cli/compare.ts"]) {
    assert.ok(reached.has(file), file);
  }
  const rooms = new Set(modules.map(roomOf).filter((room) => room !== "mod.ts"));
  assert.deepEqual([...rooms].sort(), [...ROOMS].sort());
});

Deno.test("rooms import only rooms before them", () => {
  const offences = imports.flatMap(({ from, to, typesOnly }) => {
    const [room, other] = [roomOf(from), roomOf(to)];
    const fine = from === "mod.ts" || room === other ||
      ROOMS.indexOf(other) < ROOMS.indexOf(room) && mayImport(from, other, typesOnly);
    return fine ? [] : [`${from} imports ${to}`];
  });
  assertNone("order of rooms", offences);
});

function mayImport(from: string, room: string, typesOnly: boolean): boolean {
  if (room === "boards") return from.startsWith("dataset/sources/");
  if (roomOf(from) !== "view") return true;
  return room !== "runs" && (room !== "model" || typesOnly);
}

Deno.test("the catalogue is imported through its mod.ts, and not by the rest of search", () => {
  const inside = (file: string) => file.startsWith("search/catalogue/");
  const offences = imports
    .filter(({ from, to }) => inside(to) && !inside(from))
    .filter(({ from, to }) => roomOf(from) === "search" || to !== "search/catalogue/mod.ts")
    .map(({ from, to }) => `${from} imports ${to}`);
  assertNone("catalogue", offences);
});

Deno.test("settings and experiments are known to runs, report and cli alone", () => {
  const offences = imports
    .filter(({ to }) => to === "runs/experiment.ts" || to === "runs/settings.ts")
    .filter(({ from }) => !["mod.ts", "runs", "report", "cli"].includes(roomOf(from)))
    .map(({ from, to }) => `${from} imports ${to}`);
  assertNone("settings", offences);
});

Deno.test("files import each other in no circle", () => {
  const next = Map.groupBy(imports, ({ from }) => from);
  const done = new Set<string>();
  const circles: string[] = [];
  const visit = (file: string, path: string[]) => {
    const start = path.indexOf(file);
    if (start >= 0) circles.push([...path.slice(start), file].join(" > "));
    if (start >= 0 || done.has(file)) return;
    for (const { to } of next.get(file) ?? []) visit(to, [...path, file]);
    done.add(file);
  };
  for (const file of modules) visit(file, []);
  assertNone("circles", circles);
});

Deno.test(`no file of lib has more than ${LONGEST_FILE} lines`, () => {
  const offences = limited.filter((file) => linesOf(textOf(file)) > LONGEST_FILE);
  assertNone("long files", offences);
});

Deno.test(`lib without ${UNLIMITED.join(", ")} has at most ${MOST_LINES} lines`, () => {
  const lines = limited.reduce((sum, file) => sum + linesOf(textOf(file)), 0);
  assertNone("lines", lines > MOST_LINES ? [`${lines} lines`] : []);
});

/** Reports functions of more lines than allowed, and the end of the process. */
const plugin: Deno.lint.Plugin = {
  name: "structure",
  rules: {
    "long-function": {
      create: (context) => {
        const check = (
          node: { range: [number, number]; type: string; id?: { name: string } | null },
        ) => {
          const lines = context.sourceCode.text.slice(...node.range).split("\n").length;
          if (lines <= LONGEST_FUNCTION) return;
          context.report({ range: node.range, message: `${node.id?.name ?? node.type}: ${lines}` });
        };
        return {
          FunctionDeclaration: check,
          FunctionExpression: check,
          ArrowFunctionExpression: check,
        };
      },
    },
    "ends-process": {
      create: (context) => ({
        'MemberExpression[object.name="Deno"][property.name=/^exit/]': (node: Deno.lint.Node) =>
          context.report({ node, message: "Deno.exit" }),
      }),
    },
  },
};

const findings = modules.flatMap((file) =>
  Deno.lint.runPlugin(plugin, file, textOf(file)).map(({ id, message }) => ({ id, file, message }))
);

Deno.test(`no function of lib has more than ${LONGEST_FUNCTION} lines`, () => {
  const longer = `function f() {\n${"0;\n".repeat(LONGEST_FUNCTION)}}`;
  assert.equal(Deno.lint.runPlugin(plugin, "long.ts", longer).length, 1);
  const offences = findings
    .filter(({ id, file }) => id === "structure/long-function" && limited.includes(file))
    .map(({ file, message }) => `${file}: ${message}`);
  assertNone("long functions", offences);
});

Deno.test("only cli ends the process", () => {
  assert.equal(Deno.lint.runPlugin(plugin, "exit.ts", "Deno.exit(1);").length, 1);
  const offences = findings
    .filter(({ id, file }) => id === "structure/ends-process" && roomOf(file) !== "cli")
    .map(({ file, message }) => `${file}: ${message}`);
  assertNone("ends of the process", offences);
});
