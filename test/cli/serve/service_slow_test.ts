import assert from "node:assert/strict";
import { crc32, deflateSync } from "node:zlib";
import * as tf from "@tensorflow/tfjs-core";
import sharp from "sharp";
import { createService, type ServiceOptions } from "../../../lib/cli/serve/service.ts";
import { openSearch } from "../../../lib/runs/open_search.ts";
import { makeEvaluatedRun, photoOf } from "../../runs/evaluated_run.ts";

const made = await makeEvaluatedRun("service");
const search = await openSearch(made.settings);
const { items } = search.store;
const held = items[search.store.rowsOf("test")[0]!]!;
const photo = await Deno.readFile(photoOf(made, held));

/** Serve while `work` asks; nothing may go wrong in the service itself. */
async function serving(
  work: (address: string) => Promise<void>,
  options: ServiceOptions = {},
): Promise<void> {
  const wrong: unknown[] = [];
  const handler = await createService(search, {
    onError: (error) => wrong.push(error),
    ...options,
  });
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, handler);
  try {
    await work(`http://127.0.0.1:${server.addr.port}`);
  } finally {
    await server.shutdown();
  }
  assert.deepEqual(wrong, []);
}

/** The answer to a request: its status and its content. */
async function ask(address: string, init: RequestInit = {}) {
  const response = await fetch(address, init);
  const type = response.headers.get("content-type");
  const content = type === "application/json" ? await response.json() : await response.bytes();
  return { status: response.status, headers: response.headers, type, content };
}

const post = (body: BodyInit, headers: HeadersInit = {}) => ({ method: "POST", body, headers });

/** What the service says of images that were found. */
const asServed = (found: Awaited<ReturnType<typeof search.byId>>) =>
  found.map(({ row, ...image }) => {
    const { width, height, attributes } = items[row]!;
    return { ...image, width, height, attributes };
  });

Deno.test("the service finds what the library finds: by a raw photo, by a form, by an id", async () => {
  await serving(async (address) => {
    const expected = asServed(await search.byPhoto(photo, { k: 3 }));
    const raw = await ask(`${address}/search?k=3`, post(photo, { "content-type": "image/jpeg" }));
    assert.deepEqual([raw.status, raw.content.found], [200, expected]);
    const form = new FormData();
    form.set("photo", new Blob([photo]), "../../x.jpg");
    const multipart = await ask(`${address}/search?k=3`, post(form));
    assert.deepEqual(multipart.content.found, expected);
    const similar = await ask(
      `${address}/similar/${encodeURIComponent(held.id)}?k=3&category=Hats&minProbability=0`,
    );
    const options = { k: 3, category: "Hats", minProbability: 0 };
    assert.deepEqual(similar.content.found, asServed(await search.byId(held.id, options)));
    // An id's own slashes need no code.
    const plain = await ask(`${address}/similar/${held.id.replaceAll(" ", "%20")}`);
    assert.deepEqual(plain.content.found, asServed(await search.byId(held.id)));
  });
});

Deno.test("the service shows photos, its health and a page, and nothing of them may be embedded", async () => {
  await serving(async (address) => {
    const { type, content, headers } = await ask(`${address}/photo/${encodeURIComponent(held.id)}`);
    assert.equal(type, "image/png");
    const pixels = new Uint8Array(await sharp(content).raw().toBuffer());
    assert.deepEqual(pixels, await search.store.readImages([search.rowOf(held.id)]));
    assert.equal(headers.get("x-content-type-options"), "nosniff");
    assert.equal(headers.get("access-control-allow-origin"), null);
    const health = await ask(`${address}/health`);
    assert.deepEqual(health.content, {
      ...{ status: "ok", run: made.settings.run, images: search.index.size, waiting: 0 },
      ...{ embedding: search.embedding.name, dimensions: search.index.dim },
      categories: ["Bags & Purses", "Dresses", "Hats"],
    });
    const page = await fetch(address);
    assert.match(page.headers.get("content-security-policy")!, /^default-src 'none'/);
    assert.match(await page.text(), /^<!DOCTYPE html>/);
  });
});

