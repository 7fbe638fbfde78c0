/**
 * The contract between a page (or the command line) and the worker that holds one machine. Plain data only: everything here crosses a
 * postMessage border. The page looks and asks; whatever can change what a guest sees happens in the worker, at an exact position.
 */

import type { DomainCommand, DomainPicture, DomainScenario } from './domain-api';
import type { MemoryPicture, MemoryQuestion } from './memory-picture';
import type { ProfileName } from './profile-name';
import type { StepRecord } from './step-record';

export type { DomainCommand, DomainPicture, DomainScenario, DomainStatus, RunTimes } from './domain-api';
export type { ProfileName } from './profile-name';

/** A moment of a machine: instructions retired and clock ticks. Nothing else moves time. */
export interface Position {
  count: bigint;
  tick: bigint;
}

/** Where to go in a run: an exact position, or the first boundary after so many instructions, where the machine may stand for a while. */
export type Place = Position | { count: bigint };

/** Console bytes typed to a domain. */
export interface ConsoleInput {
  tick: bigint;
  kind: 'console';
  domid: number;
  bytes: Uint8Array;
}

/** Something that the toolstack was told to do with a domain. */
export interface ToolstackInput {
  tick: bigint;
  kind: 'toolstack';
  domid: number;
  command: DomainCommand;
}

/** One thing that reached a guest from outside, stamped with the tick at which it acts. */
export type InputEvent = ConsoleInput | ToolstackInput;

/** Which source line each instruction of an image came from: what stands beside a committed image as NAME.lines.json. */
export interface LineTable {
  /** Paths, relative to the project. */
  files: string[];
  /** In threes: address minus the row before, index into files (-1: no source until the next row), line minus the row before. */
  rows: number[];
  /** Name, address, bytes; 0 bytes for a label in assembly. */
  functions: [string, number, number][];
}

/**
 * Everything that makes a machine: with the input log and a position it names a state for ever. What a domain is made of is here that of the
 * first one; on the bare machine, of the kernel.
 */
export interface Scenario extends DomainScenario {
  /** Domains beside the first, in the order of their numbers. */
  others?: readonly DomainScenario[];
  /** The guest is domain 0; the control plane then has no domid. */
  dom0?: boolean;
  /** Run a multiboot kernel on the bare machine instead of Xen: one CPU, no profile, no dom0; a ramdisk becomes its module. */
  bare?: boolean;
  /** What was typed before, by tick (from a link or a log). */
  inputs?: InputEvent[];
  /** RAM of the machine in MiB (default 128, at most 1024). */
  ram?: number;
  /** The image's source lines, to step by. Without them, a step by line is one instruction. */
  lines?: LineTable;
}

/** How a machine stands. */
export type MachineStatus =
  | { state: 'running' }
  | { state: 'paused' }
  /** Nothing to do until input or (when paced) the wall clock reaches the next deadline. */
  | { state: 'idle' }
  /** The domain ended: orderly or not, in one sentence. */
  | { state: 'ended'; orderly: boolean; reason: string };

/** Registers of the running vCPU, as plain numbers. */
export interface Registers {
  eax: number;
  ecx: number;
  edx: number;
  ebx: number;
  esp: number;
  ebp: number;
  esi: number;
  edi: number;
  eip: number;
  eflags: number;
  cs: number;
  ss: number;
  ds: number;
  es: number;
  fs: number;
  gs: number;
  cr0: number;
  cr2: number;
  cr3: bigint;
  cr4: number;
  cpl: number;
  domid: number;
  vcpu: number;
}

/** One consistent picture of the machine: every pane draws from the same one, so panes never disagree. */
export interface Moment {
  /** Raised by every seek and restart; a reply of an older epoch is dropped. */
  epoch: number;
  position: Position;
  status: MachineStatus;
  registers: Registers;
  /** State hash, 16 hex digits. */
  hash: string;
  /** Bytes around the instruction pointer that can be read, for the disassembly; `address` is where they begin. */
  code: { address: number; bytes: Uint8Array };
  /** The word on top of the stack: in a function that has pushed nothing, such as a hypercall's stub, where it returns to. */
  returnsTo: number;
  /** Console bytes of the domain that is shown (`MachineApi.show`): since the machine began (total), and those since the previous moment. */
  console: { domid: number; total: number; from: number; bytes: Uint8Array };
  /** Every domain the machine was made with; none on the bare machine. */
  domains: DomainPicture[];
  /** Trace records written so far. */
  traced: number;
  /** Page tables and frames, once something was asked of them (`MachineApi.observe`). */
  memory?: MemoryPicture;
}

/** A run of trace records: raw TraceRecords (layout.gen.ts), 128 bytes each. */
export interface TraceChunk {
  epoch: number;
  /** Ordinal of the first. */
  from: number;
  records: Uint8Array;
}

/** What a machine is, told once it stands. */
export interface MachineInfo {
  epoch: number;
  domid: number;
  /** Absent on the bare machine. */
  profile?: ProfileName;
  format: 'pae' | '2-level' | 'bare';
  /** sha256 of the image, hex. */
  imageHash: string;
  /** Version of the machine's semantics: positions of another version name other states. */
  semantics: number;
  entry: number;
  /** One sentence a line: what the builder did, where it put what. */
  builder: string[];
}

/** A request that could not be done: one sentence that names what was wrong and what to do. */
export interface Refusal {
  refused: string;
}

