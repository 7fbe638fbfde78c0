import { Bounce } from '../../assembly/abi/trace-event';
import { Vector } from '../../assembly/abi/vector';

/** Mnemonic and name of each exception. Intel SDM Vol. 3A, table 6-1. */
const EXCEPTIONS = {
  [Vector.Divide]: ['#DE', 'divide error'],
  [Vector.Debug]: ['#DB', 'debug exception'],
  [Vector.Nmi]: ['NMI', 'non-maskable interrupt'],
  [Vector.Breakpoint]: ['#BP', 'breakpoint'],
  [Vector.Overflow]: ['#OF', 'overflow'],
  [Vector.Bound]: ['#BR', 'bound range exceeded'],
  [Vector.InvalidOpcode]: ['#UD', 'invalid opcode'],
  [Vector.NoDevice]: ['#NM', 'FPU not available'],
  [Vector.DoubleFault]: ['#DF', 'double fault'],
  [Vector.InvalidTss]: ['#TS', 'invalid TSS'],
  [Vector.NotPresent]: ['#NP', 'segment not present'],
  [Vector.Stack]: ['#SS', 'stack fault'],
  [Vector.Protection]: ['#GP', 'general protection'],
  [Vector.PageFault]: ['#PF', 'page fault'],
  [Vector.X87]: ['#MF', 'FPU error'],
  [Vector.Alignment]: ['#AC', 'alignment check'],
  [Vector.MachineCheck]: ['#MC', 'machine check'],
} satisfies Record<Vector, readonly [mnemonic: string, name: string]>;

const NAMES: Readonly<Record<number, readonly string[]>> = EXCEPTIONS;

const HANDLERS = {
  [Bounce.Event]: 'event callback',
  [Bounce.Failsafe]: 'failsafe callback',
  [Bounce.Nmi]: 'NMI callback',
} satisfies Record<Bounce, string>;

/** The mnemonic of a vector: `#PF`, or `vector 0x80` for one that software owns. */
export function vectorName(vector: number): string {
  return NAMES[vector]?.[0] ?? `vector 0x${vector.toString(16)}`;
}

/** The name of a vector in words: `page fault`. */
export function vectorInWords(vector: number): string {
  return NAMES[vector]?.[1] ?? 'software interrupt';
}

/** What a trace record says was entered: an exception's handler or one of Xen's callbacks. */
export function handlerName(code: number): string {
  return (HANDLERS as Record<number, string>)[code] ?? `${vectorName(code)} handler`;
}

/** Bits of a page fault's error code. Intel SDM Vol. 3A, figure 4-12. */
const PRESENT = 1;
const WRITE = 2;
const USER = 4;
const RESERVED = 8;
const FETCH = 16;

/** A page fault's error code in words: `write to a page that is present, by the kernel`. */
export function pageFaultInWords(code: number): string {
  const access = code & FETCH ? 'fetch from' : code & WRITE ? 'write to' : 'read from';
  const page =
    code & RESERVED
      ? 'a page whose entry has reserved bits set'
      : code & PRESENT
        ? 'a page that is present'
        : 'a page that is not present';
  return `${access} ${page}, by ${code & USER ? 'user code' : 'the kernel'}`;
}

/** Bits 0 to 2 of an error code that names a selector. Intel SDM Vol. 3A, figure 6-7. */
const IDT = 2;
const LDT = 4;

/** The error code of a #GP, #NP, #SS or #TS in words: which table, which entry; empty when it is 0. */
export function selectorErrorInWords(code: number): string {
  if (code === 0) return '';
  const table = code & IDT ? 'IDT' : code & LDT ? 'LDT' : 'GDT';
  return `${table} entry ${(code & 0xffff) >> 3}`;
}
