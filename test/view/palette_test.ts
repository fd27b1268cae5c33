import assert from "node:assert/strict";
import {
  CATEGORY_COLORS,
  createPalette,
  MID_GREY,
  modelColor,
  SYMBOLS,
} from "../../lib/view/palette.ts";

type Triple = [number, number, number];

/** sRGB `#rrggbb` to linear light, 0-1 (IEC 61966-2-1). */
function linear(color: string): Triple {
  return [1, 3, 5].map((at) => {
    const c = parseInt(color.slice(at, at + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  }) as Triple;
}

function times(matrix: readonly Triple[], v: Triple): Triple {
  return matrix.map((row) => row[0] * v[0] + row[1] * v[1] + row[2] * v[2]) as Triple;
}

/** Linear sRGB to OKLab (Ottosson 2020). */
function oklab(rgb: Triple): Triple {
  const lms = times([
    [0.4122214708, 0.5363325363, 0.0514459929],
    [0.2119034982, 0.6806995451, 0.1073969566],
    [0.0883024619, 0.2817188376, 0.6299787005],
  ], rgb.map((c) => Math.max(0, c)) as Triple).map(Math.cbrt) as Triple;
  return times([
    [0.2104542553, 0.793617785, -0.0040720468],
    [1.9779984951, -2.428592205, 0.4505937099],
    [0.0259040371, 0.7827717662, -0.808675766],
  ], lms);
}

/** Machado, Oliveira and Fernandes 2009, severity 1: protan, deutan, tritan. */
const BLINDNESS: readonly (readonly Triple[])[] = [
  [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [
    -0.003882,
    -0.048116,
    1.051998,
  ]],
  [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
  [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
];

function distance(a: Triple, b: Triple): number {
  return Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
}

function normalDistance(a: string, b: string): number {
  return distance(oklab(linear(a)), oklab(linear(b)));
}

/** The least distance for any of the three kinds of colour-blind eyes. */
function blindDistance(a: string, b: string): number {
  return Math.min(
    ...BLINDNESS.map((matrix) =>
      distance(oklab(times(matrix, linear(a))), oklab(times(matrix, linear(b))))
    ),
  );
}

/** WCAG contrast of two colours, 1 to 21. */
function contrast(a: string, b: string): number {
  const [low, high] = [a, b]
    .map((color) => {
      const [red, green, blue] = linear(color);
      return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
    })
    .sort((x, y) => x - y) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

const CATEGORIES = Array.from(CATEGORY_COLORS, (_, i) => `category ${i}`);

Deno.test("createPalette() keeps colours apart, for colour-blind eyes where markers are the same", () => {
  const styles = CATEGORIES.map((category) => createPalette(CATEGORIES).style(category));
  for (const [i, a] of styles.entries()) {
    for (const b of styles.slice(0, i)) {
      // 0.02 in OKLab is about the least difference an eye sees side by side.
      assert.ok(normalDistance(a.color, b.color) > 0.085, `${a.color} and ${b.color}`);
      if (a.symbol === b.symbol) {
        assert.ok(blindDistance(a.color, b.color) > 0.12, `${a.color} and ${b.color}, same marker`);
      }
    }
  }
});

Deno.test("createPalette() uses colours that stand out on white and on near-black", () => {
  for (const color of CATEGORY_COLORS) {
    assert.ok(contrast(color, "#ffffff") > 1.9, `${color} on white`);
    assert.ok(contrast(color, "#111111") > 2.5, `${color} on near-black`);
  }
  assert.ok(contrast(MID_GREY, "#ffffff") > 4);
  assert.ok(contrast(MID_GREY, "#111111") > 4);
});

Deno.test("createPalette() gives a category the same style in every list that starts alike", () => {
  const all = createPalette(["a", "b", "c"]);
  assert.deepEqual(all.style("b"), { color: CATEGORY_COLORS[1], symbol: SYMBOLS[1] });
  assert.deepEqual(createPalette(["a", "b"]).style("b"), all.style("b"));
});

Deno.test("createPalette() makes a pair of its own for each of 192 categories", () => {
  const many = Array.from({ length: 192 }, (_, i) => `${i}`);
  const palette = createPalette(many);
  const pairs = new Set(many.map((name) => JSON.stringify(palette.style(name))));
  assert.equal(pairs.size, 192);
});

Deno.test("createPalette() takes no categories, refuses repeated and unknown ones", () => {
  assert.deepEqual(createPalette([]).categories, []);
  assert.throws(() => createPalette(["a", "a"]), {
    name: "RangeError",
    message: /categories must differ: current repeated one is "a"/,
  });
  assert.throws(() => createPalette(["a"]).style("b"), {
    name: "RangeError",
    message: /current value is "b"/,
  });
});

Deno.test("modelColor() tells the seven models apart, and keeps the colour of what is made with one", () => {
  const names = [
    ...["Baseline", "+Layer", "Contrastive", "Supervised", "Pretrained +Layer (512-d)"],
    ...["Pretrained Baseline (4096-d), raw", "Residual"],
  ];
  const colors = names.map(modelColor);
  assert.equal(new Set(colors).size, 7);
  assert.equal(modelColor("Baseline (4096-d), centred, L2"), colors[0]);
  assert.equal(modelColor("contrastive"), colors[2]);
  for (const name of ["mine", "", "another one"]) {
    assert.ok(CATEGORY_COLORS.some((color) => color === modelColor(name)), name);
    assert.ok(!colors.includes(modelColor(name)), name);
  }
  for (const [i, a] of colors.entries()) {
    for (const b of colors.slice(0, i)) assert.ok(blindDistance(a, b) > 0.06, `${a} and ${b}`);
  }
});
