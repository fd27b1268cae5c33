import assert from "node:assert/strict";
import { otherFile } from "../../lib/io/other_file.ts";
import { decodeSafetensors } from "../../lib/io/safetensors.ts";

/** Bytes of Latin-1, and what they must be taken for. */
const FILES: readonly (readonly [start: string, kind: RegExp])[] = [
  ["version https://git-lfs.github.com/spec/v1\noid sha256:0a\n", /^a pointer of Git LFS/],
  ["<!DOCTYPE html><title>404</title>", /^a web page/],
  ["<html lang=en>", /^a web page/],
  ["PK\x03\x04\x14\0\b\barchive/data.pkl", /^a zip archive, as PyTorch's .pt/],
  ["\x80\x02}q\x00X\x05\0\0", /^a pickle of Python/],
  ["\x1f\x8b\x08\x08\x12\x34\x56\x78", /^compressed by gzip/],
  ["\x89HDF\r\n\x1a\n\0", /^an HDF5 file/],
];
const bytesOf = (text: string) => Uint8Array.from(text, (c) => c.charCodeAt(0));

Deno.test("otherFile() knows what else lies under the names of weights, vectors and photos", () => {
  for (const [start, kind] of FILES) {
    assert.match(otherFile(bytesOf(start)) ?? "", kind);
    const refusal = new RegExp(`it must be such a file: it is ${kind.source.slice(1)}`);
    assert.throws(() => decodeSafetensors(bytesOf(start)), refusal);
  }
  for (const start of ["", "PAR1\x15\0", "\x93NUMPY\x01\0", "\x08\0\0\0\0\0\0\0{}      "]) {
    assert.equal(otherFile(bytesOf(start)), undefined);
  }
});
