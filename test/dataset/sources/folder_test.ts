import assert from "node:assert/strict";
import { basename, dirname, join } from "node:path";
import { readImageFolder } from "../../../lib/dataset/sources/folder.ts";

/** A folder with empty files at `paths`, removed at the end of the block. */
async function folderOf(...paths: string[]) {
  const root = await Deno.makeTempDir();
  for (const path of paths) {
    await Deno.mkdir(join(root, dirname(path)), { recursive: true });
    if (!path.endsWith("/")) await Deno.writeTextFile(join(root, path), "");
    else await Deno.mkdir(join(root, path));
  }
  return { root, [Symbol.asyncDispose]: () => Deno.remove(root, { recursive: true }) };
}

/** Each photo's id, category and split. */
async function itemsOf(root: string) {
  const { photos } = await readImageFolder(root);
  return photos.flatMap(({ file, items }) => {
    assert.equal(items[0]!.id, file);
    return items.map(({ id, category, split }) => [id, category, split]);
  });
}

Deno.test("readImageFolder() takes <category>/<photo>, ordered by path", async () => {
  await using folder = await folderOf("shoe/b.png", "hat/a.jpg", "shoe/B.JPG", "hat/c.webp");
  assert.deepEqual(await itemsOf(folder.root), [
    ["hat/a.jpg", "hat", undefined],
    ["hat/c.webp", "hat", undefined],
    ["shoe/B.JPG", "shoe", undefined],
    ["shoe/b.png", "shoe", undefined],
  ]);
});

Deno.test("readImageFolder() keeps splits, by any of their names", async () => {
  await using folder = await folderOf(
    "Train/hat/a.jpg",
    "val/hat/b.jpg",
    "valid/hat/c.jpg",
    "validation/shoe/d.jpg",
    "test/hat/e.jpg",
    "dev/hat/f.jpg",
    "Training/hat/g.jpg",
    "testing/hat/h.jpg",
    "eval/hat/i.jpg",
    "hold-out/hat/j.jpg",
  );
  assert.deepEqual(await itemsOf(folder.root), [
    ["Train/hat/a.jpg", "hat", "train"],
    ["Training/hat/g.jpg", "hat", "train"],
    ["dev/hat/f.jpg", "hat", "validation"],
    ["eval/hat/i.jpg", "hat", "test"],
    ["hold-out/hat/j.jpg", "hat", "test"],
    ["test/hat/e.jpg", "hat", "test"],
    ["testing/hat/h.jpg", "hat", "test"],
    ["val/hat/b.jpg", "hat", "validation"],
    ["valid/hat/c.jpg", "hat", "validation"],
    ["validation/shoe/d.jpg", "shoe", "validation"],
  ]);
});

Deno.test("readImageFolder() takes a category that is named like a split", async () => {
  await using folder = await folderOf("test/a.jpg", "constructor/b.jpg");
  assert.deepEqual(await itemsOf(folder.root), [
    ["constructor/b.jpg", "constructor", undefined],
    ["test/a.jpg", "test", undefined],
  ]);
});

Deno.test("readImageFolder() takes photos without category folders as one category", async () => {
  await using flat = await folderOf("b.png", "a.jpg", "groups.txt", "hat/");
  const name = basename(flat.root);
  assert.deepEqual(await itemsOf(flat.root), [
    ["a.jpg", name, undefined],
    ["b.png", name, undefined],
  ]);
  await using splits = await folderOf("train/a.jpg", "Test/b.png", "val/");
  const same = basename(splits.root);
  assert.deepEqual(await itemsOf(splits.root), [
    ["Test/b.png", same, "test"],
    ["train/a.jpg", same, "train"],
  ]);
});

Deno.test("readImageFolder() tries files with other endings and none, but not hidden ones", async () => {
  await using folder = await folderOf("hat/.DS_Store", ".git/c.jpg", "hat/c.txt", "hat/empty");
  const starts = {
    a: "\xff\xd8\xff\xe0",
    "b.dat": "RIFF1234WEBP",
    "d.part": "\0\0\0\x18ftypheic",
    "e.bin": "II*\0",
    "f.json": "{}",
  };
  for (const [name, start] of Object.entries(starts)) {
    const bytes = Uint8Array.from(start, (letter) => letter.charCodeAt(0));
    await Deno.writeFile(join(folder.root, "hat", name), bytes);
  }
  const { photos, skipped } = await readImageFolder(folder.root);
  assert.deepEqual(photos.map(({ file }) => file), [
    "hat/a",
    "hat/b.dat",
    "hat/d.part",
    "hat/e.bin",
  ]);
  // Files that nobody takes for photos are named, and do not count as photos.
  assert.deepEqual(skipped, [
    { file: "hat/c.txt", reason: "is empty", isPhoto: false },
    { file: "hat/empty", reason: "is empty", isPhoto: false },
    { file: "hat/f.json", reason: "is not a JPEG, PNG, WebP or GIF photo", isPhoto: false },
  ]);
});

