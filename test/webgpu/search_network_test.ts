import { testTorchTraining } from "../model/objectives/instance_discrimination/torch_training.ts";
import { testTorchMaps } from "../model/search_network/torch_maps.ts";

await testTorchMaps("webgpu");
await testTorchTraining("webgpu");
