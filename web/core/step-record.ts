/** What one step of a machine read, wrote and decided: plain data, made by running it. */

import type { Position, Registers } from './machine-api';
import type { Walk } from './memory-picture';

/** An access to memory, with the way to it. What is implied is told as well: descriptors, gates, the TSS, what a delivery pushes. */
export interface StepAccess {
  kind: 'read' | 'write';
  /** Linear address. */
  address: number;
  /** Machine address of the first byte. */
  maddr: number;
  /** 1 to 8. */
  bytes: number;
  value: bigint;
  /** What stood there before it was written. */
  before?: bigint;
  /** The tables as they stood before the step. */
  walk: Walk;
}

/** The instruction, or the delivery of another exception, met one. */
export interface StepException {
  kind: 'exception';
  vector: number;
  /** Absent where the vector pushes none. */
  errorCode?: number;
  /** The linear address of a page fault. */
  address?: number;
  /** The way there, as far as it goes. */
  walk?: Walk;
}

/** The processor enters a handler through its IDT. */
export interface StepDelivery {
  kind: 'delivery';
  vector: number;
  /** It is an interrupt from outside, which came before the instruction. */
  external: boolean;
}

/** The instruction is answered by Xen, or by a device of the bare machine. */
export interface StepExit {
  kind: 'exit';
  /** abi/exit.ts, `Exit`. */
  exit: number;
  /** Privileged and Io: `PrivilegedOp`. */
  operation: number;
  /** SoftwareInterrupt: vector. */
  vector: number;
  /** Register number, MSR or port. */
  operand: number;
  value: bigint;
}

export type StepEvent = StepAccess | StepException | StepDelivery | StepExit;

/**
 * One step: an instruction, an iteration of a repeated one, or the delivery of an interrupt; with an instruction that faults on the bare
 * machine, the delivery of its exception. Xen's own work is no part of it: trace records tell that.
 */
export interface StepRecord {
  /** Before it. */
  position: Position;
  /** After it. The count is the same where nothing could run. */
  next: Position;
  /** The bytes at the instruction pointer, as many as the longest instruction has, where they can be read. */
  code: { address: number; bytes: Uint8Array; walk: Walk };
  before: Registers;
  after: Registers;
  /** In order. */
  events: StepEvent[];
}
