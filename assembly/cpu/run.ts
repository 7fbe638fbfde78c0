/** Running the CPU: exact budgets, instructions that need care, and picking up after an unwinding. */
import { Exit } from '../abi/exit';
import { Vector } from '../abi/vector';
import {
  CAREFUL,
  CODE_LIMIT,
  FLAT_LIMIT,
  GENERATION,
  LEFT,
  RECORD,
  RERUN,
  SAVED_ESP,
  SYNCED,
} from '../base/engine-map';
import { CODE_LINES, DIRTY, MAX_FRAMES, PAGE_FLAGS, PAGE_HASHES, SCRATCH } from '../base/memory-map';
import { machine } from '../layout/machine-state';
import { Observer, StepEventKind, stepLog } from '../layout/step-log';
import { vcpu } from '../layout/vcpu-state';
import { watchState } from '../layout/watch-state';
import { flushAll, forgetEverything } from '../mmu/coherence';
import { isSpent, spend } from '../mmu/effort';
import { EXIT_RERUN } from '../mmu/fault';
import { watchBytes } from '../mmu/host-watch';
import { allowLeaving, isLeaving, putBack } from '../mmu/leave';
import { beginStep, isObserving, noteEvent } from '../mmu/observe';
import { Blocks, dropBlocks } from './blocks';
import { decodeBlock } from './decode';
import { codeAddress, fetchFrame } from './fetch';
import { runBlocks } from './interpreter.gen';
import { modeChanged } from './mode';
import { isInterrupted } from './pause';
import { Block, Record, Whereabouts } from './record';
import { afterInstruction, beforeInstruction, needsCare } from './system/debug-traps';
import { raise } from './system/exception';
import { GENERAL_END_UOP, GENERAL_UOP, LEAVABLE_UOPS, LEAVE_UOP } from './uops.gen';

/** Where blocks stand that are run once: behind what fuse.ts keeps in the scratch area. */
const ONCE: usize = SCRATCH + 0x1000;
const FIRST_GENERATION: u32 = 8;

/**
 * Runs up to `limit` instructions and adds what was retired to count and tick. Why it stopped is in `MachineState.exit`: Exit.Budget
 * when the instructions are done, an interrupt may be delivered, or the call's effort is spent (mmu/effort.ts), but not before one ran.
 *
 * @returns the instructions left of `limit`
 */
export function cpuRun(limit: i32): i32 {
  const at = machine();
  at.exit = Exit.Budget;
  modeChanged();
  let left = limit;
  while (left > 0 && at.exit === Exit.Budget && !isInterrupted()) {
    if (load<u32>(RERUN) !== 0 || needsCare() || watchState().hit !== 0 || isObserving()) {
      left -= runCarefully();
    } else {
      open(left);
      runBlocksFrom(left);
      if (isLeaving()) takeUp();
      left -= settle();
    }
    // The host's watch is compared between two instructions, which is up to whoever called.
    if ((watchState().hit !== 0 || isSpent()) && load<u32>(RERUN) === 0) break;
  }
  noteOutcome();
  return left;
}

/** Notes how the observed step left the CPU, if it did. */
function noteOutcome(): void {
  const at = machine();
  if (!isObserving() || at.exit === Exit.Budget) return;
  const isException = at.exit === Exit.Exception;
  const event = isException
    ? noteEvent(StepEventKind.Exception, at.vector, at.errorCode)
    : noteEvent(StepEventKind.Exit, at.exit, at.value);
  event.address = isException ? <u32>at.address : at.operand;
  event.bytes = isException ? <u16>at.hasErrorCode : 0;
  event.maddr = isException ? 0 : at.register;
  event.before = isException ? 0 : at.exit === Exit.SoftwareInterrupt ? at.vector : at.operation;
}

/** Begins to count instructions, of which `budget` may run. */
function open(budget: i32): void {
  store<i32>(SYNCED, budget);
  store<i32>(LEFT, budget);
}

/** Adds what was retired since `open` to count and tick; gives how many that were. */
function settle(): i32 {
  const retired = load<i32>(SYNCED) - load<i32>(LEFT);
  store<i32>(SYNCED, load<i32>(LEFT));
  machine().count += retired;
  machine().tick += retired;
  return retired;
}

