/** What went wrong with a device, told at the next use of it: `watchDevice`, `checkDevice`. */

const failures = new WeakMap<GPUDevice, Error>();

/**
 * Listen to `device` from now on. WebGPU reports a lost device, a full memory or a refused shader
 * beside the calls that caused it, which themselves go on with nothing in their buffers.
 */
export function watchDevice(device: GPUDevice): void {
  device.lost.then(({ reason, message }) => {
    failures.set(
      device,
      new Error(
        `Cannot go on as the GPU device is lost: ${message || reason} ` +
          `(what was saved is kept; start the program or the kernel again)`,
      ),
    );
  });
  device.addEventListener("uncapturederror", (event) => {
    event.preventDefault();
    const { message } = (event as GPUUncapturedErrorEvent).error;
    if (!failures.has(device)) {
      failures.set(device, new Error(`Cannot go on as the GPU reported an error: ${message}`));
    }
  });
}

/** @throws {Error} if `device` is lost or reported an error since `watchDevice` */
export function checkDevice(device: GPUDevice): void {
  const failure = failures.get(device);
  if (failure) throw failure;
}
