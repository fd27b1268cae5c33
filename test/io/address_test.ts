import assert from "node:assert/strict";
import { addressForPeople, hasScheme, isAddress, withoutSecrets } from "../../lib/io/address.ts";

Deno.test("addressForPeople() leaves scheme, host, port and path", () => {
  for (
    const [address, shown] of [
      ["https://example.org/a.zip", "https://example.org/a.zip"],
      [
        "https://me:p%40ss@example.org:8080/a/b.zip?token=1&x=2#part",
        "https://example.org:8080/a/b.zip",
      ],
      ["http://token@example.org", "http://example.org/"],
      ["s3://key:secret@bucket/folder", "s3://bucket/folder"],
      // A raw slash ends the host, so this is none that can be parsed.
      ["https://me:pa/ss@example.org/a.zip", "https://..."],
      ["ftp://[?secret", "ftp://..."],
    ]
  ) assert.equal(addressForPeople(address!), shown);
});

Deno.test("withoutSecrets() finds addresses in a message", () => {
  assert.equal(
    withoutSecrets('no answer (http://a:b@x:1/y?z=1), then "s3://k@b/c"; C:\\d and a://b stay'),
    'no answer (http://x:1/y then "s3://b/c"; C:\\d and a://b stay',
  );
});

Deno.test("hasScheme() and isAddress() tell addresses from paths", () => {
  for (const text of ["http://x", "HTTPS://x"]) assert.ok(isAddress(text) && hasScheme(text), text);
  for (const text of ["ftp://x", "file:///x", "s3://x"]) {
    assert.ok(!isAddress(text) && hasScheme(text), text);
  }
  for (const text of ["/x/http://y", "C:\\x", "c://x", "x", ""]) assert.ok(!hasScheme(text), text);
});
