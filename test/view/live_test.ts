import assert from "node:assert/strict";
import type { displayBundle, MimeBundle } from "../../lib/io/jupyter.ts";
import { createLiveOutput, liveShow } from "../../lib/view/live.ts";

const state = (text: string) => () => ({ line: text, bundle: { "text/plain": text } });

type Sent = [text: unknown, update: boolean | undefined, displayId: string | undefined];

/** A notebook that writes down what it gets, each message `delay(i)` milliseconds late. */
function fakeNotebook(delay: (message: number) => number = () => 0) {
  const sent: Sent[] = [];
  let messages = 0;
  const send: typeof displayBundle = async (data, { displayId, update } = {}) => {
    await new Promise((resolve) => setTimeout(resolve, delay(messages++)));
    sent.push([data["text/plain"], update, displayId]);
  };
  return { sent, send };
}

Deno.test("createLiveOutput() makes one display and then updates it", async () => {
  const { sent, send } = fakeNotebook();
  let time = 0;
  const output = createLiveOutput({ send, now: () => time, everyMs: 250 });
  await output.update(state("a"));
  time = 249;
  await output.update(state("too early"));
  time = 250;
  await output.update(state("b"));
  await output.finish(state("c"));
  await output.update(state("too late"));
  await output.finish(state("too late"));
  assert.deepEqual(sent.map(([text, update]) => [text, update]), [
    ["a", false],
    ["b", true],
    ["c", true],
  ]);
  assert.equal(new Set(sent.map(([, , id]) => id)).size, 1);
});

Deno.test("createLiveOutput() sends in order, also when nobody waits for an update", async () => {
  // The first message takes longest.
  const { sent, send } = fakeNotebook((message) => 20 - 10 * message);
  const output = createLiveOutput({ send, everyMs: 0 });
  output.update(state("a"));
  output.update(state("b"));
  await output.finish(state("c"));
  assert.deepEqual(sent.map(([text]) => text), ["a", "b", "c"]);
});

Deno.test("createLiveOutput() writes over one terminal line, cut to its width", async () => {
  const written: string[] = [];
  const output = createLiveOutput({
    send: null,
    columns: 6,
    everyMs: 0,
    write: (text) => written.push(text),
  });
  await output.update(state("1234567"));
  await output.finish(state("done"));
  assert.deepEqual(written, ["\r12345\x1b[K", "\rdone\x1b[K\n"]);
});

Deno.test("createLiveOutput() writes a line now and then to a log", async () => {
  const written: string[] = [];
  let time = 0;
  const output = createLiveOutput({
    send: null,
    columns: 0,
    logEveryMs: 10_000,
    now: () => time,
    write: (text) => written.push(text),
  });
  for (time = 0; time <= 20_000; time += 1000) await output.update(state(`${time}`));
  await output.finish(state("done"));
  assert.deepEqual(written, ["0\n", "10000\n", "20000\n", "done\n"]);
});

const figure = (...y: number[]) => ({
  data: [{ type: "scatter" as const, mode: "lines" as const, name: "loss", x: y, y }],
  layout: { title: { text: "Loss" } },
});

Deno.test("liveShow() ends with the last figure, also where it came too soon to be drawn", async () => {
  const bundles: MimeBundle[] = [];
  const live = liveShow({
    now: () => 0,
    send: (data) => Promise.resolve(void bundles.push(data)),
  });
  for (const shown of [figure(), figure(3, 2), figure(3, 2, 1)]) await live.update(shown);
  await live.finish(figure(3, 2, 1));
  assert.equal(bundles.length, 2);
  const { data } = bundles[1]!["application/vnd.plotly.v1+json"] as { data: { y: number[] }[] };
  assert.deepEqual(data[0]!.y, [3, 2, 1]);
});

Deno.test("liveShow() is one line in a terminal", async () => {
  const written: string[] = [];
  const live = liveShow({ send: null, columns: 0, write: (text) => written.push(text) });
  await live.update(figure(2, 1));
  await live.finish(figure(2, 1, 0.5));
  assert.deepEqual(written, ["[figure: Loss]\n", "[figure: Loss]\n"]);
});
