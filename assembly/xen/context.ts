/**
 * The first registers of a vCPU, from the vcpu_guest_context of the domain builder or of VCPUOP_initialise. Source:
 * xen/arch/x86/domain.c, arch_set_info_guest.
 */
import { CR0_GUEST, DR6_DEFAULT, DR7_DEFAULT, EFER_GUEST } from '../abi/control-register';
import { Eflags } from '../abi/eflags';
import { Errno } from '../abi/errno';
import { ASSISTS } from '../abi/vm-assist';
import { SCRATCH, VCPU } from '../base/memory-map';
import { Domain, Format } from '../layout/domain';
import {
  CONTEXT_CONTROL,
  CONTEXT_FAILSAFE_MASKS,
  CONTEXT_FLAGS,
  CONTEXT_GDT_FRAMES,
  CONTEXT_I387_VALID,
  CONTEXT_ONLINE,
  CONTEXT_REGS,
  CONTEXT_TAIL,
  CONTEXT_TRAPS,
  ContextControl,
  ContextTail,
  UserRegs,
} from '../layout/guest-context';
import { domainOf, savedState, trapEntry, Vcpu } from '../layout/vcpu';
import {
  FX_STATE,
  GDT_FRAMES,
  LDT_FRAMES,
  NO_FRAME,
  Segment,
  segment,
  VCPU_BYTES,
  VcpuState,
  vcpu,
} from '../layout/vcpu-state';
import { xenState } from '../layout/xen-state';
import { KERNEL_RING } from './bounce';
import { setDebugRegister } from './debug-register';
import { loadLdtr } from './ldt-register';
import { buildBase, buildGdt } from './mm/builder';
import { guestCr4 } from './privileged';
import { frameOfCr3 } from './root';
import { clearSegment, descriptorOf, isCodeFor, isDataFor, isStackFor, setSegment } from './segments';
import { isCurrent, vcpuChanged } from './wake';

/** Room for the registers of the vCPU that runs while another's are made. */
const ASIDE: usize = SCRATCH + 0x8000;
/** Pages of a GDT and of an LDT; Xen's own page of the GDT. */
const TABLE_PAGES: u32 = 16;
const XEN_PAGE: u32 = 14;
/** Limits that SGDT and SIDT show: Xen's own tables. Source: xen/arch/x86/include/asm/desc.h, LAST_RESERVED_GDT_BYTE. */
const GDT_LIMIT: u32 = 0xefff;
const IDT_LIMIT: u32 = 0xfff;
/** Selector of Xen's task-state segment, which STR shows. */
const TSS_SELECTOR: u16 = 0xe040;
/** Flags a guest may start with: as in iret.ts. */
const SETTABLE: u32 = 0x254dd5;

/**
 * Gives vCPU `v`, which must not be running, the context at `at` (in this memory).
 *
 * Errors: -EBUSY it runs; -EINVAL the GDT, LDT or top table is refused, or CS or SS cannot be loaded. What was taken by then stays taken;
 * the vCPU does not start.
 */
export function setContext(v: Vcpu, at: usize): i32 {
  if (isCurrent(v)) return -Errno.EBUSY;
  const domain = domainOf(v);
  const tail = changetype<ContextTail>(at + CONTEXT_TAIL);
  const control = changetype<ContextControl>(at + CONTEXT_CONTROL);
  if (tail.ldtEntries > 8192 || tail.ldtBase & 0xfff || (tail.ldtEntries !== 0 && tail.ldtBase >= domain.holeStart))
    return -Errno.EINVAL;
  let rc = buildGdt(v, at + CONTEXT_GDT_FRAMES, control.gdtEntries);
  if (rc === 0) rc = buildBase(v, frameOfCr3(control.cr3));
  if (rc < 0) return -Errno.EINVAL;
  v.ldtBase = tail.ldtBase;
  v.ldtEntries = tail.ldtEntries;
  takeCallbacks(v, at, control);
  if (!loadRegisters(v, at)) return -Errno.EINVAL;
  if (v.id === 0 && v.initialised === 0) domain.vmAssist = control.vmAssist & ASSISTS;
  v.initialised = 1;
  v.online = load<u32>(at + CONTEXT_FLAGS) & CONTEXT_ONLINE ? 1 : v.online;
  vcpuChanged(v);
  return 0;
}

/** Registers of a vCPU that has none yet: no descriptor tables but Xen's own page. */
export function emptyState(v: Vcpu, domain: Domain): void {
  const state = savedState(v);
  memory.fill(state, 0, VCPU_BYTES);
  for (let page: u32 = 0; page < TABLE_PAGES; page++) {
    store<u32>(
      state + (GDT_FRAMES - VCPU) + ((<usize>page) << 2),
      page === XEN_PAGE ? domain.xenDescriptors : NO_FRAME,
    );
    store<u32>(state + (LDT_FRAMES - VCPU) + ((<usize>page) << 2), NO_FRAME);
  }
}

