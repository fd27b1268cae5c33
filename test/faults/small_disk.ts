/** A disk in memory that can be made full or read-only: `SmallDisk`, `CAN_MOUNT`. */

import { statfs } from "node:fs/promises";

async function run(command: string, ...args: string[]): Promise<void> {
  const { success, stderr } = await new Deno.Command(command, { args }).output();
  if (!success) {
    throw new Error(
      `Cannot run ${command} ${args.join(" ")}: ${new TextDecoder().decode(stderr)}`,
    );
  }
}

/** A tmpfs of its own; mounting it takes root on Linux. */
export class SmallDisk implements AsyncDisposable {
  private constructor(readonly path: string) {}

  static async mount(): Promise<SmallDisk> {
    const path = await Deno.makeTempDir({ prefix: "lookalike-disk-" });
    await run("mount", "-t", "tmpfs", "-o", "size=256m", "tmpfs", path);
    return new SmallDisk(path);
  }

  /** Bytes in use. */
  async used(): Promise<number> {
    const { blocks, bfree, bsize } = await statfs(this.path);
    return (blocks - bfree) * bsize;
  }

  /** Leave room for `bytes` more, or for plenty. */
  async leave(bytes?: number): Promise<void> {
    const size = bytes === undefined ? 256 * 2 ** 20 : await this.used() + bytes;
    await run("mount", "-o", `remount,size=${size}`, this.path);
  }

  /** Let nothing be written, or let it be written again. */
  async readOnly(on: boolean): Promise<void> {
    await run("mount", "-o", `remount,${on ? "ro" : "rw"}`, this.path);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await run("umount", this.path);
    await Deno.remove(this.path);
  }
}

/** Whether this program may mount one. */
export const CAN_MOUNT: boolean = await (async () => {
  if (Deno.build.os !== "linux" || Deno.uid() !== 0) return false;
  try {
    await (await SmallDisk.mount())[Symbol.asyncDispose]();
    return true;
  } catch {
    // A container may have root and still not be allowed to.
    return false;
  }
})();
