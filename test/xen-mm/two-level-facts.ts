import { type Guest, LEAF, READ_ONLY } from './hypervisor';
import { DESCRIPTORS } from './two-level-descriptor-facts';
import {
  ABSENT,
  at,
  DOMID_IO,
  DOMID_XEN,
  EFAULT,
  EINVAL,
  ENOSYS,
  ESRCH,
  each,
  type Fact,
  FIRST_XEN_SLOT,
  fact,
  HOLE,
  l1,
  NO_RAM,
  OTHER_SLOT,
  own,
  SELF_SLOT,
  T,
  U,
  V,
} from './two-level-fact';

/** A leaf entry of page T with flags. */
const leaf = (flags: number) => (guest: Guest) => guest.map(at(T), own(guest, T, flags));
/** An entry of the directory. */
const hook = (slot: number, entry: (guest: Guest) => bigint) => (guest: Guest) =>
  guest.update(guest.root, slot, entry(guest));

const LEAVES: Fact[] = [
  ...[
    [0x001, 'present alone', 0],
    [0x003, 'writable', 0],
    [0x005, 'for ring 3', 0],
    [0x067, 'accessed and dirty', 0],
    [0x267, 'with software bit 9', 0],
    [0x467, 'with software bit 10', 0],
    [0x867, 'with software bit 11', 0],
    [0x06f, 'write-through', EINVAL],
    [0x077, 'uncached', EINVAL],
    [0x07f, 'write-through and uncached', EINVAL],
    [0x0e7, 'with PAT', EINVAL],
    [0x167, 'global', EINVAL],
    [0x166, 'global, not present', 0],
  ].map(([flags, what, answer]) =>
    fact('get_page_from_l1e, l1_disallow_mask', `leaf: ${what}`, answer as number, leaf(flags as number)),
  ),
  fact('get_page_from_l1e', 'leaf: a page table, writable', EINVAL, (g) => g.map(at(T), g.pte(l1(g), LEAF))),
  fact('get_page_from_l1e', 'leaf: a page table, read-only', 0, (g) => g.map(at(T), g.pte(l1(g), READ_ONLY))),
  fact('get_page_from_l1e', 'leaf: the directory, writable', EINVAL, (g) => g.map(at(T), g.pte(g.root, LEAF))),
  fact('get_page_from_l1e', 'leaf: the directory, read-only', 0, (g) => g.map(at(T), g.pte(g.root, READ_ONLY))),
  fact('get_page_from_l1e, is_iomem_page', 'leaf: no such RAM', EINVAL, (g) => g.map(at(T), g.pte(NO_RAM, LEAF))),
  fact('get_page_from_l1e, iomem_access_permitted', 'leaf: VGA memory', EINVAL, (g) => g.map(at(T), g.pte(0xb8, LEAF))),
  fact('get_page, get_page_from_l1e', 'leaf: a frame of another domain, writable', EINVAL, (g, xen) => {
    const other = xen.domain({ twoLevel: true, pages: 64 });
    g.run();
    return g.map(at(T), g.pte(other.mfn(T), LEAF));
  }),
  fact('get_page, get_page_from_l1e', 'leaf: a frame of another domain, read-only', EINVAL, (g, xen) => {
    const other = xen.domain({ twoLevel: true, pages: 64 });
    g.run();
    return g.map(at(T), g.pte(other.mfn(T), READ_ONLY));
  }),
  fact('mod_l1_entry', 'leaf: nothing', 0, (g) => g.map(at(T), 0n)),
  fact('mod_l1_entry', 'leaf: nothing, twice', 0, (g) =>
    each(
      () => g.map(at(T), 0n),
      () => g.map(at(T), 0n),
    ),
  ),
  fact('get_page_from_l1e, PGT_gdt_page', 'leaf: a page of the GDT, writable', EINVAL, (g, xen) => {
    g.emptyTable(T);
    g.writeArgument(0x300, g.mfn(T));
    return each(
      () => xen.hypercall('setGdt', 0x300, 16),
      () => g.map(at(U), own(g, T, LEAF)),
    );
  }),
];