Deno.test("readImageFolder() takes no recycle bin for a category", async () => {
  await using folder = await folderOf(
    "hat/a.jpg",
    "hat/@eaDir/a.jpg",
    "$RECYCLE.BIN/b.jpg",
    "#recycle/c.jpg",
    "__MACOSX/hat/d.jpg",
    "System Volume Information/e.jpg",
    ".Trash-1000/f.jpg",
    "RECYCLER/g.jpg",
  );
  const { photos, skipped } = await readImageFolder(folder.root);
  assert.deepEqual([photos.map(({ file }) => file), skipped], [["hat/a.jpg"], []]);
});

Deno.test("readImageFolder() names each file whose name is not UTF-8", async () => {
  if (Deno.build.os !== "linux") return;
  await using folder = await folderOf("hat/a.jpg", "hat/\ufffd.jpg");
  // Only a shell writes such names: bytes FF and FE.
  const script =
    "printf x > \"$(printf 'hat/\\377.png')\"; printf x > \"$(printf 'hat/\\376.png')\"; " +
    "mkdir \"$(printf 'caf\\351')\"; printf x > \"$(printf 'caf\\351/a.png')\"";
  await new Deno.Command("sh", { args: ["-c", script], cwd: folder.root }).output();
  const { photos, skipped } = await readImageFolder(folder.root);
  assert.deepEqual(photos.map(({ file }) => file), ["hat/a.jpg", "hat/\ufffd.jpg"]);
  const reason = "has a name that is not UTF-8: rename it";
  assert.deepEqual(skipped, [
    {
      file: "caf\ufffd",
      reason: "is a folder, its photos not counted, whose name is not UTF-8: rename it",
    },
    ...Array(2).fill({ file: "hat/\ufffd.png", reason }),
  ]);
});

Deno.test("readImageFolder() takes names with spaces, quotes, Unicode and markup", async () => {
  const names = [
    "a b.jpg",
    "it's.jpg",
    '"q".jpg',
    "<b>x</b>.jpg".replaceAll("/", "⁄"),
    "帽子 é.jpg",
  ];
  await using folder = await folderOf(...names.map((name) => `hat & co/${name}`));
  const { photos, skipped } = await readImageFolder(folder.root);
  assert.deepEqual(photos.map(({ file }) => file), names.map((name) => `hat & co/${name}`).sort());
  assert.deepEqual(skipped, []);
  for (const { path } of photos) await Deno.readFile(path);
});

Deno.test("readImageFolder() names what it skips", async () => {
  await using folder = await folderOf(
    "train/hat/a.jpg",
    "train/hat/inner/b.jpg",
    "train/c.jpg",
    "train/notes.txt",
    "train/hat/inner/deep/b.HEIC",
    "train/hat/inner/notes.txt",
    "extra/d.jpg",
    "extra/deeper/d.avif",
    "e.jpg",
    "LICENSE",
  );
  // A link to a folder above it has no end.
  await Deno.symlink("../../hat", join(folder.root, "train/hat/inner/loop"));
  const { photos, skipped } = await readImageFolder(folder.root);
  assert.deepEqual(photos.map(({ file }) => file), ["train/hat/a.jpg"]);
  const stray = "is in a folder that is neither a split folder nor inside one";
  const inner = "is in a folder inside a category";
  assert.deepEqual(skipped, [
    { file: "e.jpg", reason: "is outside the split folders" },
    { file: "extra/d.jpg", reason: stray },
    { file: "extra/deeper/d.avif", reason: stray },
    { file: "train/c.jpg", reason: "is outside the category folders" },
    { file: "train/hat/inner/b.jpg", reason: inner },
    { file: "train/hat/inner/deep/b.HEIC", reason: inner },
  ]);
});

