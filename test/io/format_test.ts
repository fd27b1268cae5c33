import assert from "node:assert/strict";
import { formatDuration, formatNumber, formatRate, lastLines } from "../../lib/io/format.ts";

Deno.test("formatNumber() separates thousands and keeps four significant digits", () => {
  assert.equal(formatNumber(0), "0");
  assert.equal(formatNumber(10429827), "10,429,827");
  assert.equal(formatNumber(0.0512345), "0.05123");
  assert.equal(formatNumber(-3.14159), "-3.142");
  assert.equal(formatNumber(12345.678), "12,345.7");
  assert.equal(formatNumber(0.0000123456), "1.235e-5");
  assert.equal(formatNumber(NaN), "NaN");
});

Deno.test("formatNumber() writes as many decimals as asked for", () => {
  assert.equal(formatNumber(0.3, 3), "0.300");
  assert.equal(formatNumber(1234.56, 1), "1,234.6");
  assert.equal(formatNumber(25, 1), "25.0");
});

Deno.test("formatDuration() picks the unit, also at the edges", () => {
  assert.equal(formatDuration(0), "0 s");
  assert.equal(formatDuration(0.44), "0.4 s");
  assert.equal(formatDuration(9.96), "10 s");
  assert.equal(formatDuration(59.6), "1 min 00 s");
  assert.equal(formatDuration(161), "2 min 41 s");
  // 3599.7 s rounds to 3600 s, which is an hour and no minutes.
  assert.equal(formatDuration(3599.7), "1 h 00 min");
  assert.equal(formatDuration(4155), "1 h 09 min");
  assert.equal(formatDuration(Infinity), "unknown");
});

Deno.test("formatRate() keeps three digits or so", () => {
  assert.equal(formatRate(433.2, "images"), "433 images/s");
  assert.equal(formatRate(19.43, "images"), "19.4 images/s");
  assert.equal(formatRate(0.2084, "images"), "0.208 images/s");
});

Deno.test("lastLines() keeps the last lines that hold anything", () => {
  assert.equal(lastLines("a\n\nb\n  \nc\n", 2), "    b\n    c");
  assert.equal(lastLines(""), "");
});