const VA_MAPPING: Fact[] = [
  fact('do_update_va_mapping, __addr_ok', 'va: in Xen’s part', EINVAL, (g) => g.map(HOLE, 0n)),
  fact('do_update_va_mapping, __addr_ok', 'va: the last page', EINVAL, (g) => g.map(0xfffff000, 0n)),
  fact('do_update_va_mapping, guest_map_l1e', 'va: no table there', EINVAL, (g) => g.map(ABSENT, 0n)),
  fact('do_update_va_mapping', 'va: not aligned', 0, (g) => g.map(at(T) + 0x123, own(g, T, LEAF))),
  fact('do_update_va_mapping, UVMF_FLUSHTYPE_MASK', 'flags: 3, no kind of flush', 0, (g) =>
    g.map(at(T), own(g, T, LEAF), 3),
  ),
  fact('do_update_va_mapping', 'flags: flush the TLB', 0, (g) => g.map(at(T), own(g, T, LEAF), 1)),
  fact('do_update_va_mapping, UVMF_ALL', 'flags: everywhere', 0, (g) => g.map(at(T), own(g, T, LEAF), 2 | 4)),
  fact('do_update_va_mapping, get_user', 'flags: a bitmap that is not there', EFAULT, (g) =>
    g.map(at(T), own(g, T, READ_ONLY), ABSENT | 1),
  ),
  fact('do_update_va_mapping, get_user', 'and the entry was changed all the same', READ_ONLY, (g) => {
    g.map(at(T), own(g, T, READ_ONLY), ABSENT | 1);
    return Number(g.entry(l1(g), T) & 0xfffn);
  }),
];

const MMU_UPDATE: Fact[] = [
  fact('do_mmu_update, MMU_NORMAL_PT_UPDATE', 'update: an entry of an L1', 0, (g) => g.update(l1(g), T, 0n)),
  fact('do_mmu_update, get_page_from_pagenr', 'update: a frame that is no RAM', EINVAL, (g) => g.update(NO_RAM, 0, 0n)),
  fact('do_mmu_update, get_page_from_pagenr', 'update: a frame of another domain', EINVAL, (g, xen) => {
    const other = xen.domain({ twoLevel: true, pages: 64 });
    g.run();
    return g.update(other.root, 0, 0n);
  }),
  fact('do_mmu_update, not_a_pt', 'update: a data page', 0, (g) => g.update(g.mfn(T), 5, 0x1234n)),
  fact('do_mmu_update, paging_write_guest_entry', 'and it holds the value', 0x1234, (g) => {
    g.update(g.mfn(T), 5, 0x1234n);
    return Number(g.entry(g.mfn(T), 5));
  }),
  fact('do_mmu_update, not_a_pt', 'update: a page of the GDT', EINVAL, (g, xen) => {
    g.emptyTable(T);
    g.writeArgument(0x300, g.mfn(T));
    return each(
      () => xen.hypercall('setGdt', 0x300, 16),
      () => g.update(g.mfn(T), 0, 0n),
    );
  }),
  fact('do_mmu_update, MMU_MACHPHYS_UPDATE', 'm2p: an own frame', 0, (g) => g.mmuUpdate([[g.mfn(T) * 4096 + 1, 10n]])),
  fact('do_mmu_update, MMU_MACHPHYS_UPDATE', 'm2p: no frame of the domain', EINVAL, (g) =>
    g.mmuUpdate([[NO_RAM * 4096 + 1, 10n]]),
  ),
  fact('do_mmu_update, default', 'command 2', ENOSYS, (g) => g.mmuUpdate([[l1(g) * 4096 + T * 4 + 2, 0n]])),
  fact('do_mmu_update, default', 'command 3', ENOSYS, (g) => g.mmuUpdate([[l1(g) * 4096 + T * 4 + 3, 0n]])),
  fact('do_mmu_update', 'a batch stops at the first bad one', EINVAL, (g) =>
    g.mmuUpdate([
      [l1(g) * 4096 + T * 4, 0n],
      [l1(g) * 4096 + U * 4, own(g, U, 0x167)],
      [l1(g) * 4096 + V * 4, 0n],
    ]),
  ),
  fact('do_mmu_update, pdone', 'and tells how many were done', 1, (g) => {
    g.mmuUpdate([
      [l1(g) * 4096 + T * 4, 0n],
      [l1(g) * 4096 + U * 4, own(g, U, 0x167)],
      [l1(g) * 4096 + V * 4, 0n],
    ]);
    return g.done;
  }),
  fact('do_mmu_update, guest_handle_okay', 'requests in Xen’s part', EFAULT, (_, xen) =>
    xen.hypercall('mmuUpdate', 0xfffff000, 1, 0, 0x7ff0),
  ),
  fact('do_mmu_update, __copy_from_guest', 'requests where nothing is mapped', EFAULT, (_, xen) =>
    xen.hypercall('mmuUpdate', ABSENT, 1, 0, 0x7ff0),
  ),
  fact('do_mmu_update', 'no requests at all', 0, (_, xen) => xen.hypercall('mmuUpdate', 0, 0, 0, 0x7ff0)),
  fact('set_foreigndom', 'foreign: by its own number', ESRCH, (g) => g.update(l1(g), T, 0n, g.domid)),
  fact('set_foreigndom', 'foreign: one that is not there', ESRCH, (g) => g.update(l1(g), T, 0n, 55)),
  fact('set_foreigndom', 'foreign: Xen', ESRCH, (g) => g.update(l1(g), T, 0n, DOMID_XEN)),
  fact('set_foreigndom, DOMID_IO', 'foreign: the devices', 0, (g) => g.update(l1(g), T, 0n, DOMID_IO)),
];

