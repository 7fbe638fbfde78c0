/** The parts of an instruction's bytes that decide which row of the opcode map it is. */
import { GROUPS } from '../../../assembly/isa/opcode-groups';
import { findRow, rowOfOpcode } from '../../../assembly/isa/opcode-map';
import { Attr, attrOf, hasModrm, opOf } from '../../../assembly/isa/operands';

const PREFIXES = new Set([0x26, 0x2e, 0x36, 0x3e, 0x64, 0x65, 0x66, 0x67, 0xf0, 0xf2, 0xf3]);
const OPERAND_SIZE = 0x66;

/** An instruction taken apart. */
export interface Instruction {
  /** The opcode comes after 0F. */
  readonly escaped: boolean;
  readonly opcode: number;
  /** 0 where there is none. */
  readonly modrm: number;
  /** 16-bit operands. */
  readonly small: boolean;
  /** Its last byte, which is the immediate where that is a byte. */
  readonly last: number;
}

/** Takes an instruction apart. */
export function parse(code: Uint8Array): Instruction {
  let at = 0;
  let small = false;
  for (; at < code.length - 1 && PREFIXES.has(code[at]!); at++) small ||= code[at] === OPERAND_SIZE;
  const escaped = code[at] === 0x0f;
  if (escaped) at++;
  return { escaped, opcode: code[at] ?? 0, modrm: code[at + 1] ?? 0, small, last: code.at(-1)! };
}

const hex = (value: number): string => value.toString(16).padStart(2, '0');

/** A row's name: `01`, `0f ba /4`, `d9 /5 mem`, `d9 e8`. */
export function rowName({ escaped, opcode, modrm }: Instruction): string {
  const first = rowOfOpcode(escaped, opcode);
  const name = `${escaped ? '0f ' : ''}${hex(opcode)}`;
  if (!(attrOf(first) & Attr.Group)) return name;
  const digit = (modrm >> 3) & 7;
  if (!(attrOf(first) & Attr.Split)) return `${name} /${digit}`;
  if (modrm < 0xc0) return `${name} /${digit} mem`;
  const member = GROUPS[((opOf(first) + 1) << 3) | digit]!;
  return attrOf(member) & Attr.Group ? `${name} ${hex(modrm)}` : `${name} /${digit} reg`;
}

/** Every row of the opcode maps that is an instruction: its name, and its operation (`Op`). */
export function allRows(): Map<string, number> {
  const rows = new Map<string, number>();
  for (const escaped of [false, true]) {
    for (let opcode = 0; opcode < 256; opcode++) {
      for (const modrm of modrmsOf(escaped, opcode)) {
        const instruction = { escaped, opcode, modrm, small: false, last: 0 };
        rows.set(rowName(instruction), opOf(findRow(escaped, opcode, modrm)));
      }
    }
  }
  return rows;
}

/** The ModR/M bytes that may lead to different rows. */
function modrmsOf(escaped: boolean, opcode: number): number[] {
  const first = rowOfOpcode(escaped, opcode);
  if (!hasModrm(first)) return [0];
  return attrOf(first) & Attr.Group ? Array.from({ length: 256 }, (_, i) => i) : [0];
}
