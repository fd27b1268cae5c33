/** Execution of one notebook in a kernel of its own: `prepareNotebook`. */

import { join } from "node:path";
import { naming } from "../io/files.ts";
import { lastLines } from "../io/format.ts";
import { endProcess } from "./processes.ts";
import type { Jupyter } from "./setup/jupyter.ts";

/** A cell that threw, or a kernel that died in it. */
export interface ExecutionError {
  /** Position of the cell, from 0, all kinds of cell counted. */
  index: number;
  name: string;
  message: string;
  /** As the kernel gives it, with terminal colours. */
  traceback: string;
}

/** What the script tells: a line of JSON each. */
type ScriptEvent =
  | { event: "kernel"; pid: number }
  | { event: "cell"; index: number }
  | { event: "progress"; text: string }
  | { event: "error" } & ExecutionError
  /** The executed notebook could not be written; `code` as of Node, such as ENOSPC. */
  | { event: "unwritten"; code: string; message: string };

const SCRIPT = join(import.meta.dirname!, "execute.py");

/** The kernel's process, and how the execution came out. */
interface Execution {
  kernel?: number;
  error?: ExecutionError;
  unwritten?: Error;
}

/** Options of `prepareNotebook`. */
export interface PrepareOptions {
  /** From `findJupyter()`. */
  jupyter: Jupyter;
  /** Path of the notebook, which is not changed. */
  notebook: string;
  /** Path of the executed notebook. */
  output: string;
  /** The kernel's working folder. */
  folder: string;
  /** Environment of the kernel, added to this process's. */
  env: Record<string, string>;
  /** Ends the run and the kernel, which may finish and save a step of training before. */
  signal?: AbortSignal | undefined;
}

/** Callbacks of a notebook that is executed. */
export interface ExecuteCallbacks {
  /** Called as each code cell starts, with its position. */
  onCell?: ((index: number) => void) | undefined;
  /** Called with what a progress bar of the notebook says, as often as it changes. */
  onProgress?: ((text: string) => void) | undefined;
}

/** A notebook whose kernel was started and waits; disposal ends the kernel, whatever it is at. */
export interface PreparedNotebook extends AsyncDisposable {
  /**
   * Execute the notebook and write it with its outputs; after a cell that throws the rest is not run,
   * and the outputs so far are written. However the Python between ends, the kernel has ended when
   * this returns. To be called once.
   *
   * @returns the error that ended the run, or undefined
   * @throws Error when the notebook could not be run at all or written, the Python that runs it was
   *   ended, or `signal` was aborted
   */
  execute(callbacks?: ExecuteCallbacks): Promise<ExecutionError | undefined>;
}

/** Start a kernel for `notebook`, which it executes when asked: starting takes some seconds. */
export function prepareNotebook(
  { jupyter, notebook, output, folder, env, signal }: PrepareOptions,
): PreparedNotebook {
  const child = new Deno.Command(jupyter.python, {
    // -I: the Python that set-up made, whatever PYTHONPATH and the like say.
    args: ["-I", "-W", "ignore", SCRIPT, notebook, output, folder],
    env: { ...jupyter.env, ...env },
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const input = child.stdin.getWriter();
  // The script ends the kernel when its standard input closes.
  const stop = () => void input.close().catch(() => {});
  signal?.addEventListener("abort", stop);
  const said = new Response(child.stderr).text();
  async function end(): Promise<void> {
    signal?.removeEventListener("abort", stop);
    stop();
    if (!child.stdout.locked) await child.stdout.cancel();
    await child.status;
  }
  async function execute(callbacks: ExecuteCallbacks = {}): Promise<ExecutionError | undefined> {
    signal?.throwIfAborted();
    await input.write(new TextEncoder().encode("\n")).catch(() => {}); // it may have ended
    const { kernel, error, unwritten } = await readEvents(child.stdout, callbacks);
    const { code, signal: killedBy } = await child.status;
    signal?.throwIfAborted();
    if (code > 1 && kernel !== undefined) {
      await endProcess(jupyter.python, kernel);
      throw new Error(
        `Cannot execute ${notebook} as the Python that runs it must not be ended from outside: ` +
          `it was ended by ${killedBy ?? `signal ${code - 128}`} (run the same command to go on)`,
      );
    }
    if (unwritten) await naming(output, Promise.reject(unwritten));
    if (code !== 0 && error === undefined) {
      throw new Error(`Cannot execute ${notebook}: code ${code}\n${lastLines(await said)}`);
    }
    // The output of native code may say why a kernel died; Deno's greeting does not.
    const native = (await said).replace(/^.*"deno jupyter" is unstable.*\n/gm, "");
    if (error?.name === "DeadKernelError" && native.trim()) error.traceback = lastLines(native);
    return error;
  }
  return { execute: (callbacks) => execute(callbacks).finally(end), [Symbol.asyncDispose]: end };
}

/** What the script tells until it ends. */
async function readEvents(
  stdout: ReadableStream<Uint8Array<ArrayBuffer>>,
  { onCell, onProgress }: ExecuteCallbacks,
): Promise<Execution> {
  const run: Execution = {};
  let rest = "";
  for await (const chunk of stdout.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + chunk).split("\n");
    rest = lines.pop()!;
    for (const line of lines) {
      const told: ScriptEvent = JSON.parse(line);
      if (told.event === "kernel") run.kernel = told.pid;
      else if (told.event === "cell") onCell?.(told.index);
      else if (told.event === "progress") onProgress?.(told.text);
      else if (told.event === "error") run.error = told;
      else run.unwritten = Object.assign(new Error(told.message), { code: told.code });
    }
  }
  return run;
}
