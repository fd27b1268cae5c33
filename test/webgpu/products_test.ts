import { testProducts } from "../search/products_cases.ts";

await testProducts("webgpu");