Deno.test("readImageFolder() follows links inside the folder only", async () => {
  await using outside = await folderOf("secret.jpg", "hat/other.jpg");
  await using folder = await folderOf("hat/a.jpg");
  const link = (target: string, path: string) => Deno.symlink(target, join(folder.root, path));
  await link("a.jpg", "hat/again.jpg");
  await link(join(outside.root, "secret.jpg"), "hat/secret.jpg");
  await link(join(outside.root, "hat"), "stolen");
  await link("nowhere.jpg", "hat/broken.jpg");
  await link("..", "hat/loop");
  const { photos, skipped } = await readImageFolder(folder.root);
  assert.deepEqual(photos.map(({ file }) => file), ["hat/a.jpg", "hat/again.jpg"]);
  assert.deepEqual(skipped, [
    { file: "hat/broken.jpg", reason: "is gone or a broken link" },
    { file: "hat/loop", reason: "is a link to outside the folder" },
    { file: "hat/secret.jpg", reason: "is a link to outside the folder" },
    { file: "stolen", reason: "is a link to outside the folder" },
  ]);
});

Deno.test("readImageFolder() skips pipes without waiting for them", async () => {
  await using folder = await folderOf("hat/a.jpg");
  await new Deno.Command("mkfifo", { args: [join(folder.root, "hat/pipe.jpg")] }).output();
  const { skipped } = await readImageFolder(folder.root);
  assert.deepEqual(skipped, [{ file: "hat/pipe.jpg", reason: "is not a regular file" }]);
});

Deno.test("readImageFolder() skips a folder that it may not read", async () => {
  await using folder = await folderOf("hat/a.jpg", "shoe/b.jpg");
  // Root may read everything, so the refusal is played.
  const readDir = Deno.readDir;
  Deno.readDir = (path) => {
    if (String(path).endsWith("shoe")) throw new Deno.errors.PermissionDenied("denied");
    return readDir(path);
  };
  try {
    const { photos, skipped } = await readImageFolder(folder.root);
    assert.deepEqual(photos.map(({ file }) => file), ["hat/a.jpg"]);
    assert.deepEqual(skipped, [{ file: "shoe", reason: "is a folder that cannot be read" }]);
  } finally {
    Deno.readDir = readDir;
  }
});

Deno.test("readImageFolder() names the folder that may be meant where photos lie one deeper", async () => {
  await using folder = await folderOf("dataset/hat/a.jpg", "dataset/bag/b.jpg", "readme.txt");
  const meant = `(is "${folder.root}/dataset" meant?)`;
  await assert.rejects(readImageFolder(folder.root), ({ message }) => message.endsWith(meant));
  assert.equal((await readImageFolder(join(folder.root, "dataset"))).photos.length, 2);
});

Deno.test("readImageFolder() notices that a file changed", async () => {
  await using folder = await folderOf("hat/a.jpg");
  const stamp = async () => (await readImageFolder(folder.root)).photos[0]!.stamp;
  const before = await stamp();
  assert.equal(await stamp(), before);
  await Deno.utime(join(folder.root, "hat/a.jpg"), 1000, 2000);
  assert.notEqual(await stamp(), before);
});

Deno.test("readImageFolder() refuses what holds no photos", async () => {
  await using folder = await folderOf("hat/deeper/a.jpg", "a.jpg");
  await assert.rejects(readImageFolder(folder.root), {
    name: "RangeError",
    message: /must hold photos, <category>\/<photo> or .*found no photos; skipped 2, first "a.jpg"/,
  });
  await assert.rejects(readImageFolder(join(folder.root, "missing")), {
    name: "RangeError",
    message: /the folder must exist: current value is ".*missing"/,
  });
  await assert.rejects(readImageFolder(join(folder.root, "a.jpg")), /must be a folder, not a file/);
});

Deno.test("readImageFolder() reads the groups of photos from a table beside them", async () => {
  await using folder = await folderOf("hat/a.jpg", "hat/b.jpg", "shoe/c.jpg");
  const groups = async (name: string, table: string) => {
    await Deno.writeTextFile(join(folder.root, name), table);
    const { photos } = await readImageFolder(folder.root);
    await Deno.remove(join(folder.root, name));
    return photos.map(({ items: [item] }) => item!.group);
  };
  const table = "file,group\nhat/a.jpg,007\nshoe/c.jpg,7\nhat/gone.jpg,8\nhat/b.jpg,\n";
  assert.deepEqual(await groups("groups.csv", table), ["007", undefined, "7"]);
  await Deno.writeTextFile(join(folder.root, "hat/e\u0301.jpg"), "");
  const composed = await groups("groups.csv", "file,group\nhat/\u00e9.jpg,9\n");
  assert.deepEqual(composed, [undefined, undefined, "9", undefined]);
  await Deno.remove(join(folder.root, "hat/e\u0301.jpg"));
  const senders = "image,sender_id,label,kids\na,12,Hat,False\nc,12,Shoes,False\n";
  assert.deepEqual(await groups("images.csv", senders), ["12", undefined, "12"]);
  await assert.rejects(groups("groups.csv", "file,board\nhat/a.jpg,1\n"), /file and group/);
  await assert.rejects(
    groups("groups.csv", "file,group\na.jpg,1\n"),
    /"groups.csv" as it must name photos of its folder, such as "hat\/a.jpg": .* "a.jpg"$/,
  );
});