/** Where traps, events and failures of the vCPU are to go. Selectors of ring 0 become ring 1's. */
function takeCallbacks(v: Vcpu, at: usize, control: ContextControl): void {
  for (let vector: u32 = 0; vector < 256; vector++) {
    const entry = trapEntry(v, vector);
    store<u64>(entry, load<u64>(at + CONTEXT_TRAPS + ((<usize>vector) << 3)));
    const cs = load<u16>(entry, 2);
    if (load<u32>(entry, 4) !== 0 && !(cs & 3)) store<u16>(entry, cs | 1, 2);
  }
  v.kernelSs = inRing1(control.kernelSs);
  v.kernelSp = control.kernelSp;
  const state = changetype<VcpuState>(savedState(v));
  state.ring1Ss = v.kernelSs;
  state.ring1Esp = v.kernelSp;
  v.eventCs = inRing1(control.eventCs);
  v.eventIp = control.eventIp;
  v.failsafeCs = inRing1(control.failsafeCs);
  v.failsafeIp = control.failsafeIp;
  v.failsafeMasks = load<u32>(at + CONTEXT_FLAGS) & CONTEXT_FAILSAFE_MASKS ? 1 : 0;
}

function inRing1(selector: u32): u32 {
  return selector & 3 ? selector & 0xffff : (selector & 0xffff) | 1;
}

/**
 * Fills the registers as they will be when the vCPU first runs. Segments are loaded by the code that loads those of the running vCPU, so
 * this one stands in its place for a moment.
 */
function loadRegisters(v: Vcpu, at: usize): bool {
  const xen = xenState();
  const before = xen.current;
  memory.copy(ASIDE, VCPU, VCPU_BYTES);
  memory.copy(VCPU, savedState(v), VCPU_BYTES);
  xen.current = <u32>changetype<usize>(v);
  const regs = changetype<UserRegs>(at + CONTEXT_REGS);
  fillGeneral(regs);
  fillControl(v, at);
  const fits = fillSegments(regs);
  v.eflags = (regs.eflags & SETTABLE) | Eflags.Interrupt | Eflags.Fixed;
  memory.copy(savedState(v), VCPU, VCPU_BYTES);
  memory.copy(VCPU, ASIDE, VCPU_BYTES);
  xen.current = before;
  return fits;
}

function fillGeneral(regs: UserRegs): void {
  const r = vcpu();
  r.eax = regs.eax;
  r.ebx = regs.ebx;
  r.ecx = regs.ecx;
  r.edx = regs.edx;
  r.esi = regs.esi;
  r.edi = regs.edi;
  r.ebp = regs.ebp;
  r.esp = regs.esp;
  r.ip = regs.eip;
  r.cpl = <u8>max(<u32>regs.cs & 3, KERNEL_RING);
  r.pv = 1;
  r.halted = 0;
  r.shadow = 0;
}

function fillControl(v: Vcpu, at: usize): void {
  const r = vcpu();
  const control = changetype<ContextControl>(at + CONTEXT_CONTROL);
  const format = domainOf(v).format;
  r.cr0 = CR0_GUEST;
  r.cr2 = control.cr2;
  r.cr4 = guestCr4(format);
  r.efer = format === Format.Pae ? EFER_GUEST : 0;
  r.dr6 = DR6_DEFAULT;
  r.dr7 = DR7_DEFAULT;
  setDebugRegister(0, control.dr0);
  setDebugRegister(1, control.dr1);
  setDebugRegister(2, control.dr2);
  setDebugRegister(3, control.dr3);
  setDebugRegister(6, control.dr6);
  setDebugRegister(7, control.dr7);
  r.gdtLimit = GDT_LIMIT;
  r.idtLimit = IDT_LIMIT;
  loadLdtr(v);
  segment(Segment.Tr).selector = TSS_SELECTOR;
  if (load<u32>(at + CONTEXT_FLAGS) & CONTEXT_I387_VALID) memory.copy(FX_STATE, at, 512);
  else resetFx();
}

/** The x87 state after FNINIT: control word 37F; MXCSR 1F80. Intel SDM Vol. 1, 8.1.5 and 10.2.3. */
function resetFx(): void {
  memory.fill(FX_STATE, 0, 512);
  store<u16>(FX_STATE, 0x37f);
  store<u32>(FX_STATE, 0x1f80, 24);
}

/** CS and SS must be loadable; of the others, one that is not becomes null. */
function fillSegments(regs: UserRegs): bool {
  const ring = <u32>vcpu().cpl;
  const cs = inRing1(regs.cs);
  const ss = inRing1(regs.ss);
  const code = descriptorOf(cs);
  const stack = descriptorOf(ss);
  if (!isCodeFor(cs, code, ring) || !isStackFor(ss, stack, ring)) return false;
  setSegment(Segment.Cs, cs, code);
  setSegment(Segment.Ss, ss, stack);
  fillData(Segment.Ds, regs.ds, ring);
  fillData(Segment.Es, regs.es, ring);
  fillData(Segment.Fs, regs.fs, ring);
  fillData(Segment.Gs, regs.gs, ring);
  return true;
}

function fillData(index: u32, selector: u32, ring: u32): void {
  const descriptor = descriptorOf(selector);
  if (selector & 0xfffc && isDataFor(selector, descriptor, ring)) setSegment(index, selector & 0xffff, descriptor);
  else clearSegment(index, 0);
}
