import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { join } from "node:path";
import {
  type DownloadOptions,
  downloadPhotos,
  type DownloadTask,
} from "../../../lib/dataset/download/download_photos.ts";
import { LOG_FILE } from "../../../lib/dataset/download/download_log.ts";
import { type Answer, brokenBody, photoBytes, servePhotos } from "./photo_server.ts";

/** Tries again at once, but waits for an answer as long as a busy machine may take. */
const FAST: DownloadOptions = {
  attempts: 3,
  baseMs: 2,
  gapMs: 0,
  stallMs: 60_000,
  totalMs: 60_000,
};

function toTask(base: string, name: string): DownloadTask {
  return { signature: name, url: `${base}/${name}`, file: `${name}.jpg` };
}

async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "lookalike-download-" });
  try {
    await work(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

function readLog(folder: string): Record<string, unknown>[] {
  const lines = Deno.readTextFileSync(join(folder, LOG_FILE)).trimEnd().split("\n");
  return lines.map((line) => JSON.parse(line));
}

Deno.test("downloadPhotos() keeps what is a photo and says of the rest what it is", () =>
  inFolder(async (folder) => {
    const jpeg = await photoBytes(1), png = await photoBytes(2, { format: "png" });
    const webp = await photoBytes(3, { format: "webp" });
    const half = jpeg.slice(0, jpeg.length / 2);
    const ok = (bytes: Uint8Array<ArrayBuffer>) => new Response(bytes);
    const status = (code: number, headers = {}) => new Response("no", { status: code, headers });
    let flood = 0;
    await using elsewhere = servePhotos(() => () => ok(jpeg));
    const answers: Record<string, Answer> = {
      "jpeg": () => ok(jpeg),
      // What it is called does not matter, what it is does.
      "png-as-text": () => new Response(png, { headers: { "content-type": "text/plain" } }),
      "webp": () => ok(webp),
      "gone": () => status(404),
      "busy": (n) => n < 3 ? status(500) : ok(jpeg),
      "broken": () => status(503),
      "page": () =>
        new Response("<!DOCTYPE html><p>blocked", { headers: { "content-type": "image/jpeg" } }),
      "empty": () => new Response(""),
      "half": () => ok(half),
      "half-once": (n) => n === 1 ? ok(half) : ok(jpeg),
      "dropped": () => new Response(brokenBody(half)),
      "dropped-once": (n) => n === 1 ? new Response(brokenBody(half)) : ok(jpeg),
      "silent": async () => {
        await server.ended;
        return status(500);
      },
      "stalled": () =>
        new Response(
          new ReadableStream({
            async start(controller) {
              controller.enqueue(half);
              await server.ended;
              controller.close();
            },
          }),
        ),
      "large": () => ok(new Uint8Array(300_000)),
      "flood": () =>
        new Response(
          new ReadableStream({
            pull(controller) {
              flood += 65536;
              controller.enqueue(new Uint8Array(65536).fill(255));
            },
          }),
        ),
      "moved": () => status(302, { location: "/jpeg" }),
      "away": () => status(301, { location: `${elsewhere.base}/x` }),
      "to-disk": () => status(302, { location: "file:///etc/passwd" }),
      "nowhere": () => status(302),
      "round": () => status(302, { location: "/round" }),
    };
    await using server = servePhotos((path) => answers[path.slice(1)]);
    const names = Object.keys(answers);
    const download = (of: string[], options: DownloadOptions) =>
      downloadPhotos(of.map((name) => toTask(server.base, name)), folder, {
        ...FAST,
        maxBytes: 200_000,
        ...options,
      });
    const mute = ["silent", "stalled"];
    const answering = await download(names.filter((name) => !mute.includes(name)), {});
    const silent = await download(mute, { stallMs: 250 });
    const reports = [answering, silent];
    const outcomes = reports.flatMap((report) => report.outcomes);
    const expected: Record<string, [attempts: number, error: RegExp | null]> = {
      "jpeg": [1, null],
      "png-as-text": [1, null],
      "webp": [1, null],
      "gone": [1, /^answered 404$/],
      "busy": [3, null],
      "broken": [3, /^answered 503$/],
      "page": [1, /^is not a JPEG, PNG, WebP or GIF photo but a web page$/],
      "empty": [3, /^is empty$/],
      "half": [3, /^is cut off$/],
      "half-once": [2, null],
      "dropped": [3, /^lost the connection: /],
      "dropped-once": [2, null],
      "silent": [3, /^sent nothing for 250 ms$/],
      "stalled": [3, /^sent nothing for 250 ms$/],
      "large": [1, /^has more than 200000 bytes$/],
      "flood": [1, /^has more than 200000 bytes$/],
      "moved": [1, null],
      "away": [1, /^redirects to a host that is not allowed, 127\.0\.0\.1:\d+$/],
      "to-disk": [1, /^redirects to another protocol, file:$/],
      "nowhere": [1, /^answered 302 without an address$/],
      "round": [1, /^redirects more than 5 times$/],
    };
    assert.deepEqual(outcomes.map(({ signature }) => signature).sort(), names.toSorted());
    for (const outcome of outcomes) {
      const [attempts, error] = expected[outcome.signature]!;
      const path = join(folder, `${outcome.signature}.jpg`);
      assert.equal(outcome.attempts, attempts, outcome.signature);
      if (error === null) {
        const bytes = await Deno.readFile(path);
        assert.deepEqual(outcome, {
          signature: outcome.signature,
          status: "downloaded",
          error: null,
          attempts,
          bytes: bytes.length,
          sha256: createHash("sha256").update(bytes).digest("hex"),
        });
      } else {
        assert.equal(outcome.status, "failed");
        assert.match(outcome.error!, error);
        assert.throws(() => Deno.statSync(path), Deno.errors.NotFound);
      }
    }
    assert.deepEqual(reports.map(({ total, present }) => [total, present]), [[19, 0], [2, 0]]);
    assert.deepEqual(reports.map((of) => [of.downloaded, of.failed]), [[7, 12], [0, 2]]);
    assert.deepEqual(await Deno.readFile(join(folder, "busy.jpg")), jpeg);
    assert.deepEqual(await Deno.readFile(join(folder, "png-as-text.jpg")), png);
    assert.equal(elsewhere.requests.length, 0, "a forbidden host was asked");
    assert.ok(flood < 4_000_000, `the server could send ${flood} bytes`);
    const sorted = (rows: readonly { signature?: unknown }[]) =>
      rows.toSorted((a, b) => String(a.signature) < String(b.signature) ? -1 : 1);
    assert.deepEqual(sorted(readLog(folder)), sorted(outcomes));
    const files = [...Deno.readDirSync(folder)].map(({ name }) => name);
    assert.equal(files.length, 7 + 2, "something else was left behind");
  }));

Deno.test("downloadPhotos() follows a redirect to a host that is allowed", () =>
  inFolder(async (folder) => {
    const jpeg = await photoBytes(4);
    await using other = servePhotos(() => () => new Response(jpeg));
    await using server = servePhotos(() => () =>
      new Response(null, { status: 307, headers: { location: `${other.base}/there` } })
    );
    const options = { ...FAST, allowedHosts: [other.host] };
    const report = await downloadPhotos([toTask(server.base, "a")], folder, options);
    assert.equal(report.downloaded, 1);
    assert.deepEqual(other.requests.map(({ path }) => path), ["/there"]);
  }));

Deno.test("downloadPhotos() waits as long as a host asks, with all requests to it", () =>
  inFolder(async (folder) => {
    const jpeg = await photoBytes(5);
    const date = () => new Date(Date.now() + 2000).toUTCString();
    await using server = servePhotos((path) => (n) =>
      n === 1 && path === "/a"
        ? new Response(null, { status: 429, headers: { "retry-after": "1" } })
        : n === 1 && path === "/b"
        ? new Response(null, { status: 503, headers: { "retry-after": date() } })
        : new Response(jpeg)
    );
    const tasks = ["a", "b", "c"].map((name) => toTask(server.base, name));
    const report = await downloadPhotos(tasks, folder, { ...FAST, concurrency: 1 });
    assert.equal(report.downloaded, 3);
    const [a1, a2, b1, b2, c] = server.requests;
    assert.deepEqual([a1!.path, a2!.path, b1!.path, b2!.path, c!.path], [
      "/a",
      "/a",
      "/b",
      "/b",
      "/c",
    ]);
    assert.ok(a2!.time - a1!.time >= 990, "came back early");
    // A date has whole seconds: of two at least one is left.
    assert.ok(b2!.time - b1!.time >= 990, "came back early");
    // A host that asks for a day gets as much as the cap.
    await using slow = servePhotos(() => (n) =>
      n === 1
        ? new Response(null, { status: 429, headers: { "retry-after": "86400" } })
        : new Response(jpeg)
    );
    const capped = { ...FAST, maxPauseMs: 50 };
    assert.equal((await downloadPhotos([toTask(slow.base, "d")], folder, capped)).downloaded, 1);
  }));

Deno.test("downloadPhotos() keeps to the limits of a host", () =>
  inFolder(async (folder) => {
    const jpeg = await photoBytes(6);
    await using server = servePhotos(() => async () => {
      await new Promise((resolve) => setTimeout(resolve, 15));
      return new Response(jpeg);
    });
    const tasks = Array.from({ length: 12 }, (_, i) => toTask(server.base, `p${i}`));
    await downloadPhotos(tasks, folder, { ...FAST, concurrency: 3 });
    assert.equal(server.mostAtOnce(), 3);
    const more = Array.from({ length: 6 }, (_, i) => toTask(server.base, `q${i}`));
    const started = performance.now();
    await downloadPhotos(more, folder, { ...FAST, gapMs: 30 });
    // Six starts, five gaps; a timer may go off a millisecond early. When the server sees a request
    // says less: it may be late for the first.
    assert.ok(performance.now() - started >= 5 * (30 - 1));
  }));

Deno.test("downloadPhotos() goes on with what is missing and tries again what failed", () =>
  inFolder(async (folder) => {
    const jpeg = await photoBytes(7);
    let isUp = false;
    await using server = servePhotos((path) => () =>
      isUp || path !== "/b" ? new Response(jpeg) : new Response(null, { status: 404 })
    );
    const tasks = ["a", "b", "c", "d", "e"].map((name) => toTask(server.base, name));
    const first = await downloadPhotos(tasks, folder, FAST);
    assert.deepEqual([first.downloaded, first.failed], [4, 1]);
    assert.equal(first.bytes, 4 * jpeg.length);
    // As if it had been killed: a file that is not in the log yet, a line cut off, a temporary
    // file; and two files that someone took away or damaged.
    const log = readLog(folder).filter(({ signature }) => signature !== "a");
    const lines = log.map((row) => JSON.stringify(row)).join("\n");
    await Deno.writeTextFile(join(folder, LOG_FILE), lines + '\n{"signature":"zz","sta');
    await Deno.writeTextFile(join(folder, "c.jpg.4711.tmp"), "half");
    await Deno.writeTextFile(join(folder, "mine.4711.tmp"), "not ours");
    await Deno.remove(join(folder, "c.jpg"));
    await Deno.writeFile(join(folder, "d.jpg"), jpeg.subarray(0, 99));
    isUp = true;
    const asked = server.requests.length;
    const second = await downloadPhotos(tasks, folder, FAST);
    assert.deepEqual([second.present, second.downloaded, second.failed], [2, 3, 0]);
    const paths = server.requests.slice(asked).map(({ path }) => path);
    assert.deepEqual(paths.sort(), ["/b", "/c", "/d"]);
    for (const { file } of tasks) assert.deepEqual(await Deno.readFile(join(folder, file)), jpeg);
    assert.deepEqual(
      second.outcomes.map(({ attempts, sha256 }) => [attempts, sha256]),
      [0, 1, 1, 1, 1].map((attempts) => [
        attempts,
        createHash("sha256").update(jpeg).digest("hex"),
      ]),
    );
    const names = [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
    const photos = tasks.map(({ file }) => file);
    assert.deepEqual(names, [".lock", ...photos, LOG_FILE, "mine.4711.tmp"].sort());
    // Nothing is left to do, and the log has a line each again.
    const third = await downloadPhotos(tasks, folder, FAST);
    assert.deepEqual([third.present, third.downloaded], [5, 0]);
    assert.equal(readLog(folder).length, 5);
    assert.equal(server.requests.length, asked + 3);
  }));

Deno.test("downloadPhotos() ends when it is told to, and gives up on a host that is not there", () =>
  inFolder(async (folder) => {
    const jpeg = await photoBytes(8);
    const stop = new AbortController();
    await using server = servePhotos(() => async () => {
      if (server.requests.length <= 3) return new Response(jpeg);
      stop.abort(new Error("enough"));
      await server.ended;
      return new Response(null, { status: 500 });
    });
    const tasks = Array.from({ length: 50 }, (_, i) => toTask(server.base, `p${i}`));
    const running = downloadPhotos(tasks, folder, { ...FAST, concurrency: 3, signal: stop.signal });
    await assert.rejects(running, /enough/);
    const kept = [...Deno.readDirSync(folder)].filter(({ name }) => name.endsWith(".jpg"));
    assert.equal(kept.length, 3);
    assert.equal([...Deno.readDirSync(folder)].some(({ name }) => name.endsWith(".tmp")), false);
    assert.equal(readLog(folder).length, 3, "an aborted photo is no failed one");
    await assert.rejects(
      downloadPhotos(tasks, folder, { ...FAST, signal: AbortSignal.abort(new Error("never")) }),
      /never/,
    );
    // Nobody listens on that port any more.
    const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const base = `http://127.0.0.1:${listener.addr.port}`;
    listener.close();
    const away = Array.from({ length: 50 }, (_, i) => toTask(base, `away${i}`));
    await assert.rejects(
      downloadPhotos(away, folder, { ...FAST, giveUpAfter: 10, concurrency: 4 }),
      /^Error: Cannot download as the host must answer: the last 10 photos all failed, .*connection/,
    );
  }));

Deno.test("downloadPhotos() reports its progress", () =>
  inFolder(async (folder) => {
    const jpeg = await photoBytes(9);
    await using server = servePhotos((path) => () =>
      path === "/b" ? new Response(null, { status: 404 }) : new Response(jpeg)
    );
    const tasks = ["a", "b", "c"].map((name) => toTask(server.base, name));
    await downloadPhotos(tasks.slice(0, 1), folder, FAST);
    const steps: unknown[] = [];
    await downloadPhotos(tasks, folder, {
      ...FAST,
      concurrency: 1,
      onProgress: (progress) => steps.push(progress),
    });
    const none = { total: 3, present: 1, downloaded: 0, failed: 0, bytes: 0 };
    assert.deepEqual(steps, [
      { ...none, done: 1 },
      { ...none, done: 2, failed: 1 },
      { ...none, done: 3, failed: 1, downloaded: 1, bytes: jpeg.length },
    ]);
    assert.equal((await downloadPhotos([], folder, FAST)).total, 0);
  }));

Deno.test("downloadPhotos() rejects options and names out of range", () =>
  inFolder(async (folder) => {
    for (const concurrency of [0, 17, 1.5, NaN]) {
      await assert.rejects(downloadPhotos([], folder, { concurrency }), {
        name: "RangeError",
        message: /concurrency must be a whole number from 1 to 16: current value is/,
      });
    }
    for (const file of ["../a.jpg", "a/b.jpg", "/etc/a.jpg", "..", ".lock", "a\\b.jpg", ""]) {
      const task = { signature: "a", url: "http://127.0.0.1/a", file };
      await assert.rejects(downloadPhotos([task], folder), /a file must be a plain name/, file);
    }
    const task = { signature: "a", url: "file:///etc/passwd", file: "a.jpg" };
    await assert.rejects(downloadPhotos([task], folder), /must begin with http/);
  }));