Deno.test("readImageFolder() reads the products of photos from a table beside them", async () => {
  await using folder = await folderOf("hat/a.jpg", "hat/b.jpg", "shoe/c.jpg");
  const products = async (table: string) => {
    await Deno.writeTextFile(join(folder.root, "products.csv"), table);
    const { photos } = await readImageFolder(folder.root);
    return photos.map(({ items: [item] }) => item!.attributes);
  };
  const table = "product,file,price\n007,hat/a.jpg,1\n7,shoe/c.jpg,2\n,hat/b.jpg,\n";
  assert.deepEqual(await products(table), [{ product: "007" }, undefined, { product: "7" }]);
  await assert.rejects(products("file,sku\nhat/a.jpg,1\n"), /"products.csv".*file and product/s);
  await assert.rejects(
    products("file,product\na.jpg,1\n"),
    /Cannot read "products.csv".* "a.jpg"$/,
  );
  await assert.rejects(products("file,product\n"), /current names are none$/);
});

Deno.test("readImageFolder() reads tables as spreadsheets of all systems write them", async () => {
  await using folder = await folderOf("hat/a.jpg", "hat/b.jpg", "shoe/c.jpg");
  const read = async (table: string | Uint8Array) => {
    const bytes = typeof table === "string" ? new TextEncoder().encode(table) : table;
    await Deno.writeFile(join(folder.root, "products.csv"), bytes);
    const { photos, warnings } = await readImageFolder(folder.root);
    const of = photos.map(({ items: [item] }) => item!.attributes?.product);
    return warnings!.length === 0 ? of : { of, warnings };
  };
  const table = "file,product\nhat/a.jpg,007\nhat/b.jpg,7\nshoe/c.jpg,7\n";
  const utf16 = (text: string) =>
    new Uint8Array(Uint16Array.from(text, (c) => c.charCodeAt(0)).buffer);
  const variants = {
    "an Excel of Germany": table.replaceAll(",", ";"),
    "tabs": table.replaceAll(",", "\t"),
    "UTF-8 with a mark": `\ufeff${table}`,
    "Excel's Unicode text": utf16(`\ufeff${table.replaceAll(",", "\t")}`),
    "UTF-16, big-endian": utf16(`\ufeff${table}`).map((_, i, all) => all[i ^ 1]!),
    "lines of Windows": table.replaceAll("\n", "\r\n"),
    "lines of old Macs": table.replaceAll("\n", "\r"),
    "paths of Windows": table.replaceAll("/", "\\"),
    "paths of find": table.replace(/^(?=hat|shoe)/gm, "./"),
    "a title with capitals and spaces": table.replace("file,product", "File, Product "),
    "spaces behind products": table.replaceAll("7\n", "7 \n"),
    "the same row twice": table + "hat/a.jpg,007\n",
    "a row without product, and an empty one": `${table}hat/a.jpg,\n,\n`,
  };
  for (const [name, variant] of Object.entries(variants)) {
    assert.deepEqual(await read(variant), ["007", "7", "7"], name);
  }
  assert.deepEqual(await read(`${table}hat/gone.jpg,8\nx.jpg,9\n`), {
    of: ["007", "7", "7"],
    warnings: [
      '"products.csv" names 2 files that are no photos of the folder, first "hat/gone.jpg"',
    ],
  });
  await assert.rejects(read(`${table}hat/a.jpg,8\n`), {
    name: "RangeError",
    message: 'Cannot read "products.csv" as a photo must have one product: current values of ' +
      '"hat/a.jpg" are "007" and "8"',
  });
  const latin1 = Uint8Array.from(`${table}hat/\xfc.jpg,8\n`, (c) => c.charCodeAt(0));
  await assert.rejects(read(latin1), { name: "SyntaxError", message: /must be text in UTF-8/ });
});
