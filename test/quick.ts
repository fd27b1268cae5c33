/** `deno task test:unit [option ...]`: the quick loop, with options of `deno test`. */

import { PROJECT_ROOT } from "../lib/io/paths.ts";
import { writeShares } from "./shares.ts";

const shares = await Deno.makeTempDir({ prefix: "lookalike-shares-" });
await writeShares(shares);
const { code } = await new Deno.Command(Deno.execPath(), {
  args: ["test", "-P=test", "--no-check", "--parallel", "--reporter=dot", ...Deno.args, shares],
  cwd: PROJECT_ROOT,
}).spawn().status;
await Deno.remove(shares, { recursive: true });
Deno.exit(code);
