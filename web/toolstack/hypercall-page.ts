import { HYPERCALL_VECTOR, Hypercall } from '../../assembly/abi/hypercall';

const STUB_BYTES = 32;
const [MOV_EAX, INT, RET, PUSH_EAX, INT3] = [0xb8, 0xcd, 0xc3, 0x50, 0xcc];

/** Bytes of a little-endian word. */
const word = (value: number): number[] => [value & 0xff, (value >> 8) & 0xff, (value >> 16) & 0xff, value >>> 24];

/**
 * Writes the hypercall page: a stub of 32 bytes for each number. `iret` is jumped to with EAX still live, so its stub keeps it on
 * the stack, where the hypercall finds it. Source: xen@3.2 xen/arch/x86/x86_32/traps.c, hypercall_page_initialise.
 */
export function writeHypercallPage(page: Uint8Array): void {
  page.fill(INT3);
  for (let number = 0; number < page.length / STUB_BYTES; number++) {
    const call = [MOV_EAX, ...word(number), INT, HYPERCALL_VECTOR];
    page.set(number === Hypercall.Iret ? [PUSH_EAX, ...call] : [...call, RET], number * STUB_BYTES);
  }
}
