import { MACHINE } from '../base/memory-map';

/** Position, exit and deadlines of the whole machine. Stands at `MACHINE`. */
@unmanaged
@final
export class MachineState {
  /** Instructions retired by the physical CPU; each REP iteration and each delivered exception counts one. */
  count: u64 = 0;
  /** The clock, 1 ns a tick: count + idle time skipped + charges for hypervisor work. */
  tick: u64 = 0;
  /** State: the tick at which the next timer fires, or u64.MAX. */
  deadline: u64 = 0;
  /** Frames of RAM. */
  frames: u32 = 0;
  /** 1: the bare machine, 0: Xen. */
  bare: u32 = 0;
  /** Why the CPU last stopped: abi/exit.ts, `Exit`. */
  exit: u32 = 0;
  /** Exit.Exception, SoftwareInterrupt: vector. */
  vector: u32 = 0;
  /** Exit.Exception: error code. */
  errorCode: u32 = 0;
  /** Exit.Exception: 1 if the vector pushes an error code. */
  hasErrorCode: u32 = 0;
  /** Exit.Privileged: which (abi/exit.ts, `PrivilegedOp`). */
  operation: u32 = 0;
  /** Exit.Privileged: register number, MSR or port. */
  operand: u32 = 0;
  /** Exit.Privileged: general register concerned (0-7), or width in bytes of an I/O access. */
  register: u32 = 0;
  /** Bytes of the instruction that exits, where its ip still names it. */
  length: u32 = 0;
  /** Exit.Privileged: the value to be written. */
  value: u64 = 0;
  /** Exit.Exception #PF and Exit.Store: the linear address. */
  address: u64 = 0;
  /** Trace records written since the machine was made; the newest stands at ordinal - 1 modulo the ring. */
  traced: u32 = 0;
  /** Trace records the host has drained. */
  drained: u32 = 0;
  /** 1: records are written. */
  tracing: u32 = 0;
  /** 1: blocks of one instruction (step mode). */
  stepping: u32 = 0;
  /** Changes of the address space or of code: a block checked under another generation is looked up again. Cache. */
  generation: u32 = 0;
  /** Why the core returned to the host: abi/exit.ts, `HostExit`. */
  hostExit: u32 = 0;
  /** EFLAGS of the running vCPU while an exit is answered: run.ts takes it from the lazy flags before, and puts it back after. */
  eflags: u32 = 0;
  /** Address of the trace record of the hypercall that runs: what is recorded meanwhile is part of it. 0: none. */
  openRecord: u32 = 0;
  /** Linear address of the store to a page table that is being executed for the guest (table-store.ts). */
  storeAddress: u64 = 0;
  /** Count before that instruction. */
  storeCount: u64 = 0;
  /** 1: the page fault that waits is of a store that was refused. */
  refusedStore: u32 = 0;
  /** Host's wish: run() answers HostExit.Stopped after each hypercall. */
  stopAtHypercall: u32 = 0;
  /** Bare machine: the event being delivered through the IDT (cpu/system/delivery-state.ts), 0 if none. */
  delivering: u32 = 0;
  /** Bare machine: 1 while the interrupt controller raises INTR. */
  interruptRequest: u32 = 0;
  /** Bare machine: DR6 bits of a debug trap that waits until the port access of its instruction is answered; 0 if none. */
  waitingTrap: u32 = 0;
}

/** The machine. */
export function machine(): MachineState {
  return changetype<MachineState>(MACHINE);
}