const UPPER: Fact[] = [
  fact(
    'get_page_from_l2e',
    'hook: an L1 in use',
    0,
    hook(100, (g) => g.pte(l1(g), LEAF)),
  ),
  fact(
    'get_page_from_l2e',
    'hook: a page mapped writable',
    EINVAL,
    hook(100, (g) => own(g, T, LEAF)),
  ),
  fact('get_page_from_l2e, alloc_l1_table', 'hook: an empty page mapped read-only', 0, (g) => {
    g.emptyTable(T);
    return g.update(g.root, 100, own(g, T, LEAF));
  }),
  fact('alloc_l1_table', 'hook: a page with a bad entry', EINVAL, (g) => {
    g.emptyTable(T, { 7: own(g, U, 0x167) });
    return g.update(g.root, 100, own(g, T, LEAF));
  }),
  fact('alloc_l1_table', 'hook: a page that maps itself writable', EINVAL, (g) => {
    g.emptyTable(T, { 7: own(g, T, LEAF) });
    return g.update(g.root, 100, own(g, T, LEAF));
  }),
  fact('alloc_l1_table', 'hook: a page that maps itself read-only', 0, (g) => {
    g.emptyTable(T, { 7: own(g, T, READ_ONLY) });
    return g.update(g.root, 100, own(g, T, LEAF));
  }),
  fact('alloc_l1_table, get_page_from_l1e', 'hook: a page that maps no RAM', EINVAL, (g) => {
    g.emptyTable(T, { 7: g.pte(NO_RAM, LEAF) });
    return g.update(g.root, 100, own(g, T, LEAF));
  }),
  ...[
    [0x0e7, 'large page'],
    [0x167, 'global'],
    [0x06f, 'write-through'],
    [0x077, 'uncached'],
  ].map(([flags, what]) =>
    fact(
      'mod_l2_entry, L2_DISALLOW_MASK',
      `hook: ${what}`,
      EINVAL,
      hook(100, (g) => g.pte(l1(g), flags as number)),
    ),
  ),
  ...[0x267, 0x467, 0x867].map((flags) =>
    fact(
      'mod_l2_entry, L2_DISALLOW_MASK',
      `hook: software bits 0x${flags.toString(16)}`,
      0,
      hook(100, (g) => g.pte(l1(g), flags)),
    ),
  ),
  fact(
    'mod_l2_entry',
    'hook: nothing',
    0,
    hook(100, () => 0n),
  ),
  fact(
    'mod_l2_entry, is_guest_l2_slot',
    'hook: the first slot of Xen',
    EINVAL,
    hook(FIRST_XEN_SLOT, (g) => g.pte(l1(g), LEAF)),
  ),
  fact(
    'mod_l2_entry, is_guest_l2_slot',
    'hook: nothing into a slot of Xen',
    EINVAL,
    hook(1023, () => 0n),
  ),
  fact(
    'mod_l2_entry, is_guest_l2_slot',
    'hook: the last slot of the guest',
    0,
    hook(FIRST_XEN_SLOT - 1, (g) => g.pte(l1(g), LEAF)),
  ),
  fact(
    'get_page_from_l2e',
    'hook: no RAM',
    EINVAL,
    hook(100, (g) => g.pte(NO_RAM, LEAF)),
  ),
  fact('get_page_from_l2e', 'hook: a page of another domain', EINVAL, (g, xen) => {
    const other = xen.domain({ twoLevel: true, pages: 64 });
    g.run();
    return g.update(g.root, 100, g.pte(other.l1[0] as number, LEAF));
  }),
  fact('mod_l2_entry', 'the same entry again', 0, (g) => g.update(g.root, 0, g.entry(g.root, 0))),
];

