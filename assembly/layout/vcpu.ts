import { XEN } from '../base/memory-map';
import { Domain, domainAt } from './domain';
import { VCPU_BYTES } from './vcpu-state';

/** What a vCPU is doing: `Vcpu.runState`. Source: xen/include/public/vcpu.h, RUNSTATE_*. */
export const enum RunState {
  /** On the physical CPU. */
  Running = 0,
  /** It could run, but another does. */
  Runnable = 1,
  /** It waits for an event. */
  Blocked = 2,
  /** It is down, or its domain is paused or has ended. */
  Offline = 3,
}

/** One virtual CPU of a domain: what Xen knows of it beside its registers (`VcpuState`, saved behind it while another runs). */
@unmanaged
@final
export class Vcpu {
  /** Its domain's number. */
  domid: u16 = 0;
  /** Its number in the domain. */
  id: u16 = 0;
  /** Position of its domain's record. */
  domain: u32 = 0;
  /** 1 once it has a context (domain builder or VCPUOP_initialise). */
  initialised: u8 = 0;
  /** 1 while the guest has it up. */
  online: u8 = 0;
  /** 1: it waits for an event (SCHEDOP_block or SCHEDOP_poll). */
  blocked: u8 = 0;
  /** 1: it polls (SCHEDOP_poll): an event on any of its ports wakes it, masked or not. */
  polling: u8 = 0;
  /** `RunState`. */
  runState: u8 = 0;
  /** 1: the failsafe callback masks events. */
  failsafeMasks: u8 = 0;
  /** 1: an NMI waits. */
  nmiPending: u8 = 0;
  /** 1: no NMI is delivered until iret. */
  nmiMasked: u8 = 0;
  /** Selector of its ring-1 stack. */
  kernelSs: u32 = 0;
  /** Its ring-1 stack pointer. */
  kernelSp: u32 = 0;
  /** Event callback: selector, 0 if none. */
  eventCs: u32 = 0;
  /** Event callback: address. */
  eventIp: u32 = 0;
  /** Failsafe callback: selector, 0 if none. */
  failsafeCs: u32 = 0;
  /** Failsafe callback: address. */
  failsafeIp: u32 = 0;
  /** NMI callback: selector, 0 if none. */
  nmiCs: u32 = 0;
  /** NMI callback: address. */
  nmiIp: u32 = 0;
  /** Entries of its GDT; the frames are in the VcpuState (GDT_FRAMES). */
  gdtEntries: u32 = 0;
  /** Linear address of its LDT. */
  ldtBase: u32 = 0;
  /** Entries of its LDT. */
  ldtEntries: u32 = 0;
  /** Machine frame of the top table it runs on, of which it holds a type reference; NO_FRAME if none. */
  rootFrame: u32 = 0;
  /** Privilege it needs for I/O and, under architectural_iopl, for CLI and STI: PHYSDEVOP_set_iopl. */
  iopl: u32 = 0;
  /** PHYSDEVOP_set_iobitmap: guest address of the bitmap, or 0. */
  ioBitmap: u32 = 0;
  /** Ports the bitmap covers. */
  ioPorts: u32 = 0;
  /** Machine address of its vcpu_info. */
  vcpuInfo: u32 = 0;
  /** 1: vcpu_info was moved out of shared_info (VCPUOP_register_vcpu_info). */
  vcpuInfoMoved: u32 = 0;
  /** Guest address of a runstate area to keep current, or 0. */
  runStateArea: u32 = 0;
  /** Guest address of a time area to keep current, or 0. */
  timeArea: u32 = 0;
  /** Port it polls, or 0 for any of several. */
  pollPort: u32 = 0;
  /** Tick at which it entered its run state. */
  runStateSince: u64 = 0;
  /** Ticks it spent running. */
  timeRunning: u64 = 0;
  /** Ticks it spent runnable. */
  timeRunnable: u64 = 0;
  /** Ticks it spent blocked. */
  timeBlocked: u64 = 0;
  /** Ticks it spent offline. */
  timeOffline: u64 = 0;
  /** Tick of its one-shot timer, or u64.MAX. */
  timer: u64 = 0;
  /** Tick of its periodic timer, or u64.MAX. */
  periodicNext: u64 = 0;
  /** Period of that timer in ticks. */
  period: u64 = 0;
  /** Tick at which a poll gives up, or u64.MAX. */
  pollTimer: u64 = 0;
  /** Weighted time it has had: the scheduler takes the least. */
  virtualRuntime: u64 = 0;
  /** Ticks counted into virtualRuntime so far, as of this tick. */
  accountedAt: u64 = 0;
  /** Exceptions and events delivered to it. */
  bounces: u32 = 0;
  /** Multicall: first entry of a preempted one, or 0. */
  multicallResume: u32 = 0;
  /** Hypercall continuation: the number called, so that xen/ knows one from a fresh call. */
  continued: u32 = 0;
  /** IA32_SYSENTER or syscall32 callback: selector. */
  syscallCs: u32 = 0;
  /** IA32_SYSENTER or syscall32 callback: address. */
  syscallIp: u32 = 0;
  /** EFLAGS while another vCPU runs: the saved VcpuState has no flags. */
  eflags: u32 = 0;
  /** xen/mm: a long operation's position, kept over a continuation. */
  mmProgress: u32 = 0;
}

/** vCPUs a domain may have. */
export const MAX_VCPUS: u32 = 8;
/** Most ports of virtual interrupts (VIRQs) there are. */
export const VIRQS: u32 = 24;

/** Bytes of a vCPU's record: `Vcpu`, its VIRQs' ports (u16), its registers, its trap table. */
export const VCPU_RECORD_BYTES: u32 = 0x1000;
const VIRQ_OFFSET: usize = 0x1c0;
export const STATE_OFFSET: usize = 0x200;
const TRAPS_OFFSET: usize = STATE_OFFSET + VCPU_BYTES;
export const VCPUS: usize = XEN + 0x90000;

/** The record of vCPU `id` of a domain. */
export function vcpuOf(domain: Domain, id: u32): Vcpu {
  return changetype<Vcpu>(VCPUS + <usize>(domain.index * MAX_VCPUS + id) * VCPU_RECORD_BYTES);
}

/** The domain of a vCPU. */
export function domainOf(v: Vcpu): Domain {
  return domainAt(v.domain);
}

/** Where a vCPU's registers (`VCPU_BYTES` in the order of VcpuState) are kept while another runs. */
export function savedState(v: Vcpu): usize {
  return changetype<usize>(v) + STATE_OFFSET;
}

/** Address of entry `vector` of a vCPU's trap table: 8 bytes, a `trap_info` (xen/include/public/arch-x86/xen.h). */
export function trapEntry(v: Vcpu, vector: u32): usize {
  return changetype<usize>(v) + TRAPS_OFFSET + ((<usize>vector & 0xff) << 3);
}

/** Address of the port (u16) to which a vCPU's VIRQ is bound; 0 there means none. */
export function virqPort(v: Vcpu, virq: u32): usize {
  return changetype<usize>(v) + VIRQ_OFFSET + ((<usize>virq) << 1);
}
