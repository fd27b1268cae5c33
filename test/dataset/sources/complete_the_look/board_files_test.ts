import assert from "node:assert/strict";
import { join } from "node:path";
import { downloadedBoards } from "../../../../lib/dataset/sources/complete_the_look/board_files.ts";
import { LOG_FILE } from "../../../../lib/dataset/download/download_log.ts";

const sign = (n: number) => n.toString(16).padStart(32, "0");

Deno.test("downloadedBoards() looks for boards by signature, and at no path that a log names", async () => {
  const folder = await Deno.makeTempDir();
  const directory = join(folder, "boards");
  await Deno.mkdir(directory);
  await Deno.writeTextFile(join(folder, "secret.jpg"), "secret");
  await Deno.writeTextFile(join(directory, `${sign(1)}.jpg`), "board");
  const line = (signature: string, bytes: number) =>
    JSON.stringify({
      signature,
      status: "downloaded",
      error: null,
      attempts: 1,
      bytes,
      sha256: "ab".repeat(32),
    });
  const lines = [line("../secret", 6), line(sign(1), 5), line(sign(2), 5), line("", 0)];
  await Deno.writeTextFile(join(directory, LOG_FILE), lines.join("\n") + "\n");
  const board = await downloadedBoards(directory);
  assert.deepEqual(board(sign(1)), {
    path: join(directory, `${sign(1)}.jpg`),
    size: 5,
    stamp: "ab".repeat(32),
  });
  assert.deepEqual(board(sign(2)), { reason: "was downloaded but is missing now" });
  assert.deepEqual(board("../secret"), { reason: "was downloaded but is missing now" });
  assert.deepEqual(board(sign(3)), { reason: "was not downloaded" });
  await Deno.remove(folder, { recursive: true });
});
