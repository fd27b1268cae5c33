import { testTorchParity } from "../model/torch_parity.ts";

// In a folder of its own: on a software adapter it takes over a minute.
await testTorchParity("webgpu");
