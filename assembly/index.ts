/** The exports of the wasm: numbers in, numbers out. What is not a number lies in linear memory (base/memory-map.ts). */
import { FRAME_TABLE, MACHINE, MAX_FRAMES, PAGE_SHIFT, RAM, VCPU, XEN, XEN_END } from './base/memory-map';
import { eflags as flagsOfVcpu, settleFlags } from './cpu/flags';
import { dropCaches, observeSteps, resetCpu } from './cpu/run';
import { machine } from './layout/machine-state';
import { pcState } from './layout/pc-state';
import { Vcpu } from './layout/vcpu';
import { VCPU_BYTES } from './layout/vcpu-state';
import { Writer } from './layout/watch-state';
import { xenState } from './layout/xen-state';
import { translateGuest } from './mmu/guest-access';
import { stateHash as hashOfState } from './mmu/hash';
import { blame, compareWatched, watchBytes } from './mmu/host-watch';
import { touch as touchFrame } from './mmu/physical';
import { createPc, updateDevices } from './pc/board';
import { serialInput as receiveSerial } from './pc/serial-port';
import { takeText } from './trace/text-ring';
import { consoleInput, consoleWaiting } from './xen/console-input';
import { createXen } from './xen/create';
import { audit as auditFrames } from './xen/mm/audit';

export { unwound } from './cpu/run';
export { run } from './run';
export {
  domainAllocPage,
  domainCreate,
  domainDestroy,
  domainMaxVcpus,
  domainPause,
  domainPinTable,
  domainSetWeight,
  domainUnpause,
  eventAllocUnbound,
  eventBind,
  eventClose,
  eventPending,
  eventSend,
  grantFrame,
  grantMap,
  grantPrefill,
  grantUnmap,
  sharedInfoFrame,
  vcpuSetContext,
} from './xen/control';

/** Bytes of MACHINE's region. */
const MACHINE_BYTES: usize = 0x300;

/**
 * Clears everything and makes a machine of `frames` frames of RAM, at most MAX_FRAMES. `bare`: 1 without Xen.
 *
 * The memory must be large enough: RAM + frames * 4096 bytes. Fresh memory is taken to be zero.
 */
export function create(frames: u32, bare: u32): void {
  const at = machine();
  if (at.frames !== 0) clearMachine(at.frames);
  at.frames = min(frames, MAX_FRAMES);
  at.bare = bare;
  at.deadline = u64.MAX_VALUE;
  resetCpu();
  if (bare) createPc();
  else createXen();
}

/** Forgets a machine of `frames` frames. Fresh memory is never cleared: touching its pages would cost more than all the rest. */
function clearMachine(frames: u32): void {
  memory.fill(RAM, 0, (<usize>frames) << PAGE_SHIFT);
  memory.fill(VCPU, 0, VCPU_BYTES);
  memory.fill(MACHINE, 0, MACHINE_BYTES);
  memory.fill(XEN, 0, XEN_END - XEN);
  memory.fill(FRAME_TABLE, 0, (<usize>frames) << 4);
}

/** 64 bits over everything a guest can see; the same whatever the caches hold and however the run was cut into calls. */
export function stateHash(): u64 {
  settleFlags();
  // What the next call would do first, so that it makes no difference how many calls led here.
  if (machine().bare) updateDevices();
  return hashOfState();
}

/** Drops every cache. Changes nothing that can be seen. */
export function flushCaches(): void {
  dropCaches();
}

/** 1: one instruction at a time. */
export function setStepping(on: u32): void {
  machine().stepping = on;
  dropCaches();
}

/** 1: trace records are written. */
export function setTracing(on: u32): void {
  machine().tracing = on;
}

/** 1: run() answers HostExit.Stopped after each hypercall. */
export function setStopAtHypercall(on: u32): void {
  machine().stopAtHypercall = on;
}

/** Address in linear memory of a virtual address of the vCPU that runs or ran last (read with its kernel's rights), or 0. */
export function translate(va: u32): u32 {
  return machine().bare || xenState().previous ? <u32>translateGuest(va, false, false) : 0;
}

/** EFLAGS of the vCPU that runs or ran last. */
export function eflags(): u32 {
  const xen = xenState();
  const isSaved = !machine().bare && xen.current === 0 && xen.previous !== 0;
  return isSaved ? changetype<Vcpu>(xen.previous).eflags : flagsOfVcpu();
}

/** The host wrote to machine frame `mfn`. */
export function touch(mfn: u32): void {
  touchFrame(mfn);
}

/**
 * Watches `bytes` bytes at machine address `maddr`, all in one frame, until the next call; 0 bytes: nothing. What changes them, when and by
 * whom, is noted in `WatchState`. Changes nothing that can be seen. 0: they cannot be watched.
 */
export function setWatch(maddr: u32, bytes: u32): u32 {
  dropCaches();
  return watchBytes(maddr, bytes) ? 1 : 0;
}

/** 1: what each step does is noted in `StepLog`, the last one's standing there. Changes nothing that can be seen. */
export function setObserving(on: u32): void {
  observeSteps(on);
}

/** Notes what the host itself changed of the watched bytes since the machine last ran. */
export function checkWatch(): void {
  blame(Writer.Host);
  compareWatched();
}

/** Moves what waits on the emergency console, or was sent by the bare machine's serial port, to EXCHANGE; answers its length in bytes. */
export function consoleText(): u32 {
  return takeText();
}

/** Recounts every type and use of every frame from the page tables alone; answers abi/audit.ts, `Mismatch`. Uses the exchange buffer. */
export function audit(): u32 {
  return auditFrames();
}

/** A byte was typed at the serial port: the bare machine's, or Xen's, which keeps it for domain 0. 0: there is no room for it. */
export function serialInput(byte: u32): u32 {
  const isTaken = machine().bare ? receiveSerial(byte) : consoleInput(byte);
  return isTaken ? 1 : 0;
}

/** Bytes typed at the serial port that nobody has read yet. */
export function serialWaiting(): u32 {
  return machine().bare ? pcState().typed - pcState().received : consoleWaiting();
}
