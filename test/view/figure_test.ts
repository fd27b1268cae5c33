import assert from "node:assert/strict";
import {
  encodeFigure,
  escapePlotly,
  figureTitle,
  type PlotlyFigure,
} from "../../lib/view/figure.ts";
import { plainText } from "../../lib/view/plain_text.ts";

Deno.test("encodeFigure() rounds numbers, turns what is not finite into gaps, drops undefined", () => {
  const figure: PlotlyFigure = {
    data: [{ type: "scatter", x: [1, 123456789], y: [1 / 3, NaN], name: undefined }],
    layout: { height: 300 },
  };
  const { data, layout } = encodeFigure(figure);
  assert.deepEqual(data, [{ type: "scatter", x: [1, 123456789], y: [0.33333, null] }]);
  assert.deepEqual(layout, { height: 300 });
});

Deno.test("encodeFigure() packs long typed arrays, also views into larger ones", () => {
  const whole = Float32Array.from({ length: 70 }, (_, i) => i - 0.5);
  const { data } = encodeFigure({
    data: [{ type: "scatter", x: whole.subarray(3, 67), y: whole.subarray(0, 2) }],
    layout: {},
  });
  const { x, y } = data[0] as { x: { dtype: string; bdata: string }; y: number[] };
  assert.equal(x.dtype, "f4");
  const bytes = Uint8Array.from(atob(x.bdata), (character) => character.charCodeAt(0));
  assert.deepEqual([...new Float32Array(bytes.buffer)], [...whole.subarray(3, 67)]);
  assert.deepEqual(y, [-0.5, 0.5]);
});

Deno.test("encodeFigure() leaves the figure alone and refuses what is none", () => {
  const figure = { data: [{ x: Float32Array.of(1 / 3) }], layout: { title: { text: "t" } } };
  const before = structuredClone(figure);
  encodeFigure(figure as PlotlyFigure);
  assert.deepEqual(figure, before);
  assert.throws(() => encodeFigure({ layout: {} } as PlotlyFigure), { name: "TypeError" });
});

Deno.test("escapePlotly() leaves no tag and no second line", () => {
  assert.equal(escapePlotly("<b>&amp;\nx"), "&lt;b&gt;&amp;amp; x");
});

Deno.test("figureTitle() is plain text", () => {
  assert.equal(
    figureTitle({ data: [], layout: { title: { text: "a &lt;b&gt;<br>c" } } }),
    "a <b> c",
  );
  assert.equal(figureTitle({ data: [], layout: {} }), "Figure");
});

Deno.test("plainText() of a figure is its title in one line", () => {
  const title = { text: "Loss of &lt;A&gt;<br>by epoch" };
  assert.equal(plainText({ data: [], layout: { title } }), "[figure: Loss of <A> by epoch]");
});