/** Who last changed some bytes of memory. */
export interface Writing {
  /** The first moment at which they stood as they do now; the beginning for what the builder wrote. */
  position: Position;
  /**
   * The instruction at `ip`; the processor's page walk for it (accessed and dirty bits); Xen, answering hypercall `hypercall` or something
   * else; a back end of the control plane; the domain builder, before the first instruction (or nobody: memory begins as zeros).
   */
  by: 'instruction' | 'walk' | 'xen' | 'back end' | 'builder';
  /** Instruction, walk, Xen: where the vCPU stood just before. */
  ip?: number;
  /** Xen: the hypercall's number, absent when it was none. */
  hypercall?: number;
  /** Xen: ordinal of the trace record that tells of it. */
  ordinal?: number;
  /** The bytes before and after. */
  before: Uint8Array;
  after: Uint8Array;
}

/** What a trace record must be: every field that is named has that value. The names are those of a TraceRecord (layout.gen.ts). */
export interface RecordTest {
  kind?: number;
  code?: number;
  domid?: number;
  vcpu?: number;
  ip?: number;
  result?: number;
  arg0?: number | bigint;
  arg1?: number | bigint;
  arg2?: number | bigint;
  arg3?: number | bigint;
  arg4?: number | bigint;
  arg5?: number | bigint;
  rule?: number;
  level?: number;
  slot?: number;
  mfn?: number;
  /** Whether it tells of a refusal, with its reason. */
  refused?: boolean;
  /** Whether it is part of the record before: a request of a batch. */
  part?: boolean;
  /** Whether it is a hypercall that Xen interrupted, to go on with it when the guest makes it again. */
  interrupted?: boolean;
}

/**
 * What a run may be to: the moment right after such a record was written; the first boundary at which registers have these values; where
 * a source line begins to run.
 */
export type Condition =
  | { record: RecordTest }
  | { registers: Partial<Registers> }
  | { line: { file: string; line: number } };

/** A trace record that passes a test. */
export interface Mark {
  ordinal: number;
  /** Position in the record: where the event was, `runTo` may stop an instruction later. */
  position: Position;
  /** The machine went back to before it. */
  ahead: boolean;
}

/** What a step is. Without a line table a line is an instruction. */
export type StepUnit = 'instruction' | 'line' | 'hypercall';

/** What a worker offers. Every call answers with the moment that followed, or a refusal; none throws for bad input. */
export interface MachineApi {
  /** Hands over the core: its bytes, a compiled module or a URL. Called once. */
  boot(wasm: WebAssembly.Module | ArrayBuffer | string): Promise<{ ready: true } | Refusal>;
  /** Builds a machine anew (raises the epoch), paused before its first instruction. */
  create(scenario: Scenario): Promise<MachineInfo | Refusal>;
  /** Runs freely. `paced` lets virtual time not overtake the wall clock (a person watches); otherwise as fast as it goes. */
  run(options?: { paced?: boolean }): Promise<Moment>;
  /** Stops within 100 ms, between two instructions. */
  pause(): Promise<Moment>;
  /**
   * Takes `times` steps (1), backward for a negative number, which raises the epoch. By line: to where another line begins, into calls. By
   * hypercall: to right behind it. Back from further than there are steps leads to the beginning; there, it is refused.
   */
  step(unit: StepUnit, times?: number): Promise<Moment | Refusal>;
  /**
   * Goes to exactly `place`, from whichever side, feeding the input log; used by links. Of an event (`isEvent`: a trace record's position)
   * the count is exact, but charges of the same call may follow its tick: the machine stands behind them. A count alone that lies behind
   * the end of the run leads to the end.
   */
  seek(place: Place, isEvent?: boolean): Promise<Moment | Refusal>;
  /**
   * Runs until a condition holds that did not hold before; back when `direction` is -1, which raises the epoch, and then to the beginning
   * where it never held. Forward it ends where the machine does, or at a pause.
   */
  runTo(condition: Condition, direction?: 1 | -1): Promise<Moment | Refusal>;
  /** Every trace record still known that passes a test, in order. */
  marks(test: RecordTest): Promise<Mark[] | Refusal>;
  /**
   * Who last changed `bytes` bytes (at most 64, in one frame) at machine address `maddr` before now? The machine goes back to find out, and
   * returns: nothing of it is another afterwards.
   */
  whoWrote(maddr: number, bytes: number): Promise<Writing | Refusal>;
  /**
   * What the next step reads, writes and decides: the machine takes it under observation and goes back. Nothing of it is another
   * afterwards.
   */
  explain(): Promise<StepRecord | Refusal>;
  /** Types into the console of the domain that is shown: logged at the tick at which it is taken. */
  type(bytes: Uint8Array): Promise<void>;
  /** Tells the toolstack to do something with a domain, here and now: logged at this tick, so that a replay does the same. */
  command(domid: number, command: DomainCommand): Promise<Moment | Refusal>;
  /**
   * Says which domain moments tell of from now on: its console, and the registers and memory of its vCPU that ran last. `undefined`: the
   * first domain's console, and whichever vCPU the machine ran last.
   */
  show(domid: number | undefined): Promise<Moment | Refusal>;
  moment(): Promise<Moment>;
  /** Trace records from ordinal `from` on, at most `limit`; what was dropped from the ring's window is gone (see `from` of the answer). */
  trace(from: number, limit: number): Promise<TraceChunk>;
  /** Bytes of guest memory at a virtual address, as far as it is mapped. */
  read(address: number, length: number): Promise<Uint8Array>;
  /** Says what every moment from now on tells of page tables and frames (nothing: `undefined`), and answers the first. */
  observe(question: MemoryQuestion | undefined): Promise<Moment>;
  /** The input log so far. */
  inputs(): Promise<InputEvent[]>;
  /** Calls `changed` at most 30 times a second while the machine runs, and after each change of status. */
  watch(changed: (moment: Moment) => void): Promise<void>;
}
