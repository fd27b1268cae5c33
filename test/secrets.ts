/**
 * Secrets planted into addresses, a server behind such addresses, and a search for secrets:
 * `withSecrets`, `serveDatasets`, `assertNoSecret`, `assertNoSecretBelow`.
 */

import assert from "node:assert/strict";
import { join } from "node:path";
import { photoBytes, type PhotoServer, servePhotos } from "./dataset/download/photo_server.ts";
import { zipBytes } from "./dataset/zip_bytes.ts";

const [USER, PASSWORD, TOKEN, PART] = ["s3cretUser", "s3cretPassword", "s3cretToken", "s3cretPart"];

/** The address of `path` on `base`, with a secret in each place that may hold one. */
export function withSecrets(base: string, path: string): string {
  return `${base.replace("://", `://${USER}:${PASSWORD}@`)}/${path}?key=(${TOKEN})&n=1#${PART}`;
}

/** Fail if `text`, which `where` names, holds a secret. */
export function assertNoSecret(where: string, text: string): void {
  const found = /s3cret.{0,20}/.exec(text)?.[0];
  assert.equal(found, undefined, `${where} holds "${found}":\n${text.slice(0, 2000)}`);
}

/** Fail if a name or the content of a file below `folder` holds a secret; returns how many there are. */
export async function assertNoSecretBelow(folder: string): Promise<number> {
  let files = 0;
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    const path = join(folder, name);
    assertNoSecret("a name", name);
    if (isDirectory) files += await assertNoSecretBelow(path);
    else {
      // Latin-1 keeps every byte, so that text inside of other data is found too.
      assertNoSecret(path, new TextDecoder("latin1").decode(await Deno.readFile(path)));
      files++;
    }
  }
  return files;
}

const sign = (n: number) => n.toString(16).padStart(32, "c");

/**
 * A server of table.tsv with four items on each of some boards, of the boards but one, and of a.zip
 * with 24 photos; `wanted` has what each request brought along.
 */
export async function serveDatasets(
  boards: number,
): Promise<{ server: PhotoServer; wanted: string[] }> {
  const header = "image_signature bounding_x bounding_y bounding_width bounding_height label";
  const rows = Array.from(
    { length: 4 * boards },
    (_, i) => `${sign(i >> 2)}\t${(i % 4) / 8}\t0.1\t0.5\t0.5\t${i % 2 ? "Hats" : "Shoes"}`,
  );
  const photos = await Promise.all(Array.from({ length: 24 }, (_, i) => photoBytes(i)));
  const zip = zipBytes(photos.map((content, i) => ({
    name: `root/${i % 4 ? "train" : "test"}/${i < 12 ? "dress" : "hat"}/${i}.jpg`,
    content,
  })));
  const wanted: string[] = [];
  const server = servePhotos((path) => async (_, request) => {
    wanted.push(`${request.headers.get("authorization")} ${new URL(request.url).search}`);
    if (path === "/table.tsv") return new Response([header, ...rows, ""].join("\n"));
    if (path === "/a.zip") return new Response(zip);
    const board = /^\/boards\/cc\/cc\/cc\/c+(\w*)\.jpg$/.exec(path)?.[1];
    if (board === undefined || board === "1") return new Response(null, { status: 404 });
    return new Response(await photoBytes(parseInt(board, 16), { side: 60 }));
  });
  return { server, wanted };
}
