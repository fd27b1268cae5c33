import { testTorchTraining } from "./torch_training.ts";

await testTorchTraining("tensorflow");
