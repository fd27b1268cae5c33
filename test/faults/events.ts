/**
 * The moments of a program at which a fault can strike: `countEvents`. Every change of the disk is
 * one: making or removing a file or folder, each write, flush and rename; and what the program
 * itself calls one, such as a step of training.
 */

/** What happens before an event; `half`, of a write alone, writes half of the bytes. */
export type OnEvent = (name: string, half?: () => void) => void;

/**
 * Call `onEvent` before each event from now on.
 *
 * @returns what the program calls at an event of its own
 */
export function countEvents(onEvent: OnEvent): (name: string) => void {
  const operations = Deno as unknown as Record<string, (...args: unknown[]) => Promise<void>>;
  for (const name of ["rename", "remove", "mkdir"]) {
    const operation = operations[name]!;
    operations[name] = (...args) => {
      onEvent(name);
      return operation(...args);
    };
  }
  const { write, sync } = Deno.FsFile.prototype;
  Deno.FsFile.prototype.write = function (bytes) {
    onEvent("write", () => this.writeSync(bytes.subarray(0, bytes.length >> 1)));
    return write.call(this, bytes);
  };
  Deno.FsFile.prototype.sync = function () {
    onEvent("sync");
    return sync.call(this);
  };
  return onEvent;
}
