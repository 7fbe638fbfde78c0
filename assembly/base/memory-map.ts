/**
 * Where everything lies in the core's linear memory. The engine addresses state as immediates, so every place is a constant.
 *
 * ```
 * 0000_0400  the running vCPU          state
 * 0000_0c00  the machine               state    position, exit, deadlines
 * 0000_0f80  the host's watch                  neither saved nor hashed
 * 0001_0000  static data of the compiler        (opcode maps, tables)
 * 0008_0000  TLB, supervisor then user cache
 * 0008_8000  forms of instructions     cache
 * 0009_0000  scratch                   cache
 * 0009_8000  the observed step                 (within scratch) neither saved nor hashed
 * 000a_0000  block index               cache
 * 0010_0000  block arena               cache
 * 0090_0000  page flags, dirty flags, code lines, page hashes
 * 00d8_0000  the hypervisor            state    domains, vCPUs, ports, grants
 * 00ff_0000  hashes of its pages, and of the frame table's
 * 0100_0000  frame table               state    16 bytes a frame
 * 0140_0000  trace ring                         drained by the host
 * 01c0_0000  exchange buffer                    arguments and results of the control interface
 * 0200_0000  RAM of the emulated machine        state
 * ```
 *
 * Invariant: what is marked state is saved, restored and hashed; what is marked cache may be dropped at any moment without a trace.
 */

/** The running vCPU: a `VcpuState` (layout/vcpu-state.ts). */
export const VCPU: usize = 0x400;
/** Position, exit and deadlines: a `MachineState` (layout/machine-state.ts). */
export const MACHINE: usize = 0xc00;
/** What the host watches: a `WatchState` (layout/watch-state.ts), then the bytes as they were. */
export const WATCH: usize = 0xf80;
/** Small buffers with no life beyond one call. */
export const SCRATCH: usize = 0x90000;
export const SCRATCH_SIZE: usize = 0x10000;
/** What the step did that the host observes: a `StepLog` (layout/step-log.ts), then its events. */
export const STEP_LOG: usize = SCRATCH + 0x8000;

/** Two direct-mapped caches of 1024 translations of 16 bytes: one for supervisor mode, one for user mode. */
export const TLB_SUPERVISOR: usize = 0x80000;
export const TLB_USER: usize = 0x84000;
export const TLB_BYTES: usize = 0x4000;

/** `Form`s of instructions met before (cpu/forms.ts). */
export const FORMS: usize = 0x88000;
export const FORMS_BYTES: usize = 0x6000;
/** A byte an opcode: 1 once it is known that no ModRM byte follows. */
export const ALONE: usize = FORMS + FORMS_BYTES;

/** Hash table of pointers to decoded blocks. */
export const BLOCK_INDEX: usize = 0xa0000;
export const BLOCK_INDEX_BYTES: usize = 0x40000;
export const ARENA: usize = 0x100000;
export const ARENA_END: usize = 0x900000;

/** One byte a frame: see mmu/page-flags.ts. */
export const PAGE_FLAGS: usize = 0x900000;
/** One byte a frame: 1 when the frame may differ from what its page hash says. */
export const DIRTY: usize = 0x940000;
/** Eight bytes a frame: bit n is set when decoded code overlaps bytes 64n to 64n+63. */
export const CODE_LINES: usize = 0x980000;
/** Eight bytes a frame: hash of its contents when it was last clean. */
export const PAGE_HASHES: usize = 0xb80000;

/** Everything the hypervisor knows beside the frame table. */
export const XEN: usize = 0xd80000;
export const XEN_END: usize = 0xff0000;
/** Eight bytes a page of linear memory from XEN to the frame table's end: hash of its state when the state hash was last asked for. */
export const XEN_PAGE_HASHES: usize = 0xff0000;
/** One `PageInfo` (layout/page-info.ts) a frame. */
export const FRAME_TABLE: usize = 0x1000000;

/** `TraceRecord`s (layout/trace-record.ts), written by the core, drained by the host. */
export const TRACE: usize = 0x1400000;
export const TRACE_BYTES: usize = 0x800000;
/** Arguments and results of the control interface that are not plain numbers. */
export const EXCHANGE: usize = 0x1c00000;
export const EXCHANGE_BYTES: usize = 0x400000;

/** Machine address 0. */
export const RAM: usize = 0x2000000;
/** Most frames a machine may have: 1 GB. */
export const MAX_FRAMES: u32 = 0x40000;
export const PAGE_SIZE: u32 = 0x1000;
export const PAGE_SHIFT: u32 = 12;
