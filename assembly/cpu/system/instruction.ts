/** A system instruction as the decoder found it: `system` (system.ts) does what it says. Stands at one fixed place. */
@unmanaged
@final
export class SystemInstruction {
  /** isa/op.ts, `Op`. */
  op: u32 = 0;
  /** Operand size in bytes: 2 or 4. */
  operandBytes: u32 = 0;
  /** Address size in bytes: 2 or 4. */
  addressBytes: u32 = 0;
  /** 1: the operand named by the ModRM byte is in memory, at `offset` in `segment`. */
  memory: u32 = 0;
  /** Segment register of the memory operand, overrides considered. */
  segment: u32 = 0;
  /** Effective address, within the address size. */
  offset: u32 = 0;
  /** Bytes of an operand whose width the map fixes; 0 where the operand size says it. */
  width: u32 = 0;
  /** Reg field of the ModRM byte: a general, segment, control or debug register. PUSH and POP Sreg: the segment register. */
  reg: u32 = 0;
  /** Register named by the rm field. */
  rm: u32 = 0;
  /** 1: under a REP prefix. */
  repeats: u32 = 0;
  /** Immediate operand; the offset of a far pointer in the instruction; the port of IN and OUT, or PORT_IN_DX. */
  immediate: u32 = 0;
  /** Selector of a far pointer in the instruction. */
  selector: u32 = 0;
}

/** `SystemInstruction.immediate` of IN and OUT: DX holds the port. */
export const PORT_IN_DX: u32 = 0xffffffff;

const PLACE = memory.data(64);

/** The one there is. */
export function systemInstruction(): SystemInstruction {
  return changetype<SystemInstruction>(PLACE);
}
