import { Block } from './record';

/**
 * What an instruction's meaning may ask for. Two machines answer, each a view of the record:
 *   Exec (exec.ts)        does it now, operands and widths fixed at compile time: the interpreter's hot cases
 *   General (general.ts)  does it now, operands read from the record at run time, every segment check made
 * Others can (a compiler, an explainer): meanings never look inside a value and never name its type.
 * asc does not check `extends Machine`: it checks every body again for every machine. This interface is for readers and editors.
 */
// biome-ignore format: one question per line
export interface Machine<Value = unknown> {
  // operands
  dst(): Value;                          // the destination, to be read only
  src(): Value;
  third(): Value;                        // the immediate of a three-operand instruction, or CL
  put(value: Value): void;               // writes the destination without reading it
  putSrc(value: Value): void;
  place(): Value;                        // the destination, checked for writing: get and set cannot fault after this
  get(at: Value): Value;
  set(at: Value, value: Value): void;
  imm(value: u32): Value;
  reg(r: u32): Value;
  setReg(r: u32, value: Value): void;
  accumulator(): Value;                  // AL, AX or EAX
  setAccumulator(value: Value): void;
  upper(): Value;                        // AH, DX or EDX
  setUpper(value: Value): void;

  // the stack
  push(value: Value): void;              // stores, then moves the pointer
  peek(): Value;                         // loads only
  pop(): Value;                          // loads, then moves the pointer
  dropStack(bytes: Value): void;
  popFrame(): Value;                     // loads what the frame pointer names, then moves the stack pointer behind it

  // arithmetic at the instruction's width
  bits: u32;
  add(a: Value, b: Value): Value;
  sub(a: Value, b: Value): Value;
  and(a: Value, b: Value): Value;
  or(a: Value, b: Value): Value;
  xor(a: Value, b: Value): Value;
  shl(a: Value, n: Value): Value;
  shr(a: Value, n: Value): Value;
  sar(a: Value, n: Value): Value;
  rotl(a: Value, n: Value): Value;
  rotr(a: Value, n: Value): Value;
  bswap(a: Value): Value;
  mulLow(a: Value, b: Value): Value;
  mulHigh(a: Value, b: Value): Value;
  mulHighSigned(a: Value, b: Value): Value;
  bit(a: Value, n: Value): Value;        // bit n of a, as 0 or 1; so are msb, differ and same
  msb(a: Value): Value;
  differ(a: Value, b: Value): Value;
  same(a: Value, b: Value): Value;
  equal(a: Value, b: Value): Value;      // a condition, for select
  lowestBit(a: Value): Value;            // number of the lowest bit that is set
  highestBit(a: Value): Value;

  divides(high: Value, low: Value, by: Value): bool;   // does high:low / by exist and fit?
  quotient(high: Value, low: Value, by: Value): Value;
  remainder(high: Value, low: Value, by: Value): Value;
  dividesSigned(high: Value, low: Value, by: Value): bool;
  quotientSigned(high: Value, low: Value, by: Value): Value;
  remainderSigned(high: Value, low: Value, by: Value): Value;
  raise(vector: u32): void;              // leaves the instruction
  throughCount(n: Value): Value;         // count of a rotation through the carry
  rotateThroughLeft(a: Value, carry: Value, n: Value): Value;
  rotateThroughRight(a: Value, carry: Value, n: Value): Value;
  doubleLeft(a: Value, b: Value, n: Value): Value;     // the upper part of a:b << n
  doubleRight(a: Value, b: Value, n: Value): Value;    // the lower part of b:a >> n

  // bit strings
  bitNumber(): Value;                    // within the operand that holds the bit
  bitBase(): Value;                      // that operand, to be read only
  bitPlace(): Value;                     // that operand, checked for writing

  // flags
  flagsOfAdd(a: Value, b: Value, r: Value): void;
  flagsOfSub(a: Value, b: Value, r: Value): void;
  flagsOfLogic(r: Value): void;
  flags(r: Value, carry: Value, overflow: Value, adjust: Value): void;
  carryOnly(carry: Value): void;
  rotateFlags(carry: Value, overflow: Value): void;
  carry(): Value;
  keptCarry(): Value;                    // the carry as it is, for an instruction that leaves it alone; anything if its flags are dead

  // conditions
  condition(): Value;                    // of the flags as they stand
  conditionOf(left: Value, right: Value): Value; // as if CMP left, right had set them
  truth(c: Value): Value;
  select(c: Value, yes: Value, no: Value): Value;
  when(n: Value): bool;                  // opens a part that runs only if n is not 0; endWhen closes it
  endWhen(): void;

  // where to go next
  checkTarget(target: Value): void;      // a branch beyond the code segment is refused before anything changes
  checkJump(): void;                     // the same for a target that stands in the instruction
  returnAddress(): Value;
  jump(): Block;
  branch(c: Value): Block;
  jumpTo(target: Value): Block;
}