const LINEAR: Fact[] = [
  fact(
    'get_l2_linear_pagetable',
    'itself, read-only',
    0,
    hook(SELF_SLOT, (g) => g.pte(g.root, READ_ONLY)),
  ),
  fact(
    'get_l2_linear_pagetable',
    'itself, writable',
    EINVAL,
    hook(SELF_SLOT, (g) => g.pte(g.root, LEAF)),
  ),
  fact(
    'get_l2_linear_pagetable',
    'itself, present alone',
    0,
    hook(SELF_SLOT, (g) => g.pte(g.root, 1)),
  ),
  fact('get_l2_linear_pagetable', 'itself in two slots', 0, (g) =>
    each(
      () => g.update(g.root, SELF_SLOT, g.pte(g.root, READ_ONLY)),
      () => g.update(g.root, OTHER_SLOT, g.pte(g.root, READ_ONLY)),
    ),
  ),
  fact('get_l2_linear_pagetable', 'another directory that is pinned', 0, (g) => {
    const other = g.emptyTable(T);
    return each(
      () => g.pin(other, 2),
      () => g.update(g.root, OTHER_SLOT, g.pte(other, READ_ONLY)),
    );
  }),
  fact('get_l2_linear_pagetable', 'another directory that is pinned, writable', EINVAL, (g) => {
    const other = g.emptyTable(T);
    return each(
      () => g.pin(other, 2),
      () => g.update(g.root, OTHER_SLOT, g.pte(other, LEAF)),
    );
  }),
  fact('get_l2_linear_pagetable', 'chains of directories', 0, (g) => {
    const [a, b] = [g.emptyTable(T), g.emptyTable(U)];
    return each(
      () => g.pin(a, 2),
      () => g.pin(b, 2),
      () => g.update(a, OTHER_SLOT, g.pte(b, READ_ONLY)),
      () => g.update(b, OTHER_SLOT, g.pte(a, READ_ONLY)),
      () => g.update(g.root, OTHER_SLOT, g.pte(a, READ_ONLY)),
    );
  }),
  fact('get_page_from_l2e', 'an empty page read-only is a page table, not a linear one', 1, (g, xen) => {
    const other = g.emptyTable(T);
    g.update(g.root, OTHER_SLOT, g.pte(other, READ_ONLY));
    return xen.frame(other).type;
  }),
  fact('get_l2_linear_pagetable', 'and then it cannot be a directory', EINVAL, (g) => {
    const other = g.emptyTable(T);
    g.update(g.root, OTHER_SLOT, g.pte(other, READ_ONLY));
    return g.pin(other, 2);
  }),
  fact('get_l2_linear_pagetable', 'itself takes no reference', 0, (g, xen) => {
    const before = xen.frame(g.root);
    g.update(g.root, SELF_SLOT, g.pte(g.root, READ_ONLY));
    return xen.frame(g.root).typeCount - before.typeCount + xen.frame(g.root).totalCount - before.totalCount;
  }),
  fact('get_l2_linear_pagetable', 'another one takes one of its type', 1, (g, xen) => {
    const other = g.emptyTable(T);
    g.pin(other, 2);
    const before = xen.frame(other);
    g.update(g.root, OTHER_SLOT, g.pte(other, READ_ONLY));
    return xen.frame(other).typeCount - before.typeCount;
  }),
  fact('put_page_from_l2e', 'which goes with the entry', 0, (g, xen) => {
    const other = g.emptyTable(T);
    g.pin(other, 2);
    const before = xen.frame(other);
    g.update(g.root, OTHER_SLOT, g.pte(other, READ_ONLY));
    g.update(g.root, OTHER_SLOT, 0n);
    return xen.frame(other).typeCount - before.typeCount;
  }),
];

