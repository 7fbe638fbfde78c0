import { Arg } from '../../../assembly/isa/operands';
import type { Cursor } from './cursor';
import type { ModRm } from './mod-rm';
import { general, type MemoryOperand, named, type Operand, SEGMENTS } from './operand';
import type { Prefixes } from './prefixes';

/** What is known of an instruction while its operands are read. */
export interface Context {
  cursor: Cursor;
  /** Address of its first byte. */
  address: number;
  prefixes: Prefixes;
  opcode: number;
  modRm: ModRm | undefined;
}

/** The general register or the memory that ModRM names, of a size in bytes. */
function place({ modRm }: Context, size: number): Operand {
  if (modRm?.memory) return { ...modRm.memory, size };
  return general(modRm?.rm ?? 0, size);
}

/** Memory whose address stands in the instruction. */
function direct({ cursor, prefixes }: Context, size: number): MemoryOperand {
  const segment = prefixes.segment === 'ds' ? '' : prefixes.segment;
  const { addressSize } = prefixes;
  const displacement = cursor.unsigned(addressSize);
  return { kind: 'memory', segment, base: '', index: '', scale: 0, displacement, size, addressSize };
}

/** A string's place: DS:ESI, where the segment may be overridden, or ES:EDI, where not. */
function string({ prefixes }: Context, pointer: 'si' | 'di', size: number): MemoryOperand {
  const segment = pointer === 'di' ? 'es' : prefixes.segment || 'ds';
  const { addressSize } = prefixes;
  const base = addressSize === 2 ? pointer : `e${pointer}`;
  return { kind: 'memory', segment, base, index: '', scale: 0, displacement: undefined, size, addressSize };
}

/** A near branch's target. The displacement counts from the instruction's end; with 16-bit operands EIP is cut to 16 bits. */
function target({ cursor, address, prefixes }: Context, size: number): Operand {
  const displacement = cursor.signed(size);
  const end = address + cursor.at + displacement;
  return { kind: 'target', address: prefixes.operandSize === 2 ? end & 0xffff : end >>> 0 };
}

/** A sign-extended byte, cut to the operand's size. */
function extended({ cursor, prefixes }: Context): Operand {
  const value = cursor.signed(1);
  return { kind: 'immediate', value: prefixes.operandSize === 2 ? value & 0xffff : value >>> 0 };
}

function farPointer({ cursor, prefixes }: Context): Operand {
  const offset = cursor.unsigned(prefixes.operandSize);
  return { kind: 'far', offset, selector: cursor.unsigned(2) };
}

/** The eight kinds of register that the reg field may name. */
const reg = ({ modRm }: Context): number => modRm?.reg ?? 0;

/** How each operand code is read. Intel SDM Vol. 2D, A.2. */
const CODES: Readonly<Record<Exclude<Arg, Arg.None>, (context: Context) => Operand>> = {
  [Arg.Eb]: (context) => place(context, 1),
  [Arg.Ew]: (context) => place(context, 2),
  [Arg.Ev]: (context) => place(context, context.prefixes.operandSize),
  [Arg.Ed]: (context) => place(context, 4),
  [Arg.RvMw]: (context) => place(context, context.modRm?.memory ? 2 : context.prefixes.operandSize),
  [Arg.Gb]: (context) => general(reg(context), 1),
  [Arg.Gw]: (context) => general(reg(context), 2),
  [Arg.Gd]: (context) => general(reg(context), 4),
  [Arg.Gv]: (context) => general(reg(context), context.prefixes.operandSize),
  [Arg.Sti]: ({ modRm }) => named(`st(${modRm?.rm ?? 0})`),
  [Arg.M]: (context) => place(context, 0),
  [Arg.Mb]: (context) => place(context, 1),
  [Arg.Mw]: (context) => place(context, 2),
  [Arg.Md]: (context) => place(context, 4),
  [Arg.Mq]: (context) => place(context, 8),
  [Arg.Mt]: (context) => place(context, 10),
  [Arg.Ms]: (context) => place(context, 6),
  [Arg.Mp]: (context) => place(context, context.prefixes.operandSize + 2),
  [Arg.Ma]: (context) => place(context, 2 * context.prefixes.operandSize),
  [Arg.Rd]: ({ modRm }) => general(modRm?.rm ?? 0, 4),
  [Arg.Cd]: (context) => named(`cr${reg(context)}`),
  [Arg.Dd]: (context) => named(`dr${reg(context)}`),
  [Arg.Sw]: (context) => named(SEGMENTS[reg(context)] ?? '?'),
  [Arg.Ib]: ({ cursor }) => ({ kind: 'immediate', value: cursor.unsigned(1) }),
  [Arg.Ibs]: extended,
  [Arg.Iw]: ({ cursor }) => ({ kind: 'immediate', value: cursor.unsigned(2) }),
  [Arg.Iz]: ({ cursor, prefixes }) => ({ kind: 'immediate', value: cursor.unsigned(prefixes.operandSize) }),
  [Arg.Jb]: (context) => target(context, 1),
  [Arg.Jz]: (context) => target(context, context.prefixes.operandSize),
  [Arg.Ap]: farPointer,
  [Arg.Ob]: (context) => direct(context, 1),
  [Arg.Ov]: (context) => direct(context, context.prefixes.operandSize),
  [Arg.Zb]: ({ opcode }) => general(opcode, 1),
  [Arg.Zv]: ({ opcode, prefixes }) => general(opcode, prefixes.operandSize),
  [Arg.Zd]: ({ opcode }) => general(opcode, 4),
  [Arg.AL]: () => named('al'),
  [Arg.AX]: () => named('ax'),
  [Arg.eAX]: ({ prefixes }) => general(0, prefixes.operandSize),
  [Arg.CL]: () => named('cl'),
  [Arg.DX]: () => named('dx'),
  [Arg.One]: () => ({ kind: 'immediate', value: 1 }),
  [Arg.ST0]: () => named('st'),
  [Arg.ES]: () => named('es'),
  [Arg.CS]: () => named('cs'),
  [Arg.SS]: () => named('ss'),
  [Arg.DS]: () => named('ds'),
  [Arg.FS]: () => named('fs'),
  [Arg.GS]: () => named('gs'),
  [Arg.Xb]: (context) => string(context, 'si', 1),
  [Arg.Xv]: (context) => string(context, 'si', context.prefixes.operandSize),
  [Arg.Yb]: (context) => string(context, 'di', 1),
  [Arg.Yv]: (context) => string(context, 'di', context.prefixes.operandSize),
};

/** The operand an operand code stands for; undefined for none. Reads what of it stands in the instruction. */
export function operandOf(context: Context, arg: Arg): Operand | undefined {
  return arg === Arg.None ? undefined : CODES[arg](context);
}
