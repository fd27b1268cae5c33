import assert from "node:assert/strict";
import { sampleText } from "../../lib/report/sample_text.ts";

Deno.test("sampleText() says how many photos are used, and which profile takes more", () => {
  assert.equal(
    sampleText({ count: 700, available: 3410, profile: "quick" }),
    "700 of 3,410 photos are used: PROFILE=long takes up to 5,000, PROFILE=paper takes all",
  );
  assert.equal(
    sampleText({ count: 5000, available: 9000, profile: "long" }),
    "5,000 of 9,000 photos are used: PROFILE=paper takes all",
  );
});

Deno.test("sampleText() is silent where all are used, or the rest could not be", () => {
  assert.equal(sampleText({ count: 3, profile: "quick" }), undefined);
  assert.equal(sampleText({ count: 3, available: 3, profile: "quick" }), undefined);
  assert.equal(sampleText({ count: 3, skipped: 1, available: 4, profile: "quick" }), undefined);
});
