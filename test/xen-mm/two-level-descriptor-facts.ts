import type { Guest, Hypervisor } from './hypervisor';
import { ABSENT, EFAULT, EINVAL, type Fact, fact, l1, NO_RAM, T } from './two-level-fact';

const split = (value: bigint): [number, number] => [Number(value & 0xffffffffn), Number(value >> 32n)];
/** update_descriptor in a page of the GDT. */
const descriptor =
  (value: bigint, offset = 8) =>
  (guest: Guest, xen: Hypervisor) => {
    const gdt = guest.emptyTable(T);
    guest.writeArgument(0x300, gdt);
    xen.hypercall('setGdt', 0x300, 16);
    return xen.hypercall('updateDescriptor', gdt * 4096 + offset, 0, ...split(value));
  };

/** Facts of the GDT and of update_descriptor. */
export const DESCRIPTORS: Fact[] = [
  fact('set_gdt, PGT_gdt_page', 'GDT: mapped writable', EINVAL, (g, xen) => {
    g.writeArgument(0x300, g.mfn(T));
    return xen.hypercall('setGdt', 0x300, 16);
  }),
  fact('do_set_gdt, FIRST_RESERVED_GDT_ENTRY', 'GDT: too many entries', EINVAL, (_, xen) =>
    xen.hypercall('setGdt', 0x300, 7169),
  ),
  fact('do_set_gdt, copy_from_guest', 'GDT: frames where nothing is mapped', EFAULT, (_, xen) =>
    xen.hypercall('setGdt', ABSENT, 16),
  ),
  fact('set_gdt, mfn_valid', 'GDT: no RAM', EINVAL, (g, xen) => {
    g.writeArgument(0x300, NO_RAM);
    return xen.hypercall('setGdt', 0x300, 16);
  }),
  fact('set_gdt', 'GDT: none', 0, (_, xen) => xen.hypercall('setGdt', 0x300, 0)),
  ...(
    [
      ['data of ring 3', 0x00cbf3000000ffffn, 0],
      ['a TSS', 0x0000890000000067n, EINVAL],
      ['an LDT', 0x0000820000000067n, EINVAL],
      ['a trap gate', 0x00008f0000190000n, EINVAL],
      ['a task gate', 0x0000850000190000n, EINVAL],
      ['a call gate', 0x0000ec00e0190000n, 0],
      ['a call gate to Xen', 0x0000ec00e0080000n, EINVAL],
      ['a call gate with reserved bits', 0x0000ece0e0190000n, EINVAL],
      ['data that begins in Xen’s part', 0xfdcff3000000ffffn, EINVAL],
      ['data in bytes that reach Xen', 0xfc4ff33f0000ffffn, EINVAL],
      ['not present, whatever it is', 0x0000090000000067n, 0],
      ['nothing', 0n, 0],
    ] as const
  ).map(([what, value, answer]) =>
    fact('do_update_descriptor, x86_32/mm.c: check_descriptor', `descriptor: ${what}`, answer, descriptor(value)),
  ),
  fact('do_update_descriptor', 'descriptor: not aligned', EINVAL, descriptor(0n, 4)),
  fact('do_update_descriptor, get_page_type', 'descriptor: in a page table', EINVAL, (g, xen) =>
    xen.hypercall('updateDescriptor', l1(g) * 4096, 0, 0, 0),
  ),
  fact('do_update_descriptor, PGT_writable_page', 'descriptor: in a data page', 0, (g, xen) =>
    xen.hypercall('updateDescriptor', g.mfn(T) * 4096, 0, 0, 0),
  ),
  fact('do_update_descriptor, mfn_valid', 'descriptor: no RAM', EINVAL, (_, xen) =>
    xen.hypercall('updateDescriptor', NO_RAM * 4096, 0, 0, 0),
  ),
];