const PIN: Fact[] = [
  ...[1, 2].map((level) =>
    fact('do_mmuext_op, get_page_type', `pin L${level}: mapped writable`, EINVAL, (g) => g.pin(g.mfn(T), level)),
  ),
  ...[1, 2].map((level) =>
    fact('do_mmuext_op', `pin L${level}: empty, read-only`, 0, (g) => g.pin(g.emptyTable(T), level)),
  ),
  ...[1, 2].map((level) =>
    fact('do_mmuext_op, _PGT_pinned', `pin L${level}: twice`, EINVAL, (g) => {
      const t = g.emptyTable(T);
      return each(
        () => g.pin(t, level),
        () => g.pin(t, level),
      );
    }),
  ),
  fact('do_mmuext_op, paging levels', 'pin L3: no such level, ignored', 0, (g) => g.pin(g.emptyTable(T), 3)),
  fact('do_mmuext_op, paging levels', 'and nothing is pinned', EINVAL, (g) => {
    const t = g.emptyTable(T);
    g.pin(t, 3);
    return g.unpin(t);
  }),
  fact('do_mmuext_op, paging levels', 'pin L4: no such level, ignored', 0, (g) => g.pin(g.emptyTable(T), 4)),
  fact('get_page_type', 'pin L1: the directory', EINVAL, (g) => g.pin(g.root, 1)),
  fact('get_page_type', 'pin L2: an L1 in use', EINVAL, (g) => g.pin(l1(g), 2)),
  fact('do_mmuext_op', 'pin L1: one in use', 0, (g) => g.pin(l1(g), 1)),
  fact('get_page_from_pagenr', 'pin: no RAM', EINVAL, (g) => g.pin(NO_RAM, 1)),
  fact('do_mmuext_op, _PGT_pinned', 'unpin: what is not pinned', EINVAL, (g) => g.unpin(l1(g))),
  fact('do_mmuext_op, _PGT_pinned', 'unpin: twice', EINVAL, (g) => {
    const t = g.emptyTable(T);
    return each(
      () => g.pin(t, 1),
      () => g.unpin(t),
      () => g.unpin(t),
    );
  }),
  fact('get_page_from_pagenr', 'unpin: no RAM', EINVAL, (g) => g.unpin(NO_RAM)),
  fact('put_page_type', 'unpinned and unused it may be written again', 0, (g) => {
    const t = g.emptyTable(T);
    return each(
      () => g.pin(t, 2),
      () => g.unpin(t),
      () => g.protect(T, LEAF),
    );
  }),
  fact('get_page_type', 'pinned it may not', EINVAL, (g) => {
    const t = g.emptyTable(T);
    return each(
      () => g.pin(t, 2),
      () => g.protect(T, LEAF),
    );
  }),
];

