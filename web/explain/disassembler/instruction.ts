/** How instructions are spelled: as GNU's tools do, or as Intel's manuals do. */
export type Syntax = 'att' | 'intel';

/** One disassembled instruction. */
export interface Instruction {
  /** Virtual address of its first byte. */
  address: number;
  bytes: Uint8Array;
  /** Prefixes that are written and the mnemonic: `rep movsl`. */
  mnemonic: string;
  /** The operands as text, empty when there are none. */
  operands: string;
  /** Where a direct jump or call goes. */
  target?: number;
}
