import assert from "node:assert/strict";
import { chooseEngine, extraRequirements, type Machine } from "../../../lib/cli/setup/engine.ts";

const card = { name: "Apple M2", vendor: "", architecture: "", software: false };
const software = { ...card, name: "llvmpipe", software: true };
const linux: Machine = {
  os: "linux",
  arch: "x86_64",
  nvidia: false,
  adapter: undefined,
  backend: undefined,
};
const CPU = "tensorflow-cpu==2.21.0";
const CUDA = "tensorflow[and-cuda]==2.21.0";

function wheels(change: Partial<Machine>): string[] {
  return chooseEngine({ ...linux, ...change }).wheels;
}

Deno.test("chooseEngine() takes TensorFlow for the CPU where WebGPU has no hardware", () => {
  assert.deepEqual(wheels({}), [CPU]);
  assert.deepEqual(wheels({ adapter: software }), [CPU]);
  assert.deepEqual(wheels({ backend: "auto" }), [CPU]);
});

Deno.test("chooseEngine() fetches nothing where WebGPU has hardware, and names it", () => {
  const { wheels, reason } = chooseEngine({ ...linux, adapter: card });
  assert.deepEqual(wheels, []);
  assert.match(reason, /Apple M2/);
});

Deno.test("chooseEngine() takes CUDA with an NVIDIA driver, and the CPU's if that can't be had", () => {
  assert.deepEqual(wheels({ nvidia: true }), [CUDA, CPU]);
  // With hardware WebGPU the CPU's TensorFlow would be a step back.
  assert.deepEqual(wheels({ nvidia: true, adapter: card }), [CUDA]);
});

Deno.test("chooseEngine() follows the backend that is named", () => {
  assert.deepEqual(wheels({ adapter: card, backend: "tensorflow" }), [CPU]);
  assert.deepEqual(wheels({ backend: "webgpu" }), []);
  assert.deepEqual(wheels({ nvidia: true, backend: "cpu" }), []);
  assert.deepEqual(wheels({ nvidia: true, adapter: card, backend: "tensorflow" }), [CUDA, CPU]);
});

Deno.test("chooseEngine() knows where the wheels have other names or are not made", () => {
  assert.deepEqual(wheels({ os: "darwin", arch: "aarch64" }), ["tensorflow==2.21.0"]);
  assert.deepEqual(wheels({ arch: "aarch64" }), ["tensorflow==2.21.0"]);
  assert.deepEqual(wheels({ os: "darwin", arch: "aarch64", adapter: card }), []);
  assert.deepEqual(wheels({ os: "windows", nvidia: true, backend: "tensorflow" }), []);
});

Deno.test("extraRequirements() gives the requirements of one extra, without markers", () => {
  const metadata = [
    "Metadata-Version: 2.1",
    "Requires-Dist: numpy>=1.26.0",
    'Requires-Dist: nvidia-nccl-cu12<3.0,>=2.27.7; extra == "and-cuda"',
    "Requires-Dist: nvidia-cudnn-cu12<10.0,>=9.3.0.75 ; (extra == 'and-cuda')",
    'Requires-Dist: tensorflow-io>=0.23.1; (sys_platform != "win32") and extra == "gcs"',
    'Requires-Dist: other==1; extra == "and-cuda-13"',
    "",
    'Requires-Dist: in-the-description==1; extra == "and-cuda"',
  ].join("\n");
  assert.deepEqual(extraRequirements(metadata, "and-cuda"), [
    "nvidia-nccl-cu12<3.0,>=2.27.7",
    "nvidia-cudnn-cu12<10.0,>=9.3.0.75",
  ]);
  assert.deepEqual(extraRequirements(metadata, "none"), []);
  assert.deepEqual(extraRequirements("", "and-cuda"), []);
});
