import assert from "node:assert/strict";
import { availableBackends } from "../available_backends.ts";
import { runCommand } from "../../lib/cli/setup/command.ts";

const ignore = !(await availableBackends()).includes("webgpu");
const lib = new URL("../../lib/", import.meta.url);

/** What a program of its own says: a device that is gone stays so for the whole process. */
async function printed(code: string): Promise<string> {
  const script = `import * as tf from "@tensorflow/tfjs-core";
    import { useBackend } from "${lib}backend/mod.ts";
    await useBackend("webgpu");
    const backend = tf.backend();
    try {
      ${code}
      console.log("no error");
    } catch ({ name, message }) {
      console.log(name + ": " + message);
    }`;
  const path = await Deno.makeTempFile({ suffix: ".ts" });
  try {
    await Deno.writeTextFile(path, script);
    const config = new URL("../../deno.json", import.meta.url).pathname;
    const args = ["run", "-A", "--no-check", "--config", config, path];
    return (await runCommand(Deno.execPath(), args)).output;
  } finally {
    await Deno.remove(path);
  }
}

Deno.test({
  name: "a lost device is an error at the next step, which says that what was saved is kept",
  ignore,
  async fn() {
    const output = await printed(`
      const x = tf.randomNormal([1, 4, 4, 4]);
      const filter = tf.randomNormal([3, 3, 4, 4]);
      await tf.conv2d(x, filter, 1, "same").data();
      backend.device.destroy();
      await backend.device.lost;
      await tf.conv2d(x, filter, 1, "same").data();`);
    assert.match(output, /Error: Cannot go on as the GPU device is lost: .*what was saved is kept/);
  },
});

Deno.test({
  name: "a device lost while a result is read is that error too",
  ignore,
  async fn() {
    const output = await printed(`
      const x = tf.randomNormal([1, 4, 4, 4]);
      const filter = tf.randomNormal([3, 3, 4, 4]);
      const y = tf.conv2d(x, filter, 1, "same");
      backend.device.destroy();
      await y.data();`);
    assert.match(output, /Error: Cannot go on as the GPU device is lost/);
  },
});

Deno.test({
  name: "a tensor larger than the device binds is refused with both sizes",
  ignore,
  async fn() {
    const output = await printed(`
      const { maxBufferSize } = backend.device.limits;
      const limits = { maxBufferSize, maxStorageBufferBindingSize: 2 ** 20 };
      Object.defineProperty(backend.device, "limits", { value: limits });
      tf.conv2d(tf.ones([5, 128, 128, 4]), tf.zeros([3, 3, 4, 4]), 1, "same");`);
    assert.match(
      output,
      /RangeError: Cannot compute \[5, 128, 128, 4\] .* at most 1 MiB .*: current size is 2 MiB/,
    );
  },
});
