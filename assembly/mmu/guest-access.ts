/** Guest memory as Xen reads and writes it on a guest's behalf: with the rights of the guest's kernel, and without raising anything. */
import { RAM } from '../base/memory-map';
import { isRam, markDirty } from './page-flags';
import { beforeChange } from './physical';
import { ACCESS_USER, ACCESS_WRITE, FAULT, walk } from './walk';

/**
 * Where linear address `va` lies in linear memory if the running vCPU's tables permit the access, else 0 (the page fault's error code
 * is then in `Walk.errorCode`). A caller that writes there calls `beforeChange` first.
 */
export function translateGuest(va: u32, write: bool, user: bool): usize {
  const frame = walk(va, (write ? ACCESS_WRITE : 0) | (user ? ACCESS_USER : 0));
  return frame === FAULT || !isRam(frame) ? 0 : RAM + ((<usize>frame) << 12) + (va & 0xfff);
}

/** Copies `bytes` bytes from guest address `va` to `to` in linear memory; false, with part of it copied, where the guest may not read. */
export function copyFromGuest(to: usize, va: u32, bytes: u32): bool {
  while (bytes > 0) {
    const from = translateGuest(va, false, false);
    if (from === 0) return false;
    const part = min(bytes, 0x1000 - (va & 0xfff));
    memory.copy(to, from, part);
    to += part;
    va += part;
    bytes -= part;
  }
  return true;
}

/** Copies `bytes` bytes from `from` in linear memory to guest address `va`; false, with part of it copied, where the guest may not write. */
export function copyToGuest(va: u32, from: usize, bytes: u32): bool {
  while (bytes > 0) {
    const to = translateGuest(va, true, false);
    if (to === 0) return false;
    const part = min(bytes, 0x1000 - (va & 0xfff));
    beforeChange(<u32>(to - RAM), part);
    memory.copy(to, from, part);
    markDirty(<u32>((to - RAM) >> 12));
    from += part;
    va += part;
    bytes -= part;
  }
  return true;
}
