import { availableBackends } from "../available_backends.ts";
import { assertSteady } from "../model/steady.ts";
import { sparse } from "../model/tiny.ts";

const available = await availableBackends();

Deno.test({
  name: "500 training steps on webgpu hold as many tensors, buffers and bytes as one",
  ignore: !available.includes("webgpu"),
  fn: () => assertSteady("webgpu", sparse(2)),
});
