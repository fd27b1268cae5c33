import assert from "node:assert/strict";
import { resolve } from "node:path";
import { readAddress } from "../../../lib/search/catalogue/address.ts";

Deno.test("readAddress() makes a path absolute and asks nothing of the environment", () => {
  const { uri, local, storageOptions } = readAddress("data/x", { AWS_REGION: "eu-west-1" });
  assert.deepEqual({ uri, local, storageOptions }, {
    uri: resolve("data/x"),
    local: true,
    storageOptions: {},
  });
});

Deno.test("readAddress() takes S3's options from the usual variables", () => {
  const { uri, local, storageOptions } = readAddress("s3://shop/catalogues/one/", {
    AWS_ENDPOINT_URL: "http://localhost:9000",
    AWS_DEFAULT_REGION: "eu-west-1",
    AWS_ACCESS_KEY_ID: "key",
    AWS_SECRET_ACCESS_KEY: "secret",
    AWS_SESSION_TOKEN: "",
  });
  assert.equal(uri, "s3://shop/catalogues/one");
  assert.equal(local, false);
  const { endpoint, region, access_key_id, secret_access_key, session_token, allow_http } =
    storageOptions;
  assert.deepEqual(
    { endpoint, region, access_key_id, secret_access_key, session_token, allow_http },
    {
      endpoint: "http://localhost:9000",
      region: "eu-west-1",
      access_key_id: "key",
      secret_access_key: "secret",
      session_token: undefined,
      allow_http: "true",
    },
  );
  const own = readAddress("s3://shop", {
    AWS_ENDPOINT_URL: "http://other",
    AWS_ENDPOINT_URL_S3: "https://s3.example",
  });
  assert.equal(own.storageOptions.endpoint, "https://s3.example");
  assert.equal(own.storageOptions.allow_http, undefined);
});

Deno.test("readAddress() refuses what is neither a folder nor S3", () => {
  const wrong = [
    "",
    "  ",
    "a\0b",
    "http://host/x",
    "db://x",
    "file:///tmp/x",
    "gs://b/x",
    "s3://",
    "s3:///x",
    "s3://Up/x",
    "s3://shop/../x",
    "s3://shop//x",
    "s3://shop/.",
  ];
  for (const address of wrong) {
    assert.throws(() => readAddress(address, {}), (error: Error) => {
      assert.ok(error instanceof RangeError);
      assert.match(error.message, /must be a folder or s3:\/\/bucket\/folder: current value is/);
      return true;
    });
  }
});
