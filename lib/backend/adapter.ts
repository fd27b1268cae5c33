/** The machine's WebGPU adapter, and whether it is hardware. */

/** A WebGPU adapter. */
export interface Adapter {
  /** For people: "NVIDIA H100 PCIe", "llvmpipe (LLVM 15.0.6, 256 bits)". */
  name: string;
  /** Vendor as the driver gives it: a name or a PCI number; may be empty. */
  vendor: string;
  /** Architecture as the driver gives it; often empty. */
  architecture: string;
  /** Whether the "GPU" is a program on the CPU: right for tests, slow for work. */
  software: boolean;
}

/** The fields of `GPUAdapterInfo` that tell hardware from software. */
export interface AdapterInfo {
  vendor: string;
  architecture: string;
  device: string;
  description: string;
  isFallbackAdapter?: boolean;
}

// Mesa's Vulkan on the CPU, Chromium's, Windows', and what others call theirs.
const SOFTWARE = /llvmpipe|lavapipe|softpipe|swiftshader|microsoft basic render|\bwarp\b|software/i;

/** Whether `info` describes a rasteriser on the CPU. */
export function isSoftwareAdapter(info: AdapterInfo): boolean {
  return info.isFallbackAdapter === true ||
    SOFTWARE.test(`${info.vendor} ${info.architecture} ${info.device} ${info.description}`);
}

/**
 * The adapter that WebGPU gives on this machine, or undefined where there is none.
 *
 * Takes about half a second where the adapter is a software one, as its driver loads a compiler.
 */
export async function findAdapter(): Promise<Adapter | undefined> {
  // Typed as always there, but Deno can be built or run without it, and a broken driver throws.
  const gpu: GPU | undefined = navigator.gpu;
  // Where there is no screen (servers, containers) the Wayland library complains on stderr unless
  // this is set; it stays set, as whoever opens the adapter later would hear the same.
  if (Deno.build.os === "linux" && Deno.env.get("XDG_RUNTIME_DIR") === undefined) {
    Deno.env.set("XDG_RUNTIME_DIR", "/nonexistent");
  }
  const adapter = await gpu?.requestAdapter({ powerPreference: "high-performance" })
    .catch(() => null);
  if (!adapter) return undefined;
  const { vendor, architecture, device, description } = adapter.info;
  return {
    name: description || device || vendor || "unnamed adapter",
    vendor,
    architecture,
    software: isSoftwareAdapter(adapter.info),
  };
}
