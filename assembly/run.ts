/**
 * The run loop: the CPU runs until an Exit, xen/ answers it, and what is due by then (timers, the scheduler's choice, upcalls) happens
 * before the next instruction. Invariants:
 *
 * - run() stops after exactly the instructions asked for, or at the first boundary whose tick is the one asked for; or earlier, for a
 *   reason. Each of these stops stands right behind an instruction: what is due then is done by the next call. So it makes no difference
 *   to the machine how its run is cut into calls.
 * - One call does a bounded amount of work, whatever the guest asks for.
 */
import { Exit, HostExit, PrivilegedOp } from './abi/exit';
import { HYPERCALL_VECTOR } from './abi/hypercall';
import { Vector } from './abi/vector';
import { cpuid } from './cpu/cpuid';
import { eflags, setEflags } from './cpu/flags';
import { modeChanged } from './cpu/mode';
import { cpuRun } from './cpu/run';
import { completeIn } from './cpu/system/port-io';
import { machine } from './layout/machine-state';
import { vcpu } from './layout/vcpu-state';
import { Writer, watchState } from './layout/watch-state';
import { xenState } from './layout/xen-state';
import { beginEffort, isSpent } from './mmu/effort';
import { blame, compareWatched } from './mmu/host-watch';
import { ACCESS_USER } from './mmu/walk';
import { runBare } from './run-bare';
import { beginTableStore, finishTableStore } from './table-store';
import { isTraceFull } from './trace/trace';
import { KERNEL_RING } from './xen/bounce';
import { charge, TRAP_TICKS } from './xen/charge';
import { FORCED_CPUID_BYTES, hideFeatures, hypervisorLeaf, isForcedCpuid, isHypervisorLeaf } from './xen/cpuid';
import { currentVcpu, hasCurrent } from './xen/domains';
import { hypercall } from './xen/hypercalls';
import { finishDestroyed } from './xen/life';
import { mapLdtPage } from './xen/mm/descriptor-table';
import { isTableOpen } from './xen/mm/writable-table';
import { privileged } from './xen/privileged';
import { mustSchedule, schedule } from './xen/sched';
import { fireTimers } from './xen/timers';
import { bounceException, Fate, recordTrap, softwareInterrupt, steppedOver } from './xen/traps';
import { deliverUpcalls } from './xen/upcall';

/** Ticks of hypervisor work after which a call returns to the host, whatever is left of its instructions: 10 ms of guest time. */
const WORK_LIMIT: u64 = 10_000_000;
/** Answer of `reason`: go on. */
const GO_ON: u32 = 0xff;

/**
 * Runs at most `limit` instructions, and no further than the first boundary at or after `untilTick`. An idle machine answers
 * HostExit.Idle when something ran before, and otherwise skips time to its next deadline or to `untilTick`, whichever is first.
 *
 * @returns HostExit
 */
export function run(limit: i32, untilTick: u64): u32 {
  blame(Writer.Host);
  const exit = machine().bare ? runBare(limit, untilTick) : runXen(limit, untilTick);
  machine().hostExit = exit;
  beginEffort();
  return exit;
}

function runXen(limit: i32, untilTick: u64): u32 {
  const at = machine();
  const end = at.count + <u64>max(limit, 0);
  const entered = at.tick;
  const work = at.tick - at.count + WORK_LIMIT;
  while (true) {
    if (isTableOpen()) finishTableStore();
    const why = reason(end, untilTick, work);
    if (why !== GO_ON) return why;
    if (at.exit !== Exit.Budget) {
      answerExit();
      blame(Writer.Xen);
    } else if (isSettled() || settle()) {
      cpuRun(<i32>min(end - at.count, room(untilTick)));
    } else if (isIdle() && (at.tick !== entered || !skipIdle(untilTick))) {
      return HostExit.Idle;
    }
  }
}

/** Answers what the CPU left with: a store to a page table runs once more, everything else is Xen's affair. */
function answerExit(): void {
  const at = machine();
  if (at.exit === Exit.Exception && beginTableStore()) return;
  answer();
}

/** Is there no vCPU that could run? */
function isIdle(): bool {
  return !hasCurrent() && !mustSchedule();
}

/** Why to return to the host at this boundary, or GO_ON. `work`: the most that tick and count may be apart. */
function reason(end: u64, untilTick: u64, work: u64): u32 {
  const at = machine();
  const xen = xenState();
  if (watchState().hit !== 0 && at.exit === Exit.Budget) compareWatched();
  if (at.exit === Exit.Breakpoint) {
    at.exit = Exit.Budget;
    return HostExit.Stopped;
  }
  if (xen.domainEnded) {
    xen.domainEnded = 0;
    return HostExit.DomainEnded;
  }
  if (xen.hypercallMade) {
    xen.hypercallMade = 0;
    if (at.stopAtHypercall) {
      // Whoever stops looks at the back ends as well: the state is to be the same as without stopping.
      xen.hostPending = 0;
      return HostExit.Stopped;
    }
  }
  if (xen.hostPending) {
    xen.hostPending = 0;
    return HostExit.Backend;
  }
  if (isTraceFull()) return HostExit.TraceFull;
  if (at.count >= end || at.tick >= untilTick || at.tick - at.count >= work) return HostExit.Budget;
  if (isSpent() && at.exit === Exit.Budget) return HostExit.Budget;
  return GO_ON;
}

