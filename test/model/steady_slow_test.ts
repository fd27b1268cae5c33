import { assertSteady } from "./steady.ts";
import { sparse, TINY } from "./tiny.ts";
import { availableBackends } from "../available_backends.ts";

const available = await availableBackends();

for (const [backend, architecture] of [["tensorflow", TINY], ["cpu", sparse(2)]] as const) {
  Deno.test({
    name: `500 training steps on ${backend} hold as many tensors and bytes as one`,
    ignore: !available.includes(backend),
    fn: () => assertSteady(backend, architecture),
  });
}
