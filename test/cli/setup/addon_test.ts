import assert from "node:assert/strict";
import { compilerCall } from "../../../lib/cli/setup/addon.ts";

const options = {
  sources: ["/b/a.cc", "/b/c.cc"],
  headers: "/headers",
  library: "/site/tensorflow",
  output: "/out.node",
};

Deno.test("compilerCall() links against the wheel's libraries on Linux and finds them again", () => {
  const { program, args } = compilerCall({ ...options, os: "linux" });
  assert.equal(program, "g++");
  assert.equal(
    args.join(" "),
    "-std=c++17 -O1 -DNAPI_VERSION=8 -shared -fPIC -I /headers -I /site/tensorflow/include " +
      "/b/a.cc /b/c.cc -o /out.node -L /site/tensorflow " +
      "-Xlinker -rpath -Xlinker /site/tensorflow " +
      "-l:libtensorflow_cc.so.2 -l:libtensorflow_framework.so.2",
  );
});

Deno.test("compilerCall() keeps a path with spaces and commas in one argument", () => {
  const { args } = compilerCall({ ...options, os: "linux", library: "/my, own/tensorflow" });
  assert.equal(args.filter((argument) => argument === "/my, own/tensorflow").length, 2);
});

Deno.test("compilerCall() leaves Node-API to the loading program on macOS", () => {
  const { program, args } = compilerCall({ ...options, os: "darwin" });
  assert.equal(program, "clang++");
  assert.ok(args.join(" ").includes("-undefined dynamic_lookup"));
  assert.ok(args.includes("/site/tensorflow/libtensorflow_cc.2.dylib"));
});

Deno.test("compilerCall() takes the compiler the user names", () => {
  assert.equal(compilerCall({ ...options, os: "linux", compiler: "g++-13" }).program, "g++-13");
  const { program, args } = compilerCall({ ...options, os: "linux", compiler: "ccache g++ -w" });
  assert.deepEqual([program, ...args.slice(0, 3)], ["ccache", "g++", "-w", "-std=c++17"]);
  assert.equal(compilerCall({ ...options, os: "linux", compiler: "" }).program, "g++");
});