/** A PNG file of one chunk each: of any size, of any pixels. */
function png(width: number, height: number, pixels: Uint8Array) {
  const chunk = (type: string, data: Uint8Array) => {
    const body = new Uint8Array([...new TextEncoder().encode(type), ...data]);
    const chunk = new Uint8Array(body.length + 8);
    const view = new DataView(chunk.buffer);
    view.setUint32(0, data.length);
    chunk.set(body, 4);
    view.setUint32(4 + body.length, crc32(body));
    return chunk;
  };
  const header = new Uint8Array(13);
  new DataView(header.buffer).setUint32(0, width);
  new DataView(header.buffer).setUint32(4, height);
  header.set([8, 2], 8);
  return new Uint8Array([
    ...[0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10],
    ...chunk("IHDR", header),
    ...chunk("IDAT", deflateSync(pixels)),
    ...chunk("IEND", new Uint8Array()),
  ]);
}

const text = (content: string) => new TextEncoder().encode(content);

/** A form with the photo under each of these names. */
function formOf(...names: string[]): FormData {
  const form = new FormData();
  for (const name of names) form.append(name, new File([photo], "a.jpg"));
  return form;
}

/** Uploads that are no photo, with the status and the words of the answer. */
const BAD: Record<
  string,
  [body: BodyInit, status: number, message: RegExp, headers?: HeadersInit]
> = {
  "0 bytes": [new Uint8Array(), 422, /is empty/],
  "a truncated JPEG": [photo.slice(0, photo.length / 2), 422, /damaged or cut off/],
  "an SVG drawing": [text(`<svg xmlns="http://www.w3.org/2000/svg"/>`), 422, /SVG drawing/],
  "a PDF": [text("%PDF-1.7\n1 0 obj"), 422, /is not a JPEG, PNG, WebP or GIF/],
  "a web page": [text("<!doctype html><p>"), 422, /a web page/],
  "a bomb: 2.5 gigapixels in some bytes": [
    png(50_000, 50_000, new Uint8Array(1_000_000)),
    422,
    /50000 x 50000 pixels, more than 120 million/,
  ],
  "a PNG that says less than it holds": [png(20, 20, new Uint8Array(10)), 422, /damaged/],
  "200 MB": [new Uint8Array(200_000_000), 413, /at most 16 MB/],
  "a form without a photo": [new FormData(), 400, /one file named "photo"/],
  "a form with two photos": [formOf("photo", "photo"), 400, /one file named "photo"/],
  "a form with another field": [formOf("image"), 400, /one file named "photo"/],
  "a form that is none": [text("--x"), 400, /must be multipart/, {
    "content-type": "multipart/form-data; boundary=x",
  }],
};

for (const [name, [body, status, message, headers]] of Object.entries(BAD)) {
  Deno.test(`an upload is refused, and the service goes on: ${name}`, async () => {
    await serving(async (address) => {
      const bad = await ask(`${address}/search`, post(body, headers));
      assert.equal(bad.status, status, JSON.stringify(bad.content));
      assert.match(bad.content.error, message);
      assert.equal((await ask(`${address}/search`, post(photo))).status, 200);
    });
  });
}

Deno.test("a client that sends too slowly is refused in time, and others are served meanwhile", async () => {
  await serving(async (address) => {
    const connection = await Deno.connect({
      hostname: "127.0.0.1",
      port: Number(new URL(address).port),
    });
    const head = "POST /search HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000\r\n\r\nx";
    await connection.write(text(head));
    const start = performance.now();
    assert.equal((await ask(`${address}/search`, post(photo))).status, 200);
    const answer = new Uint8Array(4096);
    const length = await connection.read(answer);
    assert.match(
      new TextDecoder().decode(answer.subarray(0, length!)),
      /^HTTP\/1\.1 408 [\s\S]*within 0\.5 s/,
    );
    assert.ok(performance.now() - start < 5000);
    connection.close();
  }, { timeout: 500 });
});

Deno.test("more than may wait are refused with 503, and those that wait are served", async () => {
  await serving(async (address) => {
    const answers = await Promise.all(
      Array.from({ length: 40 }, () => ask(`${address}/search`, post(photo))),
    );
    const counts = Map.groupBy(answers, ({ status }) => status);
    assert.deepEqual([...counts.keys()].sort(), [200, 503]);
    assert.ok(counts.get(200)!.length >= 3);
    const [refused] = counts.get(503)!;
    assert.match(refused!.content.error, /others wait/);
    assert.equal(refused!.headers.get("retry-after"), "1");
    assert.equal((await ask(`${address}/search`, post(photo))).status, 200);
  }, { atOnce: 1, mostWaiting: 2 });
});

