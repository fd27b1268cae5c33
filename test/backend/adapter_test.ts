import assert from "node:assert/strict";
import { isSoftwareAdapter } from "../../lib/backend/adapter.ts";
import { runCommand } from "../../lib/cli/setup/command.ts";

const hardware = {
  vendor: "4318",
  architecture: "",
  device: "9009",
  description: "NVIDIA H100 80GB HBM3",
  isFallbackAdapter: false,
};

Deno.test("isSoftwareAdapter() takes a graphics card for hardware", () => {
  assert.equal(isSoftwareAdapter(hardware), false);
  const { isFallbackAdapter: _, ...without } = hardware;
  assert.equal(isSoftwareAdapter(without), false);
  assert.equal(isSoftwareAdapter({ ...hardware, description: "Apple M2" }), false);
});

for (
  const description of [
    "llvmpipe (LLVM 15.0.6, 256 bits)",
    "SwiftShader Device (Subzero)",
    "lavapipe",
    "Microsoft Basic Render Driver",
  ]
) {
  Deno.test(`isSoftwareAdapter() knows "${description}"`, () => {
    assert.equal(isSoftwareAdapter({ ...hardware, description }), true);
  });
}

Deno.test("isSoftwareAdapter() believes the browser's own mark", () => {
  assert.equal(isSoftwareAdapter({ ...hardware, isFallbackAdapter: true }), true);
});

Deno.test("findAdapter() names the adapter, if any, and prints nothing", async () => {
  // In a process of its own: Mesa's driver must not be loaded before TensorFlow in this one.
  const path = new URL("../../lib/backend/adapter.ts", import.meta.url);
  const script = `import { findAdapter } from "${path}";
    const adapter = await findAdapter();
    console.log(adapter?.name !== "");`;
  const { code, output } = await runCommand(Deno.execPath(), ["eval", script]);
  assert.equal(output, "true\n");
  assert.equal(code, 0);
});
