/** The run loop of the bare machine: the CPU delivers its own exceptions, pc/ answers its ports and asks for interrupts. */
import { Exit, HostExit, PrivilegedOp } from './abi/exit';
import { isInterrupted } from './cpu/pause';
import { cpuRun } from './cpu/run';
import { raiseWaitingTrap } from './cpu/system/debug-traps';
import { deliverException, deliverInterrupt } from './cpu/system/deliver';
import { completeIn } from './cpu/system/port-io';
import { machine } from './layout/machine-state';
import { PcEnd, pcState } from './layout/pc-state';
import { vcpu } from './layout/vcpu-state';
import { watchState } from './layout/watch-state';
import { isSpent } from './mmu/effort';
import { compareWatched } from './mmu/host-watch';
import { updateDevices, wakeDeadline } from './pc/board';
import { acknowledgeInterrupt } from './pc/interrupt-controller';
import { endMachine, readPort, writePort } from './pc/ports';

/** Answer of `reason`: go on. */
const GO_ON: u32 = 0xff;

/**
 * As run(). Each boundary at which a device acts is an exact tick, so how the run is cut into calls makes no difference. A halted CPU skips
 * time to the next device's deadline.
 */
export function runBare(limit: i32, untilTick: u64): u32 {
  const at = machine();
  const end = at.count + <u64>max(limit, 0);
  const entered = at.tick;
  while (true) {
    const why = reason(end, untilTick);
    if (why !== GO_ON) return why;
    updateDevices();
    if (at.exit === Exit.Exception) answerException();
    else if (isInterrupted()) deliverInterrupt(acknowledgeInterrupt());
    else if (!vcpu().halted) runCpu(end, untilTick);
    else if (at.tick !== entered || !skipIdle(untilTick)) return HostExit.Idle;
  }
}

/** Why to return to the host at this boundary, or GO_ON. */
function reason(end: u64, untilTick: u64): u32 {
  const at = machine();
  const pc = pcState();
  if (watchState().hit !== 0 && at.exit === Exit.Budget) compareWatched();
  if (pc.ended) return HostExit.MachineEnded;
  if (pc.hostPending) {
    pc.hostPending = 0;
    return HostExit.Backend;
  }
  const isDone = at.count >= end || at.tick >= untilTick || (isSpent() && at.exit === Exit.Budget);
  return isDone ? HostExit.Budget : GO_ON;
}

/** Runs the CPU up to the next thing that is due, and answers a port it used. */
function runCpu(end: u64, untilTick: u64): void {
  const at = machine();
  const room = min(at.deadline, untilTick) - at.tick;
  cpuRun(<i32>min(end - at.count, max(room, 1)));
  if (at.exit === Exit.Io) answerPort();
}

/** Delivers an exception. That may unwind: another exception then stands in its place, and the next call takes it up. */
function answerException(): void {
  const at = machine();
  at.exit = Exit.Budget;
  deliverException();
  if (at.exit === Exit.Shutdown) endMachine(PcEnd.Shutdown, 0);
}

function answerPort(): void {
  const at = machine();
  at.exit = Exit.Budget;
  if (at.operation === PrivilegedOp.In || at.operation === PrivilegedOp.StringIn) {
    completeIn(readPort(at.operand, at.register));
  } else {
    writePort(at.operand, at.register, <u32>at.value);
  }
  raiseWaitingTrap();
}

/** Nothing can happen before the next deadline: lets time pass until then, or until `untilTick` if that is earlier. False if neither is ahead. */
function skipIdle(untilTick: u64): bool {
  const at = machine();
  const next = min(wakeDeadline(), untilTick);
  if (next === u64.MAX_VALUE || next <= at.tick) return next <= at.tick;
  at.tick = next;
  return true;
}
