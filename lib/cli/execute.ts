/** Execution of one notebook in a kernel of its own. */

import { join } from "node:path";
import { lastLines } from "../io/format.ts";
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

interface CellEvent {
  event: "cell";
  index: number;
}

interface ProgressEvent {
  event: "progress";
  text: string;
}

interface ErrorEvent extends ExecutionError {
  event: "error";
}

const SCRIPT = join(import.meta.dirname!, "execute.py");

/**
 * Execute `notebook` and write it with its outputs to `output`; after a cell that throws the rest
 * is not run, and the outputs so far are written.
 *
 * @returns the error that ended the run, or undefined
 * @throws Error when the notebook could not be run at all, or `signal` was aborted
 */
export async function executeNotebook(
  { jupyter, notebook, output, folder, env, signal, onCell, onProgress }: {
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
    /** Called as each code cell starts, with its position. */
    onCell?: ((index: number) => void) | undefined;
    /** Called with what a progress bar of the notebook says, as often as it changes. */
    onProgress?: ((text: string) => void) | undefined;
  },
): Promise<ExecutionError | undefined> {
  signal?.throwIfAborted();
  const child = new Deno.Command(jupyter.python, {
    // -I: the Python that set-up made, whatever PYTHONPATH and the like say.
    args: ["-I", "-W", "ignore", SCRIPT, notebook, output, folder],
    env: { ...jupyter.env, ...env },
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  // The script ends the kernel when its standard input closes.
  const stop = () => void child.stdin.close().catch(() => {});
  signal?.addEventListener("abort", stop);
  let error: ExecutionError | undefined;
  const said = new Response(child.stderr).text();
  try {
    let rest = "";
    for await (const chunk of child.stdout.pipeThrough(new TextDecoderStream())) {
      const lines = (rest + chunk).split("\n");
      rest = lines.pop()!;
      for (const line of lines) {
        const event: CellEvent | ProgressEvent | ErrorEvent = JSON.parse(line);
        if (event.event === "cell") onCell?.(event.index);
        else if (event.event === "progress") onProgress?.(event.text);
        else error = event;
      }
    }
    const { code } = await child.status;
    signal?.throwIfAborted();
    if (code !== 0 && error === undefined) {
      throw new Error(`Cannot execute ${notebook}: code ${code}\n${lastLines(await said)}`);
    }
  } finally {
    signal?.removeEventListener("abort", stop);
    stop();
    await child.status;
  }
  // The output of native code may say why a kernel died; Deno's greeting does not.
  const native = (await said).replace(/^.*"deno jupyter" is unstable.*\n/gm, "");
  if (error?.name === "DeadKernelError" && native.trim()) error.traceback = lastLines(native);
  return error;
}
