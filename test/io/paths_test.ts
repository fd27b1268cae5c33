import assert from "node:assert/strict";
import { resolve } from "node:path";
import { commonFolder } from "../../lib/io/paths.ts";

Deno.test("commonFolder() gives the deepest folder of all files", () => {
  const cases: [paths: string[], folder: string][] = [
    [["/a/b/1.jpg"], "/a/b"],
    [["/a/b/1.jpg", "/a/b/c/2.jpg"], "/a/b"],
    // Names that begin alike are no folders of each other.
    [["/a/bc/1.jpg", "/a/b/2.jpg"], "/a"],
    [["/a/b/1.jpg", "/c/2.jpg"], "/"],
    [["/1.jpg", "/a/2.jpg"], "/"],
    [["photos/a/1.jpg", "photos/b/../c/2.jpg"], resolve("photos")],
    [[], resolve(".")],
  ];
  for (const [paths, folder] of cases) assert.equal(commonFolder(paths), folder, paths.join());
});
