/** Text for instructions. Pure, no DOM. */
export { disassembleAround } from './around';
export { disassemble } from './disassemble';
export type { Instruction, Syntax } from './instruction';