/** mmuext_op of one operation. */
const ext =
  (command: number, arg1 = 0, arg2 = 0) =>
  (guest: Guest) =>
    guest.mmuext([[command, arg1, arg2]]);

const MMUEXT: Fact[] = [
  fact('new_guest_cr3', 'base pointer: the directory again', 0, (g) => ext(5, g.root)(g)),
  fact('new_guest_cr3', 'base pointer: an L1', EINVAL, (g) => ext(5, l1(g))(g)),
  fact('new_guest_cr3', 'base pointer: a page mapped writable', EINVAL, (g) => ext(5, g.mfn(T))(g)),
  fact('new_guest_cr3', 'base pointer: no RAM', EINVAL, (g) => ext(5, NO_RAM)(g)),
  fact('do_mmuext_op', 'TLB flush', 0, ext(6)),
  fact('do_mmuext_op', 'INVLPG', 0, ext(7, T * 4096)),
  fact('do_mmuext_op', 'INVLPG of Xen’s part', 0, ext(7, 0xfffff000)),
  fact('do_mmuext_op, copy_from_guest', 'TLB flush of some, bitmap not there', EINVAL, ext(8, 0, ABSENT)),
  fact('do_mmuext_op, copy_from_guest', 'INVLPG of some, bitmap not there', EINVAL, ext(9, 0, ABSENT)),
  fact('do_mmuext_op', 'TLB flush of some', 0, ext(8, 0, 0x200)),
  fact('do_mmuext_op', 'TLB flush of all', 0, ext(10)),
  fact('do_mmuext_op', 'INVLPG of all', 0, ext(11, T * 4096)),
  fact('do_mmuext_op, cache_flush_permitted', 'flush the cache', EINVAL, ext(12)),
  fact('do_mmuext_op, MMUEXT_SET_LDT', 'LDT: not aligned', EINVAL, ext(13, T * 4096 + 8, 16)),
  fact('do_mmuext_op, MMUEXT_SET_LDT', 'LDT: 8193 entries', EINVAL, ext(13, T * 4096, 8193)),
  fact('do_mmuext_op, array_access_ok', 'LDT: in Xen’s part', EINVAL, ext(13, HOLE, 16)),
  fact('do_mmuext_op, MMUEXT_SET_LDT', 'LDT: one of the guest’s', 0, ext(13, T * 4096, 16)),
  fact('do_mmuext_op, MMUEXT_SET_LDT', 'LDT: none', 0, ext(13, 0, 0)),
  ...[14, 15, 16, 17, 18, 99].map((command) =>
    fact('do_mmuext_op, default', `command ${command}`, ENOSYS, ext(command)),
  ),
  fact('do_mmuext_op, guest_handle_okay', 'operations in Xen’s part', EFAULT, (_, xen) =>
    xen.hypercall('mmuextOp', 0xfffff000, 1, 0, 0x7ff0),
  ),
  fact('do_mmuext_op, __copy_from_guest', 'operations where nothing is mapped', EFAULT, (_, xen) =>
    xen.hypercall('mmuextOp', ABSENT, 1, 0, 0x7ff0),
  ),
  fact('set_foreigndom', 'operations for a domain that is not there', ESRCH, (g) => g.mmuext([[6, 0]], 55)),
];

/** Every fact. */
export const FACTS: readonly Fact[] = [
  ...LEAVES,
  ...VA_MAPPING,
  ...MMU_UPDATE,
  ...UPPER,
  ...LINEAR,
  ...PIN,
  ...MMUEXT,
  ...DESCRIPTORS,
];
