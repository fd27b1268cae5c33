import assert from "node:assert/strict";
import { Catalogue, CatalogueError } from "../../../lib/search/catalogue/mod.ts";
import { FlatIndex } from "../../../lib/search/flat_index.ts";
import { uniformAt } from "../../../lib/io/random.ts";
import { withFolder } from "./folder.ts";
import { BUCKET, type DeathPoint, hasS3rver, S3Server } from "./s3_server.ts";

const dim = 512;
const ABOUT = { dim, dataset: "photos", model: "weights", encoder: "HOG" };
const available = await hasS3rver();

function test(name: string, work: (folder: string) => Promise<void>): void {
  Deno.test({
    name: available ? name : `${name} (s3rver cannot be fetched)`,
    ignore: !available,
    fn: () => withFolder(work),
  });
}

/** Rather at once than after many tries. */
const storageOptions = { client_max_retries: "0", client_retry_timeout: "1" };

/** Items `first` to `first + count - 1`, and their vectors. */
function made(first: number, count: number) {
  const items = Array.from({ length: count }, (_, i) => ({
    id: `item ${first + i}`,
    category: (first + i) % 2 === 0 ? "it's even" : "odd",
  }));
  const vectors = Float32Array.from({ length: count * dim }, (_, i) => {
    return uniformAt(5, first * dim + i) - 0.5;
  });
  return { items, vectors };
}

test("a catalogue on S3 adds, replaces, deletes and searches as one in a folder", async (folder) => {
  const server = new S3Server(folder);
  await server.start();
  try {
    const options = { environment: server.environment };
    const address = `s3://${BUCKET}/catalogues/one`;
    await assert.rejects(Catalogue.open(address, {}, options), Deno.errors.NotFound);
    assert.equal(await Catalogue.exists(address, options), false);
    const catalogue = await Catalogue.create(address, ABOUT, options);
    const { items, vectors } = made(0, 300);
    await catalogue.add(items, vectors);
    await catalogue.replace(items.slice(3, 4), vectors.subarray(0, dim));
    assert.equal(await catalogue.delete(["item 5"]), 1);
    catalogue.close();
    await assert.rejects(Catalogue.create(address, ABOUT, options), /open it instead$/);
    assert.equal(await Catalogue.exists(address, options), true);

    const again = await Catalogue.open(address, ABOUT, options);
    assert.equal(await again.size(), 299);
    vectors.copyWithin(3 * dim, 0, dim);
    const index = FlatIndex.build(vectors, dim, items.map(({ id }) => id));
    const queries = vectors.slice(0, 5 * dim);
    const filter = (row: number) => row % 2 === 0 && row !== 5;
    const expected = await index.search(queries, 4, { filter });
    const found = await again.search(queries, 4, { category: "it's even" });
    assert.deepEqual(found.ids, expected.ids);
    assert.deepEqual([...found.distances], [...expected.distances]);
    await again.verify();
    again.close();
  } finally {
    await server.kill();
  }
});

test("two writers at once on S3 both come through", async (folder) => {
  const server = new S3Server(folder);
  await server.start();
  try {
    const options = { environment: server.environment };
    const address = `s3://${BUCKET}/two`;
    const first = await Catalogue.create(address, ABOUT, options);
    const second = await Catalogue.open(address, ABOUT, options);
    await Promise.all(Array.from({ length: 8 }, (_, i) => {
      const { items, vectors } = made(i * 10, 10);
      return (i % 2 === 0 ? first : second).add(items, vectors);
    }));
    assert.equal(await first.size(), 80);
    await second.verify();
    first.close();
    second.close();
  } finally {
    await server.kill();
  }
});

for (const point of ["data", "before commit", "after commit"] satisfies DeathPoint[]) {
  test(`the S3 server's death during a write loses nothing: ${point}`, async (folder) => {
    const server = new S3Server(folder);
    await server.start();
    try {
      const options = { environment: server.environment, storageOptions };
      const address = `s3://${BUCKET}/catalogue`;
      const catalogue = await Catalogue.create(address, ABOUT, options);
      const before = made(0, 200);
      await catalogue.add(before.items, before.vectors);
      await server.kill();

      await server.start(point);
      // More than 5 MiB, which LanceDB sends in parts.
      const more = made(200, 3000);
      await assert.rejects(catalogue.add(more.items, more.vectors), (error: Error) => {
        assert.ok(error instanceof CatalogueError, String(error));
        assert.match(
          error.message,
          /^Cannot add to catalogue "s3:\/\/shop\/catalogue" as its storage must/,
        );
        assert.match(error.message, /before is intact; run the same replace or delete again/);
        return true;
      });
      await assert.rejects(catalogue.size(), CatalogueError);
      await server.kill();

      await server.start();
      const again = await Catalogue.open(address, ABOUT, options);
      await again.verify();
      const through = point === "after commit";
      assert.equal(await again.size(), through ? 3200 : 200);
      const found = await again.search(before.vectors.slice(0, dim), 1);
      assert.deepEqual([found.ids, found.distances[0]], [[["item 0"]], 0]);
      const counts = await again.replace(more.items, more.vectors);
      assert.deepEqual(
        counts,
        through ? { added: 0, replaced: 3000 } : { added: 3000, replaced: 0 },
      );
      assert.equal(await again.size(), 3200);
      // The handle from before the death works again as well.
      assert.equal(await catalogue.size(), 3200);
      again.close();
      catalogue.close();
    } finally {
      await server.kill();
    }
  });
}
