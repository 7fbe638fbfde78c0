/**
 * What an instruction leaves undefined, with the page of Intel's SDM that says so ("Flags Affected" or "Operation" there). A vector holds
 * what one processor did; ours may do something else.
 */
import { Op } from '../../../assembly/isa/op';
import { findRow } from '../../../assembly/isa/opcode-map';
import { opOf } from '../../../assembly/isa/operands';
import { type Instruction, parse } from './instruction';
import type { Question } from './vector-file';

const CF = 0x1;
const PF = 0x4;
const AF = 0x10;
const ZF = 0x40;
const SF = 0x80;
const OF = 0x800;
const ALL = CF | PF | AF | ZF | SF | OF;

/** Flags that are undefined whatever the operands. Vol. 2A to 2D, the instruction's page. */
const ALWAYS: Partial<Record<Op, number>> = {
  [Op.And]: AF,
  [Op.Or]: AF,
  [Op.Xor]: AF,
  [Op.Test]: AF,
  [Op.Mul]: SF | ZF | AF | PF,
  [Op.Imul1]: SF | ZF | AF | PF,
  [Op.Imul2]: SF | ZF | AF | PF,
  [Op.Imul3]: SF | ZF | AF | PF,
  [Op.Div]: ALL,
  [Op.Idiv]: ALL,
  [Op.Aaa]: OF | SF | ZF | PF,
  [Op.Aas]: OF | SF | ZF | PF,
  [Op.Aam]: OF | AF | CF,
  [Op.Aad]: OF | AF | CF,
  [Op.Daa]: OF,
  [Op.Das]: OF,
  [Op.Bt]: OF | SF | AF | PF,
  [Op.Bts]: OF | SF | AF | PF,
  [Op.Btr]: OF | SF | AF | PF,
  [Op.Btc]: OF | SF | AF | PF,
  [Op.Bsf]: CF | OF | SF | AF | PF,
  [Op.Bsr]: CF | OF | SF | AF | PF,
};

/** Bits of the destination. */
function width({ escaped, opcode, small }: Instruction): number {
  if (!escaped && !(opcode & 1)) return 8;
  return small ? 16 : 32;
}

/** The count of a shift, masked to five bits. */
function count(instruction: Instruction, question: Question): number {
  const { escaped, opcode, last } = instruction;
  if (escaped ? opcode & 1 : opcode === 0xd2 || opcode === 0xd3) return question.registers[1]! & 31;
  return !escaped && opcode >= 0xd0 ? 1 : last & 31;
}

/** Flags a shift or a rotation leaves undefined. Vol. 2B, "SAL/SAR/SHL/SHR", "RCL/RCR/ROL/ROR", "SHLD", "SHRD". */
function ofShift(op: Op, bits: number, by: number): number {
  if (by === 0) return 0;
  const overflow = by === 1 ? 0 : OF;
  switch (op) {
    case Op.Rol:
    case Op.Ror:
    case Op.Rcl:
    case Op.Rcr:
      return overflow;
    case Op.Shl:
    case Op.Shr:
      return AF | overflow | (by >= bits ? CF : 0);
    case Op.Sar:
      return AF | overflow;
    default:
      return by > bits ? ALL : AF | overflow;
  }
}

const SHIFTS = new Set<Op>([Op.Rol, Op.Ror, Op.Rcl, Op.Rcr, Op.Shl, Op.Shr, Op.Sar, Op.Shld, Op.Shrd]);

/** What a vector's answer does not settle. */
export interface Undefined {
  /** EFLAGS bits. */
  readonly flags: number;
  /** The destination holds anything. */
  readonly result: boolean;
  /** Bits of registers that may hold anything. */
  readonly bits: number;
  /** Some of what it stores may have been stored. */
  readonly stores: boolean;
}

/** Vol. 2A, "LAR": bits 16 to 19 of what it gives. */
const LAR_BITS = 0xf0000;

const opOfCode = (code: Uint8Array): Op => {
  const { escaped, opcode, modrm } = parse(code);
  return opOf(findRow(escaped, opcode, modrm));
};

/**
 * What is unsettled when a vector's answer is a fault. Vol. 3A, 6.5: a fault leaves the state from before the instruction. But POPA may have
 * loaded some registers by then, and PUSHA may have stored some: both can be begun again. So can CALL: AMD's family 25 stores CS before
 * the next word faults, family 26 does not.
 */
export function undefinedAtFault({ code }: Question): Undefined {
  const op = opOfCode(code);
  return { flags: 0, result: op === Op.Popa || op === Op.Pusha, bits: 0, stores: op === Op.CallFar };
}

/**
 * May our processor refuse where the other did not? Vol. 2A, "ARPL": #GP(0) if the destination is not writable; some look only when they
 * write.
 */
export function mayRefuse({ code }: Question): boolean {
  return opOfCode(code) === Op.Arpl;
}

/** Does the instruction read at two places, of which nothing says which comes first? Vol. 2A, "CMPS". */
export function readsTwice({ code }: Question): boolean {
  return opOfCode(code) === Op.Cmps;
}

/** What is undefined after an instruction that did not fault. */
export function undefinedAfter(question: Question): Undefined {
  const instruction = parse(question.code);
  const op: Op = opOf(findRow(instruction.escaped, instruction.opcode, instruction.modrm));
  if (SHIFTS.has(op)) {
    const bits = width(instruction);
    const by = count(instruction, question);
    const result = (op === Op.Shld || op === Op.Shrd) && by > bits;
    return { flags: ofShift(op, bits, by), result, bits: 0, stores: false };
  }
  // Vol. 2A, "BSWAP": with a 16-bit register the result is undefined.
  const result = op === Op.Bswap && instruction.small;
  const bits = op === Op.Lar && !instruction.small ? LAR_BITS : 0;
  return { flags: ALWAYS[op] ?? 0, result, bits, stores: false };
}

const IMAGES = new Set<Op>([Op.Fnstenv, Op.Fnsave, Op.Fldenv, Op.Frstor]);

/** C0 C2 C3 of the status word. */
const CONDITIONS = 0x4500;
const C1 = 0x200;
/** x87 instructions that load the whole status word, or leave it alone. */
const WHOLE_STATUS = new Set<Op>([Op.Fninit, Op.Fldenv, Op.Frstor, Op.Fnsave, Op.Fnstenv, Op.Fnstsw, Op.Fnstcw]);
const NO_C1 = new Set<Op>([Op.Fnclex, Op.Fldcw, Op.Fnop, Op.Ffree, Op.Ffreep]);

/** Condition codes that an x87 instruction leaves undefined. Vol. 2A, "FPU Flags Affected" of each. */
export function undefinedConditions({ code }: Question): number {
  const op = opOfCode(code);
  if (WHOLE_STATUS.has(op)) return 0;
  return NO_C1.has(op) ? CONDITIONS | C1 : CONDITIONS;
}

/**
 * Does the instruction move an image of many fields? Processors move them in different orders, which decides what faults first. And newer
 * ones keep the pointers in it only for instructions that met an exception (Vol. 1, 8.1.8), so these images are compared in test/cpu-system.
 */
export function movesImage({ code }: Question): boolean {
  return IMAGES.has(opOfCode(code));
}
