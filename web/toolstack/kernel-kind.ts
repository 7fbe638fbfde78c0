import { readKernelImage } from './kernel-image';
import { readMultibootImage } from './multiboot-image';

/** Does a reader take the image? */
function takes(read: (image: Uint8Array) => unknown, image: Uint8Array): boolean {
  try {
    read(image);
    return true;
  } catch {
    return false;
  }
}

/** Is this a kernel for the bare machine only? One that Xen could run as well is a guest of Xen. */
export function isBareKernel(image: Uint8Array): boolean {
  return takes(readMultibootImage, image) && !takes(readKernelImage, image);
}
