import assert from "node:assert/strict";
import type { MimeBundle } from "../../lib/io/jupyter.ts";
import { liveFigure } from "../../lib/view/live_figure.ts";

const figure = (...y: number[]) => ({
  data: [{ type: "scatter" as const, mode: "lines" as const, name: "loss", x: y, y }],
  layout: { title: { text: "Loss" } },
});

Deno.test("liveFigure() ends with the last figure, also where it came too soon to be drawn", async () => {
  const bundles: MimeBundle[] = [];
  const live = await liveFigure(figure(), {
    now: () => 0,
    send: (data) => Promise.resolve(void bundles.push(data)),
  });
  await live.update(figure(3, 2));
  await live.update(figure(3, 2, 1));
  await live.finish();
  assert.equal(bundles.length, 2);
  const { data } = bundles[1]!["application/vnd.plotly.v1+json"] as { data: { y: number[] }[] };
  assert.deepEqual(data[0]!.y, [3, 2, 1]);
});

Deno.test("liveFigure() is one line in a terminal", async () => {
  const written: string[] = [];
  const live = await liveFigure(figure(2, 1), {
    send: null,
    columns: 0,
    write: (text) => written.push(text),
  });
  await live.finish(figure(2, 1, 0.5));
  assert.deepEqual(written, ["[figure: Loss]\n", "[figure: Loss]\n"]);
});
