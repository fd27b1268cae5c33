import { testTorchParity } from "./torch_parity.ts";

await testTorchParity("tensorflow");
