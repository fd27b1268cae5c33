import { testTorchMaps } from "../model/search_network/torch_maps.ts";

await testTorchMaps("webgpu");