/** Ticks to the next thing that is due: no instruction may run across it. */
function room(untilTick: u64): u64 {
  const next = min(min(machine().deadline, xenState().sliceEnd), untilTick);
  const now = machine().tick;
  return next > now ? next - now : 1;
}

/**
 * Is nothing due before the next instruction? A guest that clears its upcall mask by itself does not enter Xen, so nothing is due: it has
 * to look for itself, or hears of its events when Xen is next entered. The host's calls are no entries.
 */
function isSettled(): bool {
  const at = machine();
  return xenState().entered === 0 && at.tick < at.deadline && !mustSchedule() && hasCurrent();
}

/** Does what is due before the next instruction. False if no vCPU can run, or if there is something to say to the host first. */
function settle(): bool {
  const at = machine();
  if (hasCurrent()) at.eflags = eflags();
  xenState().callCharge = 0;
  if (at.tick >= at.deadline) fireTimers();
  if ((!hasCurrent() || mustSchedule()) && !schedule()) {
    blame(Writer.Xen);
    return false;
  }
  xenState().entered = 0;
  deliverUpcalls(currentVcpu());
  blame(Writer.Xen);
  resume();
  return !mustSchedule();
}

/** The vCPU goes on as Xen left it. */
function resume(): void {
  setEflags(machine().eflags);
  modeChanged();
}

/** Nobody can run: lets time pass until the next deadline, or until `untilTick` if that is earlier. False if neither is ahead. */
function skipIdle(untilTick: u64): bool {
  const at = machine();
  const next = min(at.deadline, untilTick);
  if (next === u64.MAX_VALUE || next <= at.tick) return false;
  at.tick = next;
  return true;
}

/** Answers the exit the CPU left with. The instruction has changed nothing yet and ip names it. */
function answer(): void {
  const at = machine();
  const exit = at.exit;
  at.exit = Exit.Budget;
  at.refusedStore = 0;
  at.eflags = eflags();
  xenState().entered = 1;
  xenState().callCharge = 0;
  switch (exit) {
    case Exit.Exception:
      answerException();
      break;
    case Exit.SoftwareInterrupt:
      answerInterrupt();
      break;
    case Exit.Privileged:
      privileged();
      break;
    case Exit.DescriptorPage:
      answerDescriptorPage();
      break;
    case Exit.Io:
      answerPort();
      break;
    default:
  }
  resume();
}

/** INT n: a hypercall if the kernel means Xen, else the guest's own affair. */
function answerInterrupt(): void {
  const at = machine();
  if (at.vector === HYPERCALL_VECTOR && <u32>vcpu().cpl === KERNEL_RING) {
    hypercall();
    finishDestroyed();
    xenState().hypercallMade = 1;
  } else {
    softwareInterrupt(at.vector, at.length);
  }
}

/** An exception: #UD may be a question to Xen, a page fault a store to a page table; the rest is the guest's. */
function answerException(): void {
  const at = machine();
  if (at.vector === Vector.InvalidOpcode && isForcedCpuid()) {
    forcedCpuid();
    return;
  }
  bounceException(at.vector, at.hasErrorCode !== 0, at.errorCode, at.vector === Vector.PageFault ? at.address : 0);
}

/** CPUID by way of Xen: the processor's answer less what Xen hides, or Xen's own leaves. */
function forcedCpuid(): void {
  const at = machine();
  const r = vcpu();
  const leaf = <u32>r.eax;
  recordTrap(Vector.InvalidOpcode, 0, 0, Fate.Emulated);
  if (isHypervisorLeaf(leaf)) {
    hypervisorLeaf(leaf);
  } else {
    cpuid();
    hideFeatures(leaf);
  }
  r.ip = (r.ip + FORCED_CPUID_BYTES) & 0xffffffff;
  at.count += 1;
  at.tick += 1;
  charge(TRAP_TICKS);
  steppedOver();
}

/** What a port answers an INS that Xen let through: there is no device. */
function answerPort(): void {
  charge(TRAP_TICKS);
  if (machine().operation === PrivilegedOp.StringIn) completeIn(0xffffffff);
}

/** A page of the LDT is used for the first time: Xen takes the frame the guest maps there, or the guest has a page fault. */
function answerDescriptorPage(): void {
  const at = machine();
  charge(TRAP_TICKS);
  if (mapLdtPage(at.operand)) {
    recordTrap(Vector.PageFault, 0, currentVcpu().ldtBase + (at.operand << 12), Fate.FixedUp);
    return;
  }
  const user: u32 = vcpu().cpl === 3 ? ACCESS_USER : 0;
  bounceException(Vector.PageFault, true, user, currentVcpu().ldtBase + (at.operand << 12));
}
