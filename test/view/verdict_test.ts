import assert from "node:assert/strict";
import { verdict } from "../../lib/view/verdict.ts";

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