Deno.test("eight clients at once get 2,000 answers, all alike, and leave no tensors behind", async () => {
  await serving(async (address) => {
    const expected = asServed(await search.byPhoto(photo));
    const tensors = tf.memory().numTensors;
    let left = 2000;
    await Promise.all(Array.from({ length: 8 }, async () => {
      while (left-- > 0) {
        const { status, content } = await ask(`${address}/search`, post(photo));
        assert.deepEqual([status, content.found], [200, expected]);
      }
    }));
    assert.equal(tf.memory().numTensors, tensors);
  });
});

Deno.test("what is asked wrongly is refused in plain words", async () => {
  await serving(async (address) => {
    const refused = async (path: string, status: number, message: RegExp, init?: RequestInit) => {
      const { status: seen, content, type } = await ask(address + path, init);
      assert.deepEqual([seen, type], [status, "application/json"], path);
      assert.match(content.error, message, path);
    };
    await refused("/search?k=0", 400, /k must be a whole number of 1 or more/, post(photo));
    await refused("/search?k=x", 400, /k must be a whole number/, post(photo));
    await refused("/search?k=9999999", 400, /k must be a whole number of 1 to 1000/, post(photo));
    await refused("/search?category=spoon", 400, /must be one of Bags & Purses, Dr/, post(photo));
    await refused("/search?minProbability=2", 400, /from 0 to 1/, post(photo));
    await refused(
      "/search?path=/etc",
      400,
      /options are k, category, minProb.*"path"/,
      post(photo),
    );
    await refused("/search?k=1&k=2", 400, /each option must stand once: "k"/, post(photo));
    await refused("/search", 405, /method must be POST/);
    await refused("/health", 405, /method must be GET/, { method: "DELETE" });
    await refused("/nothing", 404, /there are only/);
    await refused("/similar/none.jpg", 404, /id must be one of 36/);
    await refused("/photo/%ff", 400, /percent-encoded/);
    for (const path of ["/photo/..%2f..%2fdeno.json", "/photo/%2fetc%2fpasswd", "/photo/x%00y"]) {
      await refused(path, 404, /id must be one of/);
    }
    await refused("/photo/../../deno.json", 404, /there are only/);
  });
});

Deno.test("requests of other sites are refused, and those without the token", async () => {
  await serving(async (address) => {
    // fetch() sends no Host of the caller's choice.
    const connection = await Deno.connect({
      hostname: "127.0.0.1",
      port: Number(new URL(address).port),
    });
    await connection.write(text("GET /health HTTP/1.1\r\nHost: evil.example\r\n\r\n"));
    const answer = new Uint8Array(4096);
    const length = await connection.read(answer);
    assert.match(new TextDecoder().decode(answer.subarray(0, length!)), /^HTTP\/1\.1 403 /);
    connection.close();
    const foreign = await ask(`${address}/search`, post(photo, { origin: "https://evil.example" }));
    assert.equal(foreign.status, 403);
    for (const authorization of ["", "Bearer no", "Basic secret"]) {
      const { status, headers } = await ask(`${address}/search`, post(photo, { authorization }));
      assert.deepEqual([status, headers.get("www-authenticate")], [401, "Bearer"]);
    }
    assert.equal((await ask(`${address}/photo/x`)).status, 401);
    assert.equal((await ask(`${address}/health`)).status, 200);
    const given = { authorization: "Bearer secret", origin: address };
    assert.equal((await ask(`${address}/search`, post(photo, given))).status, 200);
  }, { token: "secret" });
});

Deno.test("what goes wrong in the service is logged, and nothing of it is told", async () => {
  const wrong: unknown[] = [];
  const broken = Object.create(search, {
    rowOf: { value: () => 0 },
    byId: { value: () => Promise.reject(new Error("/secret/path")) },
  });
  const handler = await createService(broken, { onError: (error) => wrong.push(error) });
  const request = new Request(`http://127.0.0.1/similar/${encodeURIComponent(held.id)}`, {
    headers: { host: "127.0.0.1" },
  });
  const response = await handler(request);
  assert.equal(response.status, 500);
  assert.doesNotMatch(await response.text(), /secret/);
  assert.match(String(wrong), /secret/);
});

Deno.test("after the requests", async () => {
  await search.close();
  await made[Symbol.asyncDispose]();
});
