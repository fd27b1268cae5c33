/** JupyterLab for tests: `hasJupyterLab`, `startJupyterLab`. */

import { dirname, join } from "node:path";
import { runCommand } from "../../lib/cli/setup/command.ts";
import { PROJECT_ROOT } from "../../lib/io/paths.ts";
import { jupyterIfInstalled } from "../notebooks/scratch.ts";

/** Whether set-up installed JupyterLab; Debian's Jupyter comes without. */
export async function hasJupyterLab(): Promise<boolean> {
  const jupyter = await jupyterIfInstalled();
  if (!jupyter) return false;
  return (await runCommand(jupyter.python, ["-c", "import jupyterlab"])).code === 0;
}

/** A running JupyterLab; disposing of it ends it and its kernels. */
export interface JupyterLab extends AsyncDisposable {
  /** Address of a notebook by its path below the project's root, with the token that opens it. */
  addressOf(path: string): string;
}

/** What a running server writes down for others to find it. */
interface ServerNote {
  url: string;
  token: string;
}

/** Time for JupyterLab to start on a busy machine, milliseconds. */
const START_MS = 90_000;

/** Nothing asks for news or updates, and cells out of sight are in the page like others. */
const SETTINGS = {
  "@jupyterlab/apputils-extension/notification": { fetchNews: "false", checkForUpdates: false },
  "@jupyterlab/notebook-extension/tracker": { windowingMode: "none" },
};

/**
 * JupyterLab as `deno task lab` starts it, on a free port.
 *
 * @param folder for what it writes down: settings of its own and the like
 * @param env of the server and its kernels, added to this process's
 * @throws {Error} if it does not start, with what it said
 */
export async function startJupyterLab(
  folder: string,
  env: Record<string, string>,
): Promise<JupyterLab> {
  const [runtime, settings] = [join(folder, "runtime"), join(folder, "settings")];
  for (const [name, values] of Object.entries(SETTINGS)) {
    const path = join(settings, `${name}.jupyterlab-settings`);
    await Deno.mkdir(dirname(path), { recursive: true });
    await Deno.writeTextFile(path, JSON.stringify(values));
  }
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", join(PROJECT_ROOT, "lib", "cli", "lab.ts"), "--no-browser"]
      // Port 0 is whichever is free.
      .concat("--ServerApp.port=0", "--allow-root"),
    env: {
      ...env,
      JUPYTER_RUNTIME_DIR: runtime,
      JUPYTER_CONFIG_DIR: join(folder, "config"),
      JUPYTERLAB_SETTINGS_DIR: settings,
      JUPYTERLAB_WORKSPACES_DIR: join(folder, "workspaces"),
    },
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  }).spawn();
  const said = new Response(child.stderr).text();
  let running = true;
  const ended = child.status.then(() => void (running = false));
  const stop = async () => {
    // Told to end, the server ends its kernels first.
    if (running) child.kill("SIGTERM");
    await ended;
    await said;
  };
  for (const start = performance.now(); running && performance.now() - start < START_MS;) {
    const note = await serverNote(runtime);
    if (note) {
      const addressOf = (path: string) => `${note.url}lab/tree/${path}?token=${note.token}&reset`;
      return { addressOf, [Symbol.asyncDispose]: stop };
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await stop();
  throw new Error(`Cannot start JupyterLab: it said\n${await said}`);
}

/** What the server wrote down, once it answers. */
async function serverNote(runtime: string): Promise<ServerNote | undefined> {
  const names = await Array.fromAsync(Deno.readDir(runtime)).catch(() => []);
  const file = names.find(({ name }) => /^jpserver-\d+\.json$/.test(name));
  if (!file) return undefined;
  const note: ServerNote = JSON.parse(await Deno.readTextFile(join(runtime, file.name)));
  const answer = await fetch(`${note.url}api?token=${note.token}`).catch(() => undefined);
  await answer?.body?.cancel();
  return answer?.ok ? note : undefined;
}
