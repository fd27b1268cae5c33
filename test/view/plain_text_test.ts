import assert from "node:assert/strict";
import { plainText } from "../../lib/view/plain_text.ts";

Deno.test("plainText() lets no name steer the terminal", () => {
  assert.equal(plainText("a\x1b[2Jb\r\tc\n"), "a\ufffd[2Jb\ufffd\tc\n");
});