/** Runs blocks; if not even the first fits, a part of it. */
function runBlocksFrom(budget: i32): void {
  const block = Blocks.at(<u32>vcpu().ip);
  if (block.count <= budget) runBlocks(block, budget);
  else runBlocks(decodeOnce(budget, false), budget);
}

/** Decodes a block that is not kept. */
function decodeOnce(most: u32, careful: bool): Block {
  const eip = <u32>vcpu().ip;
  store<u32>(RECORD, 0);
  if (eip > load<u32>(CODE_LIMIT)) raise(Vector.Protection);
  const linear = codeAddress(eip);
  const physical = (fetchFrame(linear) << 12) | (linear & 0xfff);
  return decodeBlock(ONCE, eip, physical, most, careful);
}

/** Runs one instruction through the generic path, with every kind of store allowed and debug conditions observed. */
function runCarefully(): i32 {
  open(1);
  beginStep();
  store<u32>(RERUN, 0);
  store<u32>(CAREFUL, 1);
  store<u32>(RECORD, 0);
  beforeInstruction();
  runBlocks(decodeOnce(1, true), 1);
  store<u32>(CAREFUL, 0);
  const retired = settle();
  if (retired !== 0 || machine().exit === Exit.Budget) afterInstruction();
  return retired;
}

/** Takes up after the host caught the unwinding: everything is as it was before the instruction that unwound. */
export function unwound(): void {
  spend(2);
  const again = undo();
  store<u32>(CAREFUL, 0);
  settle();
  if (!again) noteOutcome();
}

/** The same after an instruction that was left without unwinding (mmu/leave.ts). */
function takeUp(): void {
  spend(1);
  putBack();
  undo();
}

/** Goes back to where the instruction began, if one had begun. True: it is to run again by itself. */
function undo(): bool {
  const record = changetype<Record>(load<u32>(RECORD));
  if (changetype<usize>(record) !== 0) rewind(record);
  store<u32>(RECORD, 0);
  const at = machine();
  if (at.exit !== EXIT_RERUN) return false;
  at.exit = Exit.Budget;
  store<u32>(RERUN, 1);
  return true;
}

function rewind(record: Record): void {
  const block = Whereabouts.blockOf(record);
  const state = vcpu();
  state.ip = block.eip + record.start;
  store<i32>(LEFT, load<i32>(LEFT) + block.count - Whereabouts.before);
  if (record.uop === GENERAL_UOP || record.uop === GENERAL_END_UOP) state.esp = load<u32>(SAVED_ESP);
}

/** Drops every cache. Changes nothing that can be seen. */
export function dropCaches(): void {
  flushAll();
  dropBlocks();
}

/** 1: from now on every step is observed (layout/step-log.ts). Changes nothing that can be seen. */
export function observeSteps(on: u32): void {
  const others = stepLog().observing & ~Observer.Host;
  stepLog().observing = on ? others | Observer.Host : others;
  beginStep();
  dropCaches();
}

/** Prepares for a new machine, whose state and RAM were cleared: every frame holds zeros, and its hash is 0. */
export function resetCpu(): void {
  if (load<u32>(GENERATION) !== 0) clearFrames(); // else the memory is fresh, and touching it costs more than all the rest
  watchBytes(0, 0);
  stepLog().observing = 0;
  store<u32>(GENERATION, FIRST_GENERATION);
  store<u32>(FLAT_LIMIT, 0xffffffff);
  store<u32>(RECORD, 0);
  store<u32>(RERUN, 0);
  store<u32>(CAREFUL, 0);
  allowLeaving(LEAVABLE_UOPS, LEAVE_UOP);
  open(0);
  forgetEverything();
  dropBlocks();
}

/** Forgets what is known of every frame. */
function clearFrames(): void {
  memory.fill(PAGE_FLAGS, 0, MAX_FRAMES);
  memory.fill(DIRTY, 0, MAX_FRAMES);
  memory.fill(CODE_LINES, 0, <usize>MAX_FRAMES * 8);
  memory.fill(PAGE_HASHES, 0, <usize>MAX_FRAMES * 8);
}
