import assert from "node:assert/strict";
import { isHigher, verdict } from "../../lib/view/verdict.ts";

Deno.test("verdict() says yes, no, or cannot tell, and why", () => {
  const seen = (holds: boolean | undefined) =>
    verdict({ expected: "P@5 > chance", holds, because: "0.6 (0.5 to 0.7) against *0.1*" }).source;
  assert.equal(
    seen(true),
    "**Expected:** P@5 &gt; chance.  \n**Seen:** **yes.** 0.6 \\(0.5 to 0.7\\) against \\*0.1\\*.",
  );
  assert.match(seen(false), /\*\*Seen:\*\* \*\*no\.\*\*/);
  assert.match(seen(undefined), /\*\*Seen:\*\* \*\*cannot tell\.\*\*/);
});

Deno.test("isHigher() decides only where neither value lies in the other's interval", () => {
  const score = (value: number, spread: number) => ({
    value,
    interval: [value - spread, value + spread] as const,
  });
  assert.equal(isHigher(score(0.7, 0.05), score(0.6, 0.05)), true);
  assert.equal(isHigher(score(0.6, 0.05), score(0.7, 0.05)), false);
  // A tie, a difference inside both intervals, and one inside the wider of the two.
  assert.equal(isHigher(score(0.6, 0), score(0.6, 0)), undefined);
  assert.equal(isHigher(score(0.62, 0.05), score(0.6, 0.05)), undefined);
  assert.equal(isHigher(score(0.7, 0.01), score(0.6, 0.2)), undefined);
});
